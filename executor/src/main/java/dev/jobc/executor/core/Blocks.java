package dev.jobc.executor.core;

import dev.jobc.plan.Flow;
import dev.jobc.plan.RetryPolicy;
import java.util.OptionalLong;

/** Blocks: their body, again if need be; then a clause of {@code catch}; then {@code finally}. */
final class Blocks {
  private final Cascade cascade;
  private final Handling handling;

  Blocks(Cascade cascade) {
    this.cascade = cascade;
    handling = new Handling(cascade);
  }

  void begin(StepRef ref, Flow.Block block) {
    int number = cascade.nextNumber();
    cascade.open(ScopeImage.of(number, ref, Role.BODY, 0, block.body(), 1, cascade.now()), 1);
  }

  void over(StepRef ref, Flow.Block block, ScopeImage scope) {
    switch (scope.role()) {
      case BODY -> tried(ref, block, scope);
      case CATCH -> comeOut(ref, block, scope, Handling.caught(scope));
      case FINALLY -> Endings.endAs(cascade, ref, Handling.last(scope), scope);
      case ITEMS, CASE, TURN, BRANCH, PARTS, COMBINE, REDUCE, CALLS, UNDO ->
          throw new IllegalStateException("a block runs no " + scope.role());
    }
  }

  private void tried(StepRef ref, Flow.Block block, ScopeImage body) {
    How how = Result.of(body).how();
    boolean isBroken = how == How.FAILED || how == How.CANCELLED;
    boolean undoes = block.saga() && isBroken && new Sagas(cascade).undo(body);
    if (!undoes) {
      undone(ref, block, body);
    }
  }

  /** Nothing is left of a try that has failed, or it is none that has to be undone. */
  void undone(StepRef ref, Flow.Block block, ScopeImage body) {
    Result result = Result.of(body);
    OptionalLong delay = retry(ref, block.retry(), body, result);
    if (delay.isPresent() && !cascade.isCut(ref)) {
      again(ref, body, delay.getAsLong());
    } else if (delay.isPresent() && isTooLate(ref, body, result)) {
      handle(ref, block, body, Result.CANCELLED);
    } else {
      handle(ref, block, body, result);
    }
  }

  private void handle(StepRef ref, Flow.Block block, ScopeImage body, Result result) {
    Integer clause = Handling.clause(block.handlers(), result);
    if (clause != null && isTooLate(ref, body, result)) {
      comeOut(ref, block, body, Result.CANCELLED);
    } else if (clause != null) {
      handling.run(body, Role.CATCH, clause, result);
    } else {
      comeOut(ref, block, body, result);
    }
  }

  /** What cleaned up after an early end has failed: nothing is begun any more to handle that. */
  private boolean isTooLate(StepRef ref, ScopeImage body, Result result) {
    return result.how() == How.FAILED
        && cascade.isCut(ref)
        && !body.has(ScopeImage.Progress.RETURNED);
  }

  private OptionalLong retry(StepRef ref, RetryPolicy policy, ScopeImage body, Result result) {
    Fault fault = result.fault();
    if (result.how() != How.FAILED || fault == null) {
      return OptionalLong.empty();
    }
    Tries tries = new Tries(body.first() + 1, 0, 0);
    long elapsed = (cascade.now() - body.since()) / 1000;
    return RetryRule.delay(
        policy, fault.name(), tries, elapsed, RetryRule.salt(body.since(), ref, tries));
  }

  private void again(StepRef ref, ScopeImage body, long delay) {
    ScopeImage next =
        ScopeImage.of(
            cascade.nextNumber(), ref, Role.BODY, body.first() + 1, body.graph(), 1, body.since());
    cascade.open(next, delay == 0 ? 1 : 0);
    if (delay > 0) {
      cascade.resume(ref, delay);
    }
  }

  private void comeOut(StepRef ref, Flow.Block block, ScopeImage scope, Result result) {
    Integer last = block.handlers().last();
    if (last == null) {
      Endings.endAs(cascade, ref, result, scope);
      return;
    }
    boolean handled = scope.role() == Role.CATCH;
    ScopeImage body = handled ? cascade.image().scope(scope.within()) : scope;
    handling.run(body, Role.FINALLY, last, result);
  }
}
