package dev.jobc.plan;

import dev.jobc.expr.PlanExpr;
import dev.jobc.input.Constraints;
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
 * @param dependencies what must be installed before the code can run
 * @param spawn what its code may call while it runs, null for nothing
 * @param secretEnv the variables of {@code env} whose values are secrets: nothing shows them
 * @param description text for people, empty when absent
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
    String interpreter,
    Dependencies dependencies,
    List<String> secretEnv,
    @Nullable Spawn spawn,
    String description) {

  /** The meaning of an exit code that skips the step. */
  public static final String SKIP = "skip";

  public TaskSpec {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    errors = List.copyOf(errors);
    env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
    args = List.copyOf(args);
    secretEnv = List.copyOf(secretEnv);
    exitCodes = Collections.unmodifiableMap(new LinkedHashMap<>(exitCodes));
  }

  /** A task without description. */
  public TaskSpec(
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
      String interpreter,
      Dependencies dependencies,
      List<String> secretEnv,
      @Nullable Spawn spawn) {
    this(
        name,
        runtime,
        entry,
        bundle,
        inputs,
        outputs,
        errors,
        env,
        args,
        stdin,
        capture,
        exitCodes,
        interpreter,
        dependencies,
        secretEnv,
        spawn,
        "");
  }

  /** A task whose code the embedding application registered; it takes and gives nothing. */
  public static TaskSpec registered(String name, String runtime) {
    return new TaskSpec(
        name,
        runtime,
        new Entry.Registered(),
        null,
        List.of(),
        List.of(),
        List.of(),
        Map.of(),
        List.of(),
        null,
        null,
        Map.of(),
        "",
        Dependencies.NONE,
        List.of(),
        null);
  }

  /** The same task, whose code may call others. */
  public TaskSpec calling(Spawn callees) {
    return new TaskSpec(
        name,
        runtime,
        entry,
        bundle,
        inputs,
        outputs,
        errors,
        env,
        args,
        stdin,
        capture,
        exitCodes,
        interpreter,
        dependencies,
        secretEnv,
        callees,
        description);
  }

  /**
   * A declared input or output.
   *
   * @param defaultValue evaluated when an input is not passed
   * @param constraints what a value must keep besides its type
   */
  public record Param(
      String name, Type type, @Nullable PlanExpr defaultValue, Constraints constraints) {

    /** A parameter for which every value of its type will do. */
    public Param(String name, Type type, @Nullable PlanExpr defaultValue) {
      this(name, type, defaultValue, Constraints.NONE);
    }
  }

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

    /** A Java class of that name, on the worker's class path or in a jar of the bundle. */
    record ClassName(String name) implements Entry {}

    /** A function the embedding application registered under the task's name. */
    record Registered() implements Entry {}
  }

  /**
   * What must be installed.
   *
   * @param requirements path of a requirements file in the bundle, null for none
   * @param packages packages as the language's own installer names them, {@code requests==2.32.3}
   */
  public record Dependencies(@Nullable String requirements, List<String> packages) {
    /** Nothing but the runtime. */
    public static final Dependencies NONE = new Dependencies(null, List.of());

    public Dependencies {
      packages = List.copyOf(packages);
    }
  }

  /**
   * Calls that the code of a task may make while it runs. What they start belongs to its step,
   * which ends when all of it has ended; a call that fails fails the step.
   *
   * @param allow at least one, each name once
   * @param maxItems more calls of one run of the task, those of what it called included, fail it
   */
  public record Spawn(List<Callee> allow, int maxItems) {
    public Spawn {
      allow = List.copyOf(allow);
    }
  }

  /**
   * A task that may be called.
   *
   * @param name as a call names it
   * @param body a graph with that task alone, which is the same whoever calls it; {@link
   *     PlanExpr.Item} of the graph is the call, {@code {task: name, with: {input: value}}}
   */
  public record Callee(String name, int body) {}

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
