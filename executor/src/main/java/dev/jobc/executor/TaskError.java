package dev.jobc.executor;

import dev.jobc.json.Json;
import dev.jobc.json.JsonReader;
import org.jspecify.annotations.Nullable;

/**
 * Why an attempt failed.
 *
 * @param name a declared error of the task, or one of the built-in names below
 * @param message one or a few lines for people, bounded to a few KiB
 * @param trace where in the task's code, in the language's own form; null when there is none
 */
public record TaskError(String name, String message, @Nullable String trace) {
  /** Ran longer than its limit. */
  public static final String TIMEOUT = "Timeout";

  /** Was silent for longer than it may. */
  public static final String STALLED = "Stalled";

  /** The worker process or its executor died under it. */
  public static final String WORKER_LOST = "WorkerLost";

  /** A program ended with an exit code that has no declared meaning. */
  public static final String EXIT_CODE = "ExitCode";

  /** An output is missing, unknown, or of the wrong type. */
  public static final String OUTPUT_TYPE_ERROR = "OutputTypeError";

  /** An expression failed on the values of this run (index out of range, division by zero). */
  public static final String EXPRESSION_ERROR = "ExpressionError";

  /** A loop came to its last iteration and its condition still did not hold. */
  public static final String LOOP_LIMIT = "LoopLimit";

  /** The code could not be loaded: missing interpreter, syntax error, missing function. */
  public static final String LOAD_ERROR = "LoadError";

  /** A person said no, or nobody said anything where that counts as a no. */
  public static final String DENIED = "Denied";

  /** A check of the task does not hold. Not retried unless its author lists it. */
  public static final String CHECK_FAILED = "CheckFailed";

  public static final String CANCELLED = "Cancelled";

  /** As many as its author allows at once were under way. */
  public static final String LIMIT_REACHED = "LimitReached";

  /** An exception the task did not declare. */
  public static final String UNEXPECTED = "Unexpected";

  public TaskError(String name, String message) {
    this(name, message, null);
  }

  public Json toJson() {
    return Json.object().put("name", name).put("message", message).put("trace", trace).build();
  }

  public static TaskError fromJson(Json value) {
    JsonReader in = JsonReader.of("error", value);
    return new TaskError(in.string("name"), in.string("message"), in.stringOrNull("trace"));
  }
}
