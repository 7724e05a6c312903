package dev.jobc.compiler.types;

import dev.jobc.expr.RunFact;
import dev.jobc.type.Type;
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
 */
record Scope(
    Map<String, Typed> inputs,
    Map<String, Typed> names,
    @Nullable StepView steps,
    Set<RunFact> facts,
    String owner) {

  /** What is known of a run when it is submitted, before it exists. */
  private static final Set<RunFact> AT_SUBMISSION = EnumSet.of(RunFact.NAME, RunFact.DIRECTORY);

  /** Words an author cannot use for a name of his own. */
  static final Set<String> ROOTS =
      Set.of(
          "inputs", "steps", "run", "secrets", "vars", "trigger", "self", "err", "loop", "true",
          "false", "null", "in");

  /** The fields of a task or step, which see the run under way. */
  static Scope running(Map<String, Typed> inputs, String owner) {
    return new Scope(inputs, Map.of(), null, EnumSet.allOf(RunFact.class), owner);
  }

  /** The defaults of inputs. */
  static Scope defaults() {
    return new Scope(Map.of(), Map.of(), null, AT_SUBMISSION, "a default");
  }

  Scope with(String name, Type type, Typed value) {
    Map<String, Typed> more = new LinkedHashMap<>(names);
    more.put(name, new Typed(type, value.expr()));
    return new Scope(inputs, more, steps, facts, owner);
  }

  Scope at(@Nullable StepView view) {
    return new Scope(inputs, names, view, facts, owner);
  }

  /** What may stand at the beginning of an expression. */
  Set<String> roots() {
    Set<String> roots = new TreeSet<>(names.keySet());
    roots.add("inputs");
    roots.add("run");
    if (steps != null) {
      roots.add("steps");
    }
    return roots;
  }
}
