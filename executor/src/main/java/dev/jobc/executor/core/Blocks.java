package dev.jobc.executor.core;

import dev.jobc.executor.TaskError;
import dev.jobc.executor.core.ScopeImage.Progress;
import dev.jobc.plan.Flow;
import java.util.OptionalLong;

/** Blocks: their body, again if need be; then a clause of {@code catch}; then {@code finally}. */
final class Blocks {
  private final Cascade cascade;
  private final Handling handling;

  Blocks(Cascade cascade) {
    this.cascade = cascade;
    handling = new Handling(cascade);
  }

  static boolean isLimited(Flow.Block block) {
    return block.timeouts().attempt() > 0 || block.timeouts().total() > 0;
  }

  void begin(StepRef ref, Flow.Block block) {
    int number = cascade.nextNumber();
    ScopeImage body = ScopeImage.of(number, ref, Role.BODY, 0, block.body(), 1, cascade.now());
    cascade.open(body, 1);
    begun(ref, block, body);
  }

  /** A try has begun, so its time runs. */
  void begun(StepRef ref, Flow.Block block, ScopeImage body) {
    if (isLimited(block)) {
      long own = block.timeouts().attempt();
      long left = left(block, body);
      cascade.watch(ref, Tries.watch(body.first()), own > 0 ? Math.min(own, left) : left);
    }
  }

  /** Milliseconds until all tries together have taken too long, rounded up. */
  private long left(Flow.Block block, ScopeImage body) {
    long total = block.timeouts().total();
    return total == 0
        ? Long.MAX_VALUE
        : Math.max(0, Math.ceilDiv(body.since() + total * 1000 - cascade.now(), 1000));
  }

  void over(StepRef ref, Flow.Block block, ScopeImage scope) {
    switch (scope.role()) {
      case BODY -> tried(ref, block, scope);
      case CATCH -> comeOut(ref, block, scope, Handling.caught(scope));
      case FINALLY -> Endings.endAs(cascade, ref, Handling.last(scope), scope);
      case ITEMS, CASE, TURN, BRANCH, PARTS, COMBINE, REDUCE, CALLS, UNDO, CHECK ->
          throw new IllegalStateException("a block runs no " + scope.role());
    }
  }

  private void tried(StepRef ref, Flow.Block block, ScopeImage body) {
    How how = result(ref, body).how();
    boolean isBroken = how == How.FAILED || how == How.CANCELLED;
    boolean undoes = block.saga() && isBroken && new Sagas(cascade).undo(body);
    if (!undoes) {
      undone(ref, block, body);
    }
  }

  /** Nothing is left of a try that has failed, or it is none that has to be undone. */
  void undone(StepRef ref, Flow.Block block, ScopeImage body) {
    Result result = result(ref, body);
    OptionalLong delay = retry(ref, block, body, result);
    if (delay.isPresent() && !cascade.isCut(ref)) {
      again(ref, block, body, delay.getAsLong());
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
    return result.how() == How.FAILED && cascade.isCut(ref) && !body.has(Progress.RETURNED);
  }

  /** What its own limit has cut has failed. */
  private Result result(StepRef ref, ScopeImage body) {
    Result result = Result.of(body);
    return result.how() == How.CANCELLED && body.has(Progress.LATE)
        ? new Result(How.FAILED, new Fault(cascade.nextNumber(), ref, TaskError.TIMEOUT))
        : result;
  }

  private OptionalLong retry(StepRef ref, Flow.Block block, ScopeImage body, Result result) {
    Fault fault = result.fault();
    if (result.how() != How.FAILED || fault == null) {
      return OptionalLong.empty();
    }
    Tries tries = new Tries(body.first() + 1, 0, 0);
    long elapsed = (cascade.now() - body.since()) / 1000;
    OptionalLong delay =
        RetryRule.delay(
            block.retry(), fault.name(), tries, elapsed, RetryRule.salt(body.since(), ref, tries));
    return delay.isPresent() && delay.getAsLong() < left(block, body)
        ? delay
        : OptionalLong.empty();
  }

  private void again(StepRef ref, Flow.Block block, ScopeImage body, long delay) {
    ScopeImage next =
        ScopeImage.of(
            cascade.nextNumber(), ref, Role.BODY, body.first() + 1, body.graph(), 1, body.since());
    cascade.open(next, delay == 0 ? 1 : 0);
    if (delay > 0) {
      cascade.resume(ref, delay);
    } else {
      begun(ref, block, next);
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
