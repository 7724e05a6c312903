package dev.jobc.compiler.types.expr;

import dev.jobc.compiler.types.presence.StepView;
import dev.jobc.compiler.types.value.Known;
import dev.jobc.compiler.types.value.Typed;
import dev.jobc.expr.RunFact;
import dev.jobc.input.Constraints;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The names an expression can use.
 *
 * @param inputs {@code inputs.<name>}
 * @param names names that stand alone: items of maps and variables of macros
 * @param steps {@code steps.<id>}; null where there are none
 * @param facts {@code run.<fact>}
 * @param owner whose inputs they are, for messages
 * @param known what is known beyond what was declared
 * @param globals {@code secrets.<name>} and {@code vars.<name>}; null where there are none
 * @param starts {@code trigger.<name>}
 * @param bounds what inputs keep besides their types, of those that keep something
 */
public record Scope(
    Map<String, Typed> inputs,
    Map<String, Typed> names,
    @Nullable StepView steps,
    Set<RunFact> facts,
    String owner,
    Known known,
    @Nullable Globals globals,
    Starts starts,
    Map<String, Constraints> bounds) {

  /** What is known of a run when it is submitted, before it exists. */
  private static final Set<RunFact> AT_SUBMISSION =
      EnumSet.of(
          RunFact.NAME,
          RunFact.DIRECTORY,
          RunFact.NOW,
          RunFact.SCHEDULED_AT,
          RunFact.LOGICAL_DATE,
          RunFact.INTERVAL);

  /** What a task's defaults see, the same at every attempt. */
  private static final Set<RunFact> CONSTANT = EnumSet.of(RunFact.NAME, RunFact.DIRECTORY);

  /** What a step sees of the run it belongs to: all but the clock. */
  private static final Set<RunFact> RUNNING =
      EnumSet.complementOf(EnumSet.of(RunFact.NOW, RunFact.TRIGGER));

  /** Words an author cannot use for a name of his own. */
  public static final Set<String> ROOTS =
      Set.of(
          "inputs", "steps", "run", "secrets", "vars", "trigger", "self", "err", "loop", "true",
          "false", "null", "in");

  /** The fields of a task or step, which see the run under way. */
  public static Scope running(Map<String, Typed> inputs, String owner) {
    return new Scope(
        inputs, Map.of(), null, RUNNING, owner, Known.NOTHING, null, Starts.UNKNOWN, Map.of());
  }

  /** The defaults of a task's inputs. */
  public static Scope defaults() {
    return new Scope(
        Map.of(),
        Map.of(),
        null,
        CONSTANT,
        "a default",
        Known.NOTHING,
        null,
        Starts.UNKNOWN,
        Map.of());
  }

  /** The defaults of a workflow's inputs, which are computed once, when a run is submitted. */
  public static Scope submission() {
    return new Scope(
        Map.of(),
        Map.of(),
        null,
        AT_SUBMISSION,
        "a default",
        Known.NOTHING,
        null,
        Starts.UNKNOWN,
        Map.of());
  }

  /** What a trigger says, which is evaluated when it fires. */
  public static Scope trigger() {
    return new Scope(
        Map.of(),
        Map.of(),
        null,
        AT_SUBMISSION,
        "a trigger",
        Known.NOTHING,
        null,
        Starts.UNKNOWN,
        Map.of());
  }

  public Scope with(String name, Typed value) {
    Map<String, Typed> more = new LinkedHashMap<>(names);
    more.put(name, value);
    return new Scope(inputs, more, steps, facts, owner, known, globals, starts, bounds);
  }

  /** The same scope with the names that a workflow declares. */
  public Scope with(Globals declared) {
    return new Scope(inputs, names, steps, facts, owner, known, declared, starts, bounds);
  }

  /** The same scope with what is known of the values of inputs. */
  public Scope bounded(Map<String, Constraints> known) {
    return new Scope(inputs, names, steps, facts, owner, this.known, globals, starts, known);
  }

  /** The same scope for runs of which that is known. */
  public Scope with(Starts known) {
    return new Scope(inputs, names, steps, facts, owner, this.known, globals, known, bounds);
  }

  public Scope at(@Nullable StepView view) {
    StepView seen = view == null ? null : view.knowing(known);
    return new Scope(inputs, names, seen, facts, owner, known, globals, starts, bounds);
  }

  /** The same scope at a place where more is known: behind a test. */
  public Scope given(Known more) {
    return new Scope(inputs, names, steps, facts, owner, known.and(more), globals, starts, bounds)
        .at(steps);
  }

  /** The same scope without what tests have told. */
  Scope unknowing() {
    return new Scope(inputs, names, steps, facts, owner, Known.NOTHING, globals, starts, bounds)
        .at(steps);
  }

  /** What may stand at the beginning of an expression. */
  Set<String> roots() {
    Set<String> roots = new TreeSet<>(names.keySet());
    roots.add("inputs");
    roots.add("run");
    if (steps != null) {
      roots.add("steps");
    }
    if (!starts.trigger().isEmpty()) {
      roots.add("trigger");
    }
    if (globals != null) {
      roots.add("secrets");
      roots.add("vars");
    }
    return roots;
  }
}
