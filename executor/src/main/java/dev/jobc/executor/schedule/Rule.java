package dev.jobc.executor.schedule;

import dev.jobc.calendar.Times;
import dev.jobc.plan.Trigger;
import dev.jobc.plan.Trigger.Recurrence;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A trigger that fires at times.
 *
 * @param times all of them, without bounds
 * @param until no time at or after this, null for no bound
 * @param salt makes the jitter differ between schedules
 */
public record Rule(Times times, Recurrence recurrence, @Nullable Instant until, long salt) {

  /** Times are words of their own: {@code null} for triggers that don't fire at times. */
  public static @Nullable Rule of(Trigger trigger, Instant anchor, long salt) {
    return switch (trigger) {
      case Trigger.Schedule schedule ->
          of(
              Times.cron(schedule.cron(), ZoneId.of(schedule.timezone())),
              schedule.recurrence(),
              salt);
      case Trigger.Interval interval ->
          of(Times.every(Duration.ofMillis(interval.every()), anchor), interval.recurrence(), salt);
      case Trigger.Manual manual -> null;
      case Trigger.Webhook webhook -> null;
      case Trigger.Event event -> null;
      case Trigger.Completion completion -> null;
      case Trigger.Condition condition -> null;
    };
  }

  private static Rule of(Times times, Recurrence recurrence, long salt) {
    String end = recurrence.end();
    // The author's bound belongs to the times.
    Instant until = end == null ? null : Instant.parse(end).plusMillis(1);
    return new Rule(times, recurrence, until, salt);
  }

  /**
   * A part of the same times: every one from now on gets a run, so many at once.
   *
   * @param until no time at or after this
   */
  public Rule backfill(Instant until, int maxActive) {
    Recurrence all =
        new Recurrence(
            Recurrence.Catchup.ALL,
            Recurrence.Overlap.QUEUE,
            0,
            recurrence.dependsOnPast(),
            recurrence.waitForDownstream(),
            maxActive,
            recurrence.start(),
            recurrence.end(),
            recurrence.semantics());
    Instant earlier = this.until != null && this.until.isBefore(until) ? this.until : until;
    return new Rule(times, all, earlier, salt);
  }

  /** The author's lower bound, null for none. */
  public @Nullable Instant start() {
    String start = recurrence.start();
    return start == null ? null : Instant.parse(start);
  }

  /** The first time after an instant that is inside the bounds. */
  public @Nullable Instant after(Instant instant) {
    Instant start = start();
    Instant from = start != null && start.isAfter(instant) ? start.minusMillis(1) : instant;
    Instant next = times.after(from);
    return next == null || until != null && !next.isBefore(until) ? null : next;
  }

  /** When a time gets its run: later by its share of the jitter, always the same. */
  public Instant startOf(Instant time) {
    long jitter = recurrence.jitter();
    return jitter == 0
        ? time
        : time.plusMillis(
            new SplittableRandom(salt * 31 + time.toEpochMilli()).nextLong(jitter + 1));
  }

  /** How many runs may be under way at once. */
  int limit() {
    if (recurrence.maxActiveRuns() > 0) {
      return recurrence.maxActiveRuns();
    }
    return recurrence.overlap() == Recurrence.Overlap.ALLOW ? Integer.MAX_VALUE : 1;
  }
}
