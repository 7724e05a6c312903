package dev.jobc.executor.schedule;

import dev.jobc.executor.RunState;
import dev.jobc.plan.Trigger.Recurrence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One look at a schedule.
 *
 * <ol>
 *   <li>Times are dealt with in order, each once: {@code doneTo} only grows.
 *   <li>No run starts before its time.
 *   <li>A time that nobody saw within a minute was missed; {@code catchup} says what becomes of it.
 *       A time that was seen and has to wait for other runs is never missed.
 * </ol>
 */
public final class Turn {
  /** So late a time may be before it counts as missed: a restart, a machine that is busy. */
  static final Duration GRACE = Duration.ofMinutes(1);

  /** Runs of one look; more wait for the next, so that one schedule can't hold up the others. */
  static final int MOST = 100;

  /** How soon to look again at a time that has to wait. */
  static final Duration AGAIN = Duration.ofSeconds(1);

  /**
   * How a schedule stands.
   *
   * @param doneTo times up to this one are dealt with
   * @param seenTo times up to this one have been seen
   * @param active runs of it under way
   * @param last how its newest run stands, null when it never had one
   * @param served times after {@code doneTo} that need no run of it
   */
  public record Standing(
      Instant now,
      Instant doneTo,
      Instant seenTo,
      int active,
      @Nullable RunState last,
      Set<Instant> served) {}

  /**
   * What follows.
   *
   * @param due when to look again, null for never
   * @param waits why the next time has no run although it has come, null when none waits
   */
  public record Outcome(
      List<Verdict> verdicts,
      Instant doneTo,
      Instant seenTo,
      @Nullable Instant due,
      @Nullable String waits) {}

  private final Rule rule;
  private final Instant now;
  private final Set<Instant> served;
  private final List<Verdict> verdicts = new ArrayList<>();
  private Instant doneTo;
  private Instant seenTo;
  private int active;
  private @Nullable RunState last;
  private int started;

  private Turn(Rule rule, Standing standing) {
    this.rule = rule;
    now = standing.now();
    doneTo = standing.doneTo();
    seenTo = standing.seenTo();
    active = standing.active();
    last = standing.last();
    served = standing.served();
  }

  public static Outcome take(Rule rule, Standing standing) {
    return new Turn(rule, standing).run();
  }

  private Outcome run() {
    while (true) {
      Instant next = rule.after(doneTo);
      if (next == null) {
        return outcome(null, null);
      }
      Instant start = rule.startOf(next);
      if (start.isAfter(now)) {
        return outcome(start, null);
      }
      if (served.contains(next)) {
        done(next);
        continue;
      }
      if (started == MOST) {
        return outcome(now, null);
      }
      if (missed(next, start) && passMissed(next)) {
        continue;
      }
      String obstacle = obstacle();
      if (obstacle != null) {
        seenTo = now;
        return outcome(now.plus(AGAIN), obstacle);
      }
      if (active < rule.limit()) {
        start(next);
      } else if (rule.recurrence().overlap() == Recurrence.Overlap.CANCEL_RUNNING) {
        verdicts.add(new Verdict.Cancel());
        active--;
        start(next);
      } else {
        pass(next, next, Verdict.Reason.OVERLAP);
      }
    }
  }

  private boolean missed(Instant time, Instant start) {
    return time.isAfter(seenTo) && start.plus(GRACE).isBefore(now);
  }

  /** Whether times were passed over from this one on; it gets a run otherwise. */
  private boolean passMissed(Instant next) {
    return switch (rule.recurrence().catchup()) {
      case ALL -> false;
      case NONE -> {
        Instant surely = now.minus(GRACE).minusMillis(rule.recurrence().jitter());
        pass(next, lastBefore(surely, next), Verdict.Reason.MISSED);
        yield true;
      }
      case LATEST -> {
        Instant newest = newestDue(next);
        if (newest.equals(next)) {
          yield false;
        }
        pass(next, lastBefore(newest, next), Verdict.Reason.MISSED);
        seenTo = newest;
        yield true;
      }
    };
  }

  private Instant newestDue(Instant first) {
    Instant newest = lastBefore(now.plusMillis(1), first);
    while (newest.isAfter(first) && rule.startOf(newest).isAfter(now)) {
      newest = lastBefore(newest, first);
    }
    return newest;
  }

  /** The last time before an instant and before the bound, but not before the first. */
  private Instant lastBefore(Instant instant, Instant first) {
    Instant until = rule.until();
    Instant bound = until != null && until.isBefore(instant) ? until : instant;
    Instant before = rule.times().before(bound);
    return before == null || before.isBefore(first) ? first : before;
  }

  /** Why the next time must wait, null when it need not. */
  private @Nullable String obstacle() {
    Recurrence recurrence = rule.recurrence();
    boolean inOrder = recurrence.dependsOnPast() || recurrence.waitForDownstream();
    if (inOrder && last == RunState.RUNNING) {
      return "the run before it is under way";
    }
    if (recurrence.dependsOnPast() && last != null && last != RunState.SUCCEEDED) {
      return "the run before it has " + (last == RunState.FAILED ? "failed" : "been cancelled");
    }
    boolean waits =
        switch (recurrence.overlap()) {
          case SKIP, CANCEL_RUNNING -> false;
          case QUEUE, ALLOW -> true;
        };
    return active >= rule.limit() && waits
        ? "as many runs as it may have are under way: " + active
        : null;
  }

  private void start(Instant time) {
    verdicts.add(new Verdict.Start(time));
    started++;
    active++;
    last = RunState.RUNNING;
    done(time);
  }

  private void pass(Instant from, Instant to, Verdict.Reason reason) {
    verdicts.add(new Verdict.Pass(from, to, reason));
    done(to);
  }

  private void done(Instant time) {
    doneTo = time;
    seenTo = seenTo.isBefore(time) ? time : seenTo;
  }

  private Outcome outcome(@Nullable Instant due, @Nullable String waits) {
    return new Outcome(List.copyOf(verdicts), doneTo, seenTo, due, waits);
  }
}
