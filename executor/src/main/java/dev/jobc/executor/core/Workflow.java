package dev.jobc.executor.core;

import dev.jobc.executor.RunState;
import dev.jobc.executor.TaskError;
import dev.jobc.executor.core.RunEvent.Released;
import dev.jobc.executor.core.RunEvent.RunEnded;
import dev.jobc.executor.core.ScopeImage.Progress;
import dev.jobc.plan.Handlers;
import dev.jobc.plan.ResultFrom;
import dev.jobc.plan.RunPolicy;
import java.util.OptionalLong;

/**
 * The workflow as a whole, which is a block: its steps, its outputs, all that again if need be;
 * then a clause of {@code catch}, then {@code finally}. When a clause goes on, the outputs are
 * evaluated after it.
 *
 * <p>The first try is the root scope; a later one is a scope beside it, with the same graph.
 */
final class Workflow {
  private final Cascade cascade;
  private final Handling handling;

  Workflow(Cascade cascade) {
    this.cascade = cascade;
    handling = new Handling(cascade);
  }

  /** A step has ended, in a workflow that has outputs. */
  void mayBeOver() {
    ScopeImage root = root();
    int size = cascade.plan().root().size();
    if (!cascade.image().allEnded(root.number(), 0, size - 1)) {
      return;
    }
    Ending ending = cascade.image().ending(outputs());
    boolean given = ending != null;
    if (!given && !root.has(Progress.OVER)) {
      beforeOutputs(root);
    } else if (given && !root.has(Progress.OVER)) {
      cascade.families().over(root, 0);
    } else if (given && ending != Ending.CANCELLED) {
      afterCatch();
    }
  }

  private void beforeOutputs(ScopeImage root) {
    ResultFrom from = cascade.plan().plan().resultFrom();
    Result result = result(root, Result.of(cascade.image(), cascade.plan().root(), root, 0, from));
    if (result.how() == How.SUCCEEDED) {
      cascade.emit(new Released(outputs()));
    } else if (delay(root, result).isPresent() || Handling.clause(handlers(), result) == null) {
      if (root.has(Progress.CUT)) {
        cascade.end(outputs(), Transition.CALLED_OFF);
      } else {
        cascade.preclude(outputs(), result.fault());
      }
    } else {
      cascade.families().over(root, 0);
    }
  }

  /** The clause of {@code catch} went on, and the outputs have been evaluated since. */
  private void afterCatch() {
    Ending ending = cascade.image().ending(outputs());
    boolean failed = ending != null && ending.isFailure();
    Fault fault = cascade.image().faults().get(outputs());
    comeOut(failed ? new Result(How.FAILED, fault) : Result.SUCCEEDED);
  }

  /** The steps, or a handler, are over. */
  void over(ScopeImage scope) {
    switch (scope.role()) {
      case BODY -> bodyOver(scope);
      case CATCH -> caught(Handling.caught(scope));
      case FINALLY -> end(Handling.last(scope));
      case CHECK -> checked(Result.of(scope));
      case ITEMS, CASE, TURN, BRANCH, PARTS, COMBINE, REDUCE, CALLS, UNDO ->
          throw new IllegalStateException("a workflow runs no " + scope.role());
    }
  }

  private void checked(Result result) {
    if (result.how() == How.SUCCEEDED) {
      cascade.beginChecked();
    } else {
      end(result);
    }
  }

  private void bodyOver(ScopeImage root) {
    Result result = result(root, Result.of(root));
    OptionalLong delay = delay(root, result);
    if (delay.isPresent()) {
      again(root, delay.getAsLong());
      return;
    }
    Integer clause = Handling.clause(handlers(), result);
    if (clause != null) {
      handling.run(root, Role.CATCH, clause, result);
    } else {
      comeOut(result);
    }
  }

  /** Milliseconds until the next try; empty when there is none. */
  private OptionalLong delay(ScopeImage root, Result result) {
    Fault fault = result.fault();
    boolean given = root.has(Progress.RETURNED);
    if (result.how() != How.FAILED || fault == null || root.has(Progress.CUT) && !given) {
      return OptionalLong.empty();
    }
    RunPolicy policy = cascade.plan().plan().policy();
    Tries tries = new Tries(root.first() + 1, 0, 0);
    long elapsed = (cascade.now() - root.since()) / 1000;
    long salt = RetryRule.salt(root.since(), ScopeImage.NOBODY, tries);
    OptionalLong delay = RetryRule.delay(policy.retry(), fault.name(), tries, elapsed, salt);
    // When a run that was put off has begun is not known here; its limit ends it all the same.
    boolean inTime =
        policy.timeout() == 0
            || cascade.image().scope(StepRef.ROOT).has(Progress.LATER)
            || delay.isPresent() && elapsed + delay.getAsLong() < policy.timeout();
    return inTime ? delay : OptionalLong.empty();
  }

  private void again(ScopeImage root, long delay) {
    ScopeImage next = root.nextTry(cascade.nextNumber());
    cascade.open(next, delay == 0 ? 1 : 0);
    if (delay > 0) {
      cascade.emit(new RunEvent.TryPutOff(next.number(), delay));
    }
  }

  /** Steps that the workflow's own limit has cut have failed. */
  private Result result(ScopeImage root, Result result) {
    boolean cut = result.how() == How.CANCELLED || root.has(Progress.CANCELLED);
    return cut && root.has(Progress.LATE) && result.how() != How.RETURNED
        ? new Result(
            How.FAILED, new Fault(cascade.nextNumber(), ScopeImage.NOBODY, TaskError.TIMEOUT))
        : result;
  }

  /** A clause of {@code catch} went on, and the outputs are not to be evaluated any more. */
  void outputsCut() {
    cascade.end(outputs(), Transition.CALLED_OFF);
    comeOut(Result.CANCELLED);
  }

  private void caught(Result result) {
    boolean pending =
        cascade.plan().root().hasOutputs() && cascade.image().ending(outputs()) == null;
    if (pending && result.how() == How.SUCCEEDED) {
      cascade.emit(new Released(outputs()));
      return;
    }
    if (pending && result.how() == How.FAILED) {
      cascade.preclude(outputs(), result.fault());
      return;
    }
    if (pending) {
      cascade.end(outputs(), Transition.CALLED_OFF);
    }
    comeOut(result);
  }

  private void comeOut(Result result) {
    Integer last = handlers().last();
    if (last == null) {
      end(result);
    } else {
      handling.run(root(), Role.FINALLY, last, result);
    }
  }

  private void end(Result result) {
    cascade.emit(
        new RunEnded(
            switch (result.how()) {
              case SUCCEEDED, RETURNED -> RunState.SUCCEEDED;
              case FAILED -> RunState.FAILED;
              case CANCELLED -> RunState.CANCELLED;
            }));
  }

  private ScopeImage root() {
    return cascade.image().workflow(cascade.plan());
  }

  private Handlers handlers() {
    return cascade.plan().plan().handlers();
  }

  private StepRef outputs() {
    return new StepRef(root().number(), cascade.plan().root().size() - 1);
  }
}
