package dev.jobc.executor.core;

import dev.jobc.plan.Repeat;
import org.jspecify.annotations.Nullable;

/**
 * Loops and polls: a body, turn by turn. Between two turns a worker says whether there is another,
 * and what it is given.
 */
final class Repeats {
  private final Cascade cascade;

  Repeats(Cascade cascade) {
    this.cascade = cascade;
  }

  void begin(StepRef ref, Repeat.Poll poll) {
    turn(ref, poll.body(), null, 0);
    if (poll.timeout() > 0) {
      cascade.watch(ref, Tries.watch(0), poll.timeout());
    }
  }

  /** A worker has evaluated what the next turn is given. */
  void open(RunCommand.Open open) {
    ScopeImage before =
        open.after() == RunCommand.Enter.NEW ? null : cascade.image().scope(open.after());
    turn(open.ref(), open.graph(), before, open.delay());
  }

  private void turn(StepRef ref, int graph, @Nullable ScopeImage before, long delay) {
    int number = before == null ? 0 : before.first() + 1;
    long since = before == null ? cascade.now() : before.since();
    cascade.open(
        ScopeImage.of(cascade.nextNumber(), ref, Role.TURN, number, graph, 1, since),
        delay == 0 ? 1 : 0);
    if (delay > 0) {
      cascade.resume(ref, delay);
    }
  }

  /** A turn of a loop is over. */
  void over(StepRef ref, ScopeImage turn) {
    Result result = Result.of(turn);
    if (result.how() != How.SUCCEEDED) {
      Endings.endAs(cascade, ref, result, turn);
    } else if (cascade.isCut(ref)) {
      cascade.end(ref, Transition.CALLED_OFF);
    } else {
      cascade.resume(ref, 0);
    }
  }

  /** A turn of a poll is over. Without a condition its failure means "not yet". */
  void over(StepRef ref, Repeat.Poll poll, ScopeImage turn) {
    boolean notYet =
        Result.of(turn).how() == How.FAILED
            && poll.until() == null
            && !turn.has(ScopeImage.Progress.STOPPED);
    if (notYet && !cascade.isCut(ref)) {
      turn(ref, poll.body(), turn, poll.every());
    } else {
      over(ref, turn);
    }
  }
}
