package dev.jobc.expr;

import dev.jobc.json.Json;

/**
 * What the names of an expression stand for at the moment it is evaluated. Each method may refuse
 * with an {@link EvaluationException} when the value does not exist (yet, or here).
 */
public interface Environment {

  /** An input of the workflow, default applied; {@code null} when optional and not passed. */
  Json workflowInput(String name) throws EvaluationException;

  /** An input of the task, default applied; {@code null} when optional and not passed. */
  Json taskInput(String name) throws EvaluationException;

  /** See {@link PlanExpr.StepOutputs}. */
  Json stepOutputs(int graph, int node) throws EvaluationException;

  /** See {@link PlanExpr.Gathered}. */
  Json gathered(int graph, int node) throws EvaluationException;

  /** {@code succeeded}, {@code failed} or {@code skipped}. */
  String stepStatus(int graph, int node) throws EvaluationException;

  /** See {@link PlanExpr.StepError}. */
  default Json stepError(int graph, int node) throws EvaluationException {
    throw new EvaluationException("the error of a step is not known here");
  }

  /** See {@link PlanExpr.Caught}. */
  default Json caught(int graph) throws EvaluationException {
    throw new EvaluationException("no error was caught here");
  }

  /** See {@link PlanExpr.Secret}. */
  default String secret(String name) throws EvaluationException {
    throw new EvaluationException("the secret `" + name + "` is not known here");
  }

  /** See {@link PlanExpr.Item}. */
  Json item(int graph) throws EvaluationException;

  /** See {@link PlanExpr.Ordinal}. */
  long ordinal(int graph) throws EvaluationException;

  /** See {@link PlanExpr.RunFact}. */
  Json runFact(String name) throws EvaluationException;

  /** Knows nothing: for constant expressions. */
  Environment NONE =
      new Environment() {
        @Override
        public Json workflowInput(String name) throws EvaluationException {
          throw unknown("inputs." + name);
        }

        @Override
        public Json taskInput(String name) throws EvaluationException {
          throw unknown("inputs." + name);
        }

        @Override
        public Json stepOutputs(int graph, int node) throws EvaluationException {
          throw unknown("the outputs of a step");
        }

        @Override
        public Json gathered(int graph, int node) throws EvaluationException {
          throw unknown("the outputs of a map");
        }

        @Override
        public String stepStatus(int graph, int node) throws EvaluationException {
          throw unknown("the status of a step");
        }

        @Override
        public Json item(int graph) throws EvaluationException {
          throw unknown("the item of a map");
        }

        @Override
        public long ordinal(int graph) throws EvaluationException {
          throw unknown("the number of an item");
        }

        @Override
        public Json runFact(String name) throws EvaluationException {
          throw unknown("run." + name);
        }

        private EvaluationException unknown(String what) {
          return new EvaluationException(what + " is not known here");
        }
      };
}
