package dev.jobc.compiler.bounds;

import java.util.ArrayList;
import java.util.List;

/**
 * What something costs at most.
 *
 * @param duration milliseconds
 * @param tasks how often a task is run, its retries not counted
 * @param attempts the same with retries
 * @param parallel tasks under way at once
 * @param path what takes the time, in order
 */
public record Cost(Bound duration, Bound tasks, Bound attempts, Bound parallel, List<Leg> path) {
  public static final Cost NOTHING =
      new Cost(Bound.ZERO, Bound.ZERO, Bound.ZERO, Bound.ZERO, List.of());

  public Cost {
    path = List.copyOf(path);
  }

  static Cost taking(Bound duration) {
    return new Cost(duration, Bound.ZERO, Bound.ZERO, Bound.ZERO, List.of());
  }

  static Cost open(Cause cause) {
    Bound open = Bound.open(cause);
    return new Cost(open, open, open, open, List.of());
  }

  Cost lasting(Bound other) {
    return new Cost(other, tasks, attempts, parallel, path);
  }

  /** One after the other. */
  Cost then(Cost next) {
    List<Leg> both = new ArrayList<>(path);
    both.addAll(next.path);
    return new Cost(
        duration.plus(next.duration),
        tasks.plus(next.tasks),
        attempts.plus(next.attempts),
        parallel.max(next.parallel),
        both);
  }

  /** At the same time. */
  Cost beside(Cost other) {
    return new Cost(
        duration.max(other.duration),
        tasks.plus(other.tasks),
        attempts.plus(other.attempts),
        parallel.plus(other.parallel),
        slower(other));
  }

  /** One of them, nobody knows which. */
  Cost or(Cost other) {
    return new Cost(
        duration.max(other.duration),
        tasks.max(other.tasks),
        attempts.max(other.attempts),
        parallel.max(other.parallel),
        slower(other));
  }

  /** Again and again, one after the other. */
  Cost times(long turns) {
    return turns == 0
        ? NOTHING
        : new Cost(
            duration.times(turns), tasks.times(turns), attempts.times(turns), parallel, path);
  }

  /** Many of them, so many at once. */
  Cost spread(long instances, long lanes) {
    if (instances == 0) {
      return NOTHING;
    }
    long rounds = (instances - 1) / lanes + 1;
    return new Cost(
        duration.times(rounds),
        tasks.times(instances),
        attempts.times(instances),
        parallel.times(lanes),
        path);
  }

  private List<Leg> slower(Cost other) {
    return Leg.isLonger(other.duration, duration) ? other.path : path;
  }
}
