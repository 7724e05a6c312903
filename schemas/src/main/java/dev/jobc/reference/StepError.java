package dev.jobc.reference;

import dev.jobc.json.Json;

/**
 * Why a step failed.
 *
 * @param name a declared error, or a built-in one
 * @param step id of the step that raised it
 * @param source where that step is written, {@code file:line:column}
 */
public record StepError(String name, String message, String step, String source) {
  /** Ran or waited longer than a limit. */
  public static final String TIMEOUT = "Timeout";

  /** Was silent for longer than its heartbeat allows. */
  public static final String STALLED = "Stalled";

  /** Its worker died. */
  public static final String WORKER_LOST = "WorkerLost";

  /** An output is missing, unknown, or of the wrong type. */
  public static final String OUTPUT_TYPE_ERROR = "OutputTypeError";

  /** An expression failed on the values of this run. */
  public static final String EXPRESSION_ERROR = "ExpressionError";

  /** A check did not hold. */
  public static final String CHECK_FAILED = "CheckFailed";

  /** A loop came to its last iteration and its condition still did not hold. */
  public static final String LOOP_LIMIT = "LoopLimit";

  /** A person said no. */
  public static final String DENIED = "Denied";

  public static final String CANCELLED = "Cancelled";

  /** As {@code steps.x.error} has it. */
  Json json() {
    return Json.object().put("name", name).put("message", message).put("step", step).build();
  }
}
