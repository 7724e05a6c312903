package dev.jobc.executor.store.postgres;

import java.time.Instant;
import java.time.InstantSource;

/** Time as the hot tables keep it: microseconds since 1970. */
final class Micros {
  private Micros() {}

  static long now(InstantSource clock) {
    return of(clock.instant());
  }

  static long of(Instant instant) {
    return instant.getEpochSecond() * 1_000_000L + instant.getNano() / 1_000L;
  }
}
