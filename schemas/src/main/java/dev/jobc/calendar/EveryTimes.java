package dev.jobc.calendar;

import java.time.Instant;

/** Times at a fixed distance, before and after one of them; both in milliseconds. */
record EveryTimes(long every, long anchor) implements Times {
  @Override
  public Instant after(Instant instant) {
    long passed = Math.floorDiv(instant.toEpochMilli() - anchor, every);
    return Instant.ofEpochMilli(anchor + (passed + 1) * every);
  }

  @Override
  public Instant before(Instant instant) {
    // An instant can lie between two milliseconds.
    long millis = instant.plusNanos(999_999).toEpochMilli() - 1;
    return Instant.ofEpochMilli(anchor + Math.floorDiv(millis - anchor, every) * every);
  }
}
