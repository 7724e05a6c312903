package dev.jobc.executor.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.store.Upkeep.SessionBeat;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionWatchTest {
  private static final long SECOND = 1_000_000_000L;

  private static List<SessionBeat> beat(long epoch, long beat) {
    return List.of(new SessionBeat(1, epoch, beat, 10_000));
  }

  @Test
  void aSessionIsOverdueOnlyAfterItsCounterStoodStillForAWholeLease() {
    SessionWatch watch = new SessionWatch();
    assertThat(watch.overdue(beat(1, 5), 0)).isEmpty();
    assertThat(watch.overdue(beat(1, 5), 9 * SECOND)).isEmpty();
    assertThat(watch.overdue(beat(1, 6), 10 * SECOND)).isEmpty();
    assertThat(watch.overdue(beat(1, 6), 19 * SECOND)).isEmpty();
    assertThat(watch.overdue(beat(1, 6), 20 * SECOND)).containsExactlyElementsOf(beat(1, 6));
    assertThat(watch.overdue(beat(2, 6), 21 * SECOND)).isEmpty();
  }

  @Test
  void aNewWatcherStartsFromNothing() {
    SessionWatch watch = new SessionWatch();
    watch.overdue(beat(1, 5), 0);
    watch.reset();
    assertThat(watch.overdue(beat(1, 5), 60 * SECOND)).isEmpty();
  }
}
