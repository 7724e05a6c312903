package dev.jobc.executor.work;

import dev.jobc.expr.Environment;
import dev.jobc.expr.EvaluationException;
import dev.jobc.json.Json;

/** The names around a map, with those of one of its items before the item exists. */
record ItemNames(Environment outer, int body, Json item, long number) implements Environment {
  @Override
  public Json item(int graph) throws EvaluationException {
    return graph == body ? item : outer.item(graph);
  }

  @Override
  public long ordinal(int graph) throws EvaluationException {
    return graph == body ? number : outer.ordinal(graph);
  }

  @Override
  public Json workflowInput(String name) throws EvaluationException {
    return outer.workflowInput(name);
  }

  @Override
  public Json taskInput(String name) throws EvaluationException {
    return outer.taskInput(name);
  }

  @Override
  public Json stepOutputs(int graph, int node) throws EvaluationException {
    return outer.stepOutputs(graph, node);
  }

  @Override
  public Json gathered(int graph, int node) throws EvaluationException {
    return outer.gathered(graph, node);
  }

  @Override
  public String stepStatus(int graph, int node) throws EvaluationException {
    return outer.stepStatus(graph, node);
  }

  @Override
  public Json stepError(int graph, int node) throws EvaluationException {
    return outer.stepError(graph, node);
  }

  @Override
  public Json caught(int graph) throws EvaluationException {
    return outer.caught(graph);
  }

  @Override
  public String secret(String name) throws EvaluationException {
    return outer.secret(name);
  }

  @Override
  public Json runFact(String name) throws EvaluationException {
    return outer.runFact(name);
  }
}
