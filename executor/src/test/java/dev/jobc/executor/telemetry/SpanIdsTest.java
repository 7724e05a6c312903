package dev.jobc.executor.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.RunId;
import dev.jobc.executor.TraceContext;
import dev.jobc.executor.core.StepRef;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SpanIdsTest {
  @Test
  void everyAttemptOfEveryStepHasAnIdOfItsOwn() {
    Set<String> ids = new HashSet<>();
    for (long run = 1; run <= 20; run++) {
      ids.add(SpanIds.run(run));
      for (int scope = 0; scope < 10; scope++) {
        for (int step = 0; step < 20; step++) {
          for (int attempt = 1; attempt < 5; attempt++) {
            ids.add(SpanIds.attempt(run, new StepRef(scope, step), attempt));
          }
        }
      }
    }
    assertThat(ids).hasSize(20 + 20 * 10 * 20 * 4).allMatch(id -> id.matches("[0-9a-f]{16}"));
  }

  @Test
  void aRunThatNobodyTracesHasAPlaceThatIsNotRecorded() {
    TraceContext place = SpanIds.untraced(new RunId(7)).at(SpanIds.run(7));
    assertThat(TraceContext.parse(place.parent(), "")).contains(place);
    assertThat(place.sampled()).isFalse();
    assertThat(SpanIds.untraced(new RunId(8)).traceId()).isNotEqualTo(place.traceId());
  }
}
