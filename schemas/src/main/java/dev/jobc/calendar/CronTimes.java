package dev.jobc.calendar;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/**
 * Times of a crontab line in a zone. Changes of the clock are met as Vixie cron meets them
 * (crontab(5)):
 *
 * <ul>
 *   <li>A line for times of day comes once a day: a time that the clock leaps over comes at the
 *       leap, a time that it shows twice comes the first time.
 *   <li>A line for a rhythm, with {@code *} in its minutes or hours, goes on in it: a time that the
 *       clock leaps over doesn't come, a time that it shows twice comes twice.
 * </ul>
 */
record CronTimes(CronFields fields, ZoneId zone) implements Times {

  @Override
  public @Nullable Instant after(Instant instant) {
    // Whole seconds only: the next one is the first candidate.
    Instant from = instant.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    ZoneOffsetTransition change = zone.getRules().nextTransition(from.minusNanos(1));
    if (change != null && change.getInstant().equals(from)) {
      return leapsOverOne(change) ? from : between(from);
    }
    return between(from);
  }

  /** The first one at or after an instant; a change of the clock at that instant has been met. */
  private @Nullable Instant between(Instant first) {
    ZoneRules rules = zone.getRules();
    Instant from = first;
    while (true) {
      ZoneOffset offset = rules.getOffset(from);
      LocalDateTime local = LocalDateTime.ofEpochSecond(from.getEpochSecond(), 0, offset);
      LocalDateTime found = fields.from(notAgain(local, from));
      if (found == null) {
        return null;
      }
      Instant at = found.toInstant(offset);
      ZoneOffsetTransition change = rules.nextTransition(from);
      if (change == null || at.isBefore(change.getInstant())) {
        return at;
      }
      from = change.getInstant();
      if (leapsOverOne(change)) {
        return from;
      }
    }
  }

  /** Where to look from: not at times of day that the clock has shown before. */
  private LocalDateTime notAgain(LocalDateTime local, Instant from) {
    ZoneOffsetTransition last = zone.getRules().previousTransition(from.plusSeconds(1));
    boolean shownBefore =
        last != null && last.isOverlap() && local.isBefore(last.getDateTimeBefore());
    return shownBefore && !fields.wild() ? last.getDateTimeBefore() : local;
  }

  private boolean leapsOverOne(ZoneOffsetTransition change) {
    if (!change.isGap() || fields.wild()) {
      return false;
    }
    LocalDateTime leapt = fields.from(change.getDateTimeBefore());
    return leapt != null && leapt.isBefore(change.getDateTimeAfter());
  }
}
