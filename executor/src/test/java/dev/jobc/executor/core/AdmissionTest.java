package dev.jobc.executor.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.core.Admission.Answer;
import dev.jobc.plan.FlowControl.Concurrency.OnLimit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who gets through limits, and who must not overtake. */
class AdmissionTest {
  private static Need need(String key, int limit, int slots) {
    return new Need(key, limit, slots, 0, OnLimit.QUEUE);
  }

  @Test
  void letsThroughAsManyAsThereIsRoomFor() {
    Admission admission = new Admission(Map.of("a", 1));
    assertThat(admission.ask(List.of(need("a", 3, 1)))).isInstanceOf(Answer.Through.class);
    assertThat(admission.ask(List.of(need("a", 3, 1)))).isInstanceOf(Answer.Through.class);
    assertThat(admission.ask(List.of(need("a", 3, 1))))
        .isEqualTo(new Answer.Stopped(need("a", 3, 1), 1));
  }

  @Test
  void takesAllOrNothing() {
    Admission admission = new Admission(Map.of("b", 2));
    assertThat(admission.ask(List.of(need("a", 1, 1), need("b", 2, 1))))
        .isEqualTo(new Answer.Stopped(need("b", 2, 1), 1));
    assertThat(admission.ask(List.of(need("a", 1, 1)))).isInstanceOf(Answer.Through.class);
  }

  @Test
  void nobodyOvertakesWhereSomebodyWaits() {
    Admission admission = new Admission(Map.of("a", 2));
    Need large = need("a", 4, 3);
    assertThat(admission.ask(List.of(large))).isEqualTo(new Answer.Stopped(large, 1));
    admission.waits(large);
    assertThat(admission.ask(List.of(need("a", 4, 1))))
        .isEqualTo(new Answer.Stopped(need("a", 4, 1), 0));
    assertThat(admission.ask(List.of(need("b", 1, 1)))).isInstanceOf(Answer.Through.class);
  }

  @Test
  void eachKeepsToItsOwnLimit() {
    Admission admission = new Admission(Map.of("a", 2));
    assertThat(admission.ask(List.of(need("a", 2, 1)))).isInstanceOf(Answer.Stopped.class);
    assertThat(admission.ask(List.of(need("a", 3, 1)))).isInstanceOf(Answer.Through.class);
  }
}
