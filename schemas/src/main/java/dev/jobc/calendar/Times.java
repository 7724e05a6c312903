package dev.jobc.calendar;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A set of instants, in whole milliseconds, that may go on for ever. */
public interface Times {

  /** The first one after an instant, null when none is left. */
  @Nullable Instant after(Instant instant);

  /** How far {@link #before} looks back, in growing steps: a leap day comes within eight years. */
  List<Duration> LOOK_BACK =
      List.of(
          Duration.ofMinutes(2),
          Duration.ofHours(2),
          Duration.ofDays(2),
          Duration.ofDays(40),
          Duration.ofDays(400),
          Duration.ofDays(366 * 9));

  /** The last one before an instant, null when there is none. */
  default @Nullable Instant before(Instant instant) {
    for (Duration span : LOOK_BACK) {
      @Nullable Instant last = null;
      Instant at = after(instant.minus(span));
      while (at != null && at.isBefore(instant)) {
        last = at;
        at = after(at);
      }
      if (last != null) {
        return last;
      }
    }
    return null;
  }

  /**
   * Times of a crontab line.
   *
   * @param cron five fields, or six with seconds first, of numbers, {@code *}, ranges, steps and
   *     lists, as the compiler writes them into plans
   */
  static Times cron(String cron, ZoneId zone) {
    return new CronTimes(CronFields.of(cron), zone);
  }

  /**
   * Times at a fixed distance.
   *
   * @param anchor one of them
   * @param every at least a millisecond
   */
  static Times every(Duration every, Instant anchor) {
    return new EveryTimes(every.toMillis(), anchor.toEpochMilli());
  }
}
