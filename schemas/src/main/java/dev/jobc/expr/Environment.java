package dev.jobc.expr;

import dev.jobc.json.Json;

/**
 * What the names of an expression stand for at the moment it is evaluated. Each method may refuse
 * with an {@link EvaluationException} when the value does not exist (yet, or here); one that is not
 * implemented always does.
 */
public interface Environment {

  /** An input of the workflow, default applied; {@code null} when optional and not passed. */
  default Json workflowInput(String name) throws EvaluationException {
    throw unknown("inputs." + name);
  }

  /** An input of the task, default applied; {@code null} when optional and not passed. */
  default Json taskInput(String name) throws EvaluationException {
    throw unknown("inputs." + name);
  }

  /** See {@link PlanExpr.StepOutputs}. */
  default Json stepOutputs(int graph, int node) throws EvaluationException {
    throw unknown("the outputs of a step");
  }

  /** See {@link PlanExpr.Gathered}. */
  default Json gathered(int graph, int node) throws EvaluationException {
    throw unknown("the outputs of a map");
  }

  /** {@code succeeded}, {@code failed} or {@code skipped}. */
  default String stepStatus(int graph, int node) throws EvaluationException {
    throw unknown("the status of a step");
  }

  /** See {@link PlanExpr.StepError}. */
  default Json stepError(int graph, int node) throws EvaluationException {
    throw unknown("the error of a step");
  }

  /** See {@link PlanExpr.Caught}. */
  default Json caught(int graph) throws EvaluationException {
    throw new EvaluationException("no error was caught here");
  }

  /** See {@link PlanExpr.Secret}. */
  default String secret(String name) throws EvaluationException {
    throw unknown("the secret `" + name + "`");
  }

  /** See {@link PlanExpr.Item}. */
  default Json item(int graph) throws EvaluationException {
    throw unknown("the item of a map");
  }

  /** See {@link PlanExpr.Ordinal}. */
  default long ordinal(int graph) throws EvaluationException {
    throw unknown("the number of an item");
  }

  /** See {@link PlanExpr.RunFact}. */
  default Json runFact(String name) throws EvaluationException {
    throw unknown("run." + name);
  }

  /** Knows nothing: for constant expressions. */
  Environment NONE = new Environment() {};

  private static EvaluationException unknown(String what) {
    return new EvaluationException(what + " is not known here");
  }
}
