package dev.jobc.executor.core;

import dev.jobc.executor.TaskError;
import dev.jobc.executor.core.RunEvent.Requeued;
import dev.jobc.plan.Node;
import dev.jobc.plan.RetryPolicy;
import java.util.OptionalLong;

/** What follows when a worker has had a step: it goes on, ends, or is tried again. */
final class Attempts {
  private final Cascade cascade;

  Attempts(Cascade cascade) {
    this.cascade = cascade;
  }

  void take(RunCommand.OfStep command) {
    StepRef ref = command.ref();
    switch (command) {
      case RunCommand.Succeed s -> succeed(ref);
      case RunCommand.Decline d -> cascade.end(ref, Transition.DECLINED);
      case RunCommand.Unmet u -> cascade.end(ref, Transition.UNMET);
      case RunCommand.Fail fail -> fail(fail);
      case RunCommand.Enter enter -> cascade.families().enter(enter);
      case RunCommand.Open open -> cascade.families().open(open);
      case RunCommand.Spawn spawn -> cascade.families().spawn(spawn);
      case RunCommand.Call call -> cascade.families().call(call);
      case RunCommand.Pause pause ->
          cascade.emit(new RunEvent.Paused(ref, pause.tries().afterFailure(), pause.delay()));
      case RunCommand.Return r -> new Early(cascade).endRun(ref);
      case RunCommand.Late late -> new Early(cascade).timeOut(cascade.image().scope(late.scope()));
      case RunCommand.Lose lose -> lose(lose);
      case RunCommand.GiveBack back -> giveBack(back);
    }
  }

  private void succeed(StepRef ref) {
    cascade.end(ref, Transition.SUCCEEDED);
    // What the run gives is kept where its first try would have it.
    if (ref.scope() != StepRef.ROOT && cascade.node(ref) instanceof Node.Outputs) {
      cascade.emit(new RunEvent.OutputsGiven(ref));
    }
  }

  private void fail(RunCommand.Fail fail) {
    RetryPolicy policy =
        cascade.node(fail.ref()) instanceof Node.Task task ? task.retry() : RetryPolicy.NONE;
    long salt = RetryRule.salt(fail.runId(), fail.ref(), fail.tries());
    OptionalLong delay =
        RetryRule.delay(policy, fail.error().name(), fail.tries(), fail.elapsed(), salt);
    if (delay.isEmpty()
        || RetryRule.isTooLate(cascade.node(fail.ref()), fail.elapsed() + delay.getAsLong())) {
      cascade.fail(fail.ref(), Transition.FAILED, fault(fail.ref(), fail.error().name()));
      new Early(cascade).cutBelow(fail.ref());
    } else {
      Tries next = fail.tries().afterFailure();
      cascade.emit(new Requeued(fail.ref(), Transition.RETRIED, next, delay.getAsLong()));
    }
  }

  private Fault fault(StepRef ref, String name) {
    return new Fault(cascade.nextNumber(), ref, name);
  }

  private void lose(RunCommand.Lose lose) {
    Tries next = lose.tries().afterLoss();
    if (next.streak() >= Tries.MAX_STREAK
        || RetryRule.endsWithItsWorker(cascade.node(lose.ref()))) {
      cascade.fail(lose.ref(), Transition.ABANDONED, fault(lose.ref(), TaskError.WORKER_LOST));
      new Early(cascade).cutBelow(lose.ref());
    } else if (RetryRule.isHeld(cascade.node(lose.ref()))) {
      cascade.emit(new RunEvent.Paused(lose.ref(), next, -1));
    } else {
      cascade.emit(new Requeued(lose.ref(), Transition.LOST, next, 0));
    }
  }

  private void giveBack(RunCommand.GiveBack back) {
    Tries next = back.started() ? back.tries().afterLoss() : back.tries();
    Tries uncounted = new Tries(next.attempt(), next.lost(), back.tries().streak());
    cascade.emit(new Requeued(back.ref(), Transition.GIVEN_BACK, uncounted, 0));
  }
}
