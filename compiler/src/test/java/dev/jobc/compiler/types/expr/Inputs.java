package dev.jobc.compiler.types.expr;

import dev.jobc.expr.Environment;
import dev.jobc.expr.EvaluationException;
import dev.jobc.json.Json;
import java.util.Map;

/** An environment that knows the variables of a test. */
record Inputs(Map<String, Ours.Variable> variables) implements Environment {
  @Override
  public Json workflowInput(String name) throws EvaluationException {
    Ours.Variable variable = variables.get(name);
    return variable == null ? NONE.workflowInput(name) : variable.value();
  }
}
