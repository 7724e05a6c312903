package dev.jobc.compiler.types;

import dev.jobc.compiler.resolve.Unit;
import dev.jobc.compiler.types.value.Taint;
import dev.jobc.expr.PlanExpr;
import dev.jobc.model.CodeDoc;
import dev.jobc.plan.TaskSpec.Param;
import dev.jobc.source.Span;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A task with its types and expressions.
 *
 * @param unit the file that declares it
 * @param name the task's name, for an inline task the step's id
 * @param shared whether it has a name of its own and may be used by several steps
 * @param span of its name
 * @param inputs in declared order
 * @param outputs in declared order
 * @param outputsKnown false when a declared output could not be made out
 * @param secretEnv the variables of {@code env} whose values are secrets
 * @param taint what flows into its code besides its inputs
 * @param policy what holds where a step that calls it says nothing; nothing for an inline task
 * @param description what it is for, empty when absent; of an inline task its step says it
 */
public record TypedTask(
    Unit unit,
    String name,
    boolean shared,
    Span span,
    CodeDoc code,
    List<Param> inputs,
    List<Param> outputs,
    boolean outputsKnown,
    List<String> errors,
    Map<String, PlanExpr> env,
    List<String> secretEnv,
    List<PlanExpr> args,
    @Nullable PlanExpr stdin,
    Taint taint,
    TypedPolicy policy,
    String description) {
  public TypedTask {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    errors = List.copyOf(errors);
    env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
    secretEnv = List.copyOf(secretEnv);
    args = List.copyOf(args);
  }

  TypedTask with(TypedPolicy declared, String about) {
    return new TypedTask(
        unit,
        name,
        shared,
        span,
        code,
        inputs,
        outputs,
        outputsKnown,
        errors,
        env,
        secretEnv,
        args,
        stdin,
        taint,
        declared,
        about);
  }

  /** The declared output of that name, null when there is none. */
  public @Nullable Param output(String output) {
    return outputs.stream().filter(o -> o.name().equals(output)).findFirst().orElse(null);
  }
}
