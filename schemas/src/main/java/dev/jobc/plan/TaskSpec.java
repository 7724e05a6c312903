package dev.jobc.plan;

import dev.jobc.expr.PlanExpr;
import dev.jobc.type.Type;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a worker needs to know to run a task.
 *
 * @param name the task's name; for an inline task the step's id
 * @param runtime {@code python}, {@code go}, {@code shell}, {@code command}, or the name of a
 *     runtime that the embedding application registered
 * @param entry where the code is
 * @param bundle digest of the bundle the entry is in, null when there is no code
 * @param inputs declared inputs
 * @param outputs declared outputs
 * @param errors declared error names
 * @param env environment variables
 * @param args arguments of a command
 * @param stdin what a command reads, null for nothing
 * @param capture what becomes of a command's standard output, null when it is only logged
 * @param exitCodes meaning of exit codes other than 0: an error name, or {@code skip}
 * @param interpreter program that runs a script ({@code bash}, {@code sh}) or replaces the
 *     runtime's own interpreter; empty for the default
 */
public record TaskSpec(
    String name,
    String runtime,
    Entry entry,
    @Nullable String bundle,
    List<Param> inputs,
    List<Param> outputs,
    List<String> errors,
    Map<String, PlanExpr> env,
    List<PlanExpr> args,
    @Nullable PlanExpr stdin,
    @Nullable Capture capture,
    Map<Integer, String> exitCodes,
    String interpreter) {

  /** The meaning of an exit code that skips the step. */
  public static final String SKIP = "skip";

  public TaskSpec {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    errors = List.copyOf(errors);
    env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
    args = List.copyOf(args);
    exitCodes = Collections.unmodifiableMap(new LinkedHashMap<>(exitCodes));
  }

  /** A declared input or output; the default is evaluated when an input is not passed. */
  public record Param(String name, Type type, @Nullable PlanExpr defaultValue) {}

  /** Where a task's code is. */
  public sealed interface Entry {

    /** A function in a file of the bundle. */
    record Function(String path, String symbol) implements Entry {}

    /** A function in a package directory of the bundle (Go). */
    record Package(String path, String symbol) implements Entry {}

    /** A file of the bundle that holds the author's inline text as it was written. */
    record Inline(String path) implements Entry {}

    /** A program looked up on the worker's PATH, or a file of the bundle. */
    record Command(String program) implements Entry {}

    /** A function the embedding application registered under the task's name. */
    record Registered() implements Entry {}
  }

  /**
   * Turns standard output into an output.
   *
   * @param as the output's name
   */
  public record Capture(Mode mode, String as) {
    public enum Mode {
      TEXT,
      JSON,
      LINES,
      LAST_LINE
    }
  }
}
