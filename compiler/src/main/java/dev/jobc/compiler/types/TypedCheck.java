package dev.jobc.compiler.types;

import dev.jobc.expr.PlanExpr;

/** A check with its expressions. */
public sealed interface TypedCheck {

  PlanExpr message();

  /** Where the author wrote it, as plans say it. */
  String source();

  /** An expression that must be true. */
  record That(PlanExpr that, PlanExpr message, String source) implements TypedCheck {}

  /** A program that must exit with 0. */
  record Program(TypedTask task, PlanExpr message, String source) implements TypedCheck {}
}
