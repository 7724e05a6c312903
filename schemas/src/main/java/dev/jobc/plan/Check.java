package dev.jobc.plan;

import dev.jobc.expr.PlanExpr;

/** What must hold before a task, or a run, starts. */
public sealed interface Check {

  /** A string: what the failure says. */
  PlanExpr message();

  /** Where the author wrote it, {@code file:line:column}. */
  String source();

  /** An expression that must be true. */
  record That(PlanExpr that, PlanExpr message, String source) implements Check {}

  /**
   * A program that must exit with 0.
   *
   * @param task index into {@link Plan#tasks}; its expressions see the inputs of the task it guards
   */
  record Program(int task, PlanExpr message, String source) implements Check {}
}
