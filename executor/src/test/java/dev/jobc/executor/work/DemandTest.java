package dev.jobc.executor.work;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DemandTest {
  private static Demand after(int slots, double... millis) {
    Demand demand = new Demand(slots);
    for (double one : millis) {
      demand.ran(one);
    }
    return demand;
  }

  @Test
  void holdsNoMoreThanTheSlotsUntilSomethingIsKnown() {
    assertThat(new Demand(8).target()).isEqualTo(8);
  }

  @Test
  void holdsTwiceTheSlotsOfShortTasksAndNothingAheadOfLongOnes() {
    assertThat(after(8, 1).target()).isEqualTo(16);
    assertThat(after(8, 400).target()).isEqualTo(12);
    assertThat(after(8, 60_000).target()).isEqualTo(8);
    Demand surprised = after(8, 1);
    surprised.waited(1_000);
    assertThat(surprised.target()).isEqualTo(9);
  }

  @Test
  void claimsWhenABatchIsWorthIt() {
    Demand demand = after(100, 1);
    assertThat(demand.wanted(130)).isZero();
    assertThat(demand.wanted(120)).isEqualTo(80);
    assertThat(after(1, 60_000).wanted(0)).isEqualTo(1);
    assertThat(after(1, 60_000).wanted(1)).isZero();
  }
}
