package dev.jobc.executor.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClaimFloorsTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void aFloorFollowsWhatWasClaimedAMomentAgo() {
    ClaimFloors floors = new ClaimFloors();
    floors.claimed(1, 0, 100, 0);
    floors.claimed(1, 0, 200, SECOND / 20);
    assertThat(floors.floor(1, 0)).isZero();
    floors.claimed(1, 0, 300, SECOND / 5);
    assertThat(floors.floor(1, 0)).isEqualTo(100);
    floors.claimed(1, 0, 400, SECOND / 2);
    assertThat(floors.floor(1, 0)).isEqualTo(300);
    assertThat(floors.floor(1, 1)).isZero();
    assertThat(floors.floor(2, 0)).isZero();
  }

  @Test
  void sweepsComeEverySecondAndLessOftenWhenTheyAreDear() {
    ClaimFloors floors = new ClaimFloors();
    assertThat(floors.sweepDue(0)).isTrue();
    floors.swept(0, 1_000_000);
    assertThat(floors.sweepDue(SECOND / 2)).isFalse();
    assertThat(floors.sweepDue(2 * SECOND)).isTrue();
    floors.swept(2 * SECOND, 2 * SECOND + SECOND / 4);
    assertThat(floors.sweepDue(7 * SECOND)).isFalse();
    assertThat(floors.sweepDue(8 * SECOND)).isTrue();
  }

  @Test
  void whatCameLateDoesNotWaitLongAfterASweepThatStoodStill() {
    ClaimFloors floors = new ClaimFloors();
    floors.swept(0, 6 * SECOND);
    assertThat(floors.sweepDue(15 * SECOND)).isFalse();
    assertThat(floors.sweepDue(16 * SECOND)).isTrue();
  }

  @Test
  void aFailedClaimIsFollowedByASweep() {
    ClaimFloors floors = new ClaimFloors();
    floors.swept(0, 1);
    assertThat(floors.sweepDue(2)).isFalse();
    floors.failed();
    assertThat(floors.sweepDue(2)).isTrue();
  }
}
