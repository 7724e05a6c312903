package dev.jobc.executor.store.postgres;

import dev.jobc.executor.RunId;
import java.security.SecureRandom;
import java.time.InstantSource;

/** Makes run ids that grow; within one process no two are the same. */
final class RunIds {
  private static final int SEQUENCES = 1 << 16;

  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private long millis;
  private int sequence;
  private int used;

  RunIds(InstantSource clock) {
    this.clock = clock;
  }

  /** Another process draws from elsewhere in the same millisecond, so that clashes are rare. */
  synchronized RunId next() {
    long now = Math.max(clock.millis(), RunId.EPOCH);
    if (now > millis) {
      begin(now);
    } else if (used == SEQUENCES || sequence == SEQUENCES) {
      begin(millis + 1);
    }
    used++;
    return RunId.of(millis, 0, sequence++);
  }

  private void begin(long at) {
    millis = at;
    sequence = random.nextInt(SEQUENCES / 2);
    used = 0;
  }
}
