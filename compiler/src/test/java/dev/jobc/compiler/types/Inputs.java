package dev.jobc.compiler.types;

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

  @Override
  public Json taskInput(String name) throws EvaluationException {
    return NONE.taskInput(name);
  }

  @Override
  public Json stepOutputs(int graph, int node) throws EvaluationException {
    return NONE.stepOutputs(graph, node);
  }

  @Override
  public Json gathered(int graph, int node) throws EvaluationException {
    return NONE.gathered(graph, node);
  }

  @Override
  public String stepStatus(int graph, int node) throws EvaluationException {
    return NONE.stepStatus(graph, node);
  }

  @Override
  public Json item(int graph) throws EvaluationException {
    return NONE.item(graph);
  }

  @Override
  public long ordinal(int graph) throws EvaluationException {
    return NONE.ordinal(graph);
  }

  @Override
  public Json runFact(String name) throws EvaluationException {
    return NONE.runFact(name);
  }
}
