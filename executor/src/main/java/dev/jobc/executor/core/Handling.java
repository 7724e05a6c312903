package dev.jobc.executor.core;

import dev.jobc.executor.TaskError;
import dev.jobc.plan.Handlers;
import org.jspecify.annotations.Nullable;

/** What follows a body: the clause of {@code catch} that takes its error, then {@code finally}. */
final class Handling {
  private final Cascade cascade;

  Handling(Cascade cascade) {
    this.cascade = cascade;
  }

  /** The graph of the clause that handles a result; null when none does. */
  static @Nullable Integer clause(Handlers handlers, Result result) {
    String error = error(result);
    if (error == null) {
      return null;
    }
    for (Handlers.Catch clause : handlers.catches()) {
      boolean any = clause.errors().isEmpty() && !error.equals(TaskError.CANCELLED);
      if (any || clause.errors().contains(error)) {
        return clause.body();
      }
    }
    return null;
  }

  private static @Nullable String error(Result result) {
    Fault fault = result.fault();
    return switch (result.how()) {
      case FAILED -> fault == null ? TaskError.UNEXPECTED : fault.name();
      case CANCELLED -> TaskError.CANCELLED;
      case SUCCEEDED, RETURNED -> null;
    };
  }

  /**
   * Runs a handler.
   *
   * @param body the scope it follows, whose names it sees
   * @param result how things have come out so far
   */
  void run(ScopeImage body, Role role, int graph, Result result) {
    ScopeImage handler =
        new ScopeImage(
            cascade.nextNumber(),
            body.parent(),
            role,
            0,
            body.number(),
            graph,
            1,
            body.since(),
            new Cause(result.how(), result.fault()),
            0,
            ScopeImage.Progress.NONE);
    cascade.open(handler, 1);
  }

  /** How a block has come out when a clause of its {@code catch} is over. */
  static Result caught(ScopeImage clause) {
    Result own = Result.of(clause);
    boolean stays = cause(clause).how() == How.CANCELLED && own.how() != How.RETURNED;
    return stays ? Result.CANCELLED : own;
  }

  /** How a block has come out when its {@code finally} is over. */
  static Result last(ScopeImage last) {
    Result own = Result.of(last);
    Cause cause = cause(last);
    boolean spoilt =
        own.how() == How.FAILED && (cause.how() == How.SUCCEEDED || cause.how() == How.RETURNED);
    return spoilt || own.how() == How.RETURNED ? own : new Result(cause.how(), cause.fault());
  }

  private static Cause cause(ScopeImage handler) {
    Cause cause = handler.cause();
    if (cause == null) {
      throw new IllegalStateException("scope " + handler.number() + " handles nothing");
    }
    return cause;
  }
}
