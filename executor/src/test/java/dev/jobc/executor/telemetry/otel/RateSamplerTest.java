package dev.jobc.executor.telemetry.otel;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateSamplerTest {
  private final AtomicLong nanos = new AtomicLong();
  private final RateSampler sampler = new RateSampler(10, nanos::get);

  private long taken(int asked) {
    return IntStream.range(0, asked)
        .filter(
            i ->
                sampler
                        .shouldSample(
                            Context.root(),
                            "0",
                            "run",
                            SpanKind.SERVER,
                            Attributes.empty(),
                            List.of())
                        .getDecision()
                    == SamplingDecision.RECORD_AND_SAMPLE)
        .count();
  }

  @Test
  void takesTheFirstOfASecondAndNoMore() {
    assertThat(taken(100)).isEqualTo(10);
    nanos.addAndGet(500_000_000L);
    assertThat(taken(100)).isEqualTo(5);
    nanos.addAndGet(3_600_000_000_000L);
    assertThat(taken(100)).as("an idle hour saves nothing up").isEqualTo(10);
  }

  @Test
  void saysBeforehandWhetherItIsSpent() {
    assertThat(sampler.isSpent()).isFalse();
    assertThat(taken(9)).isEqualTo(9);
    assertThat(sampler.isSpent()).as("asking takes nothing").isFalse();
    assertThat(taken(1)).isEqualTo(1);
    assertThat(sampler.isSpent()).isTrue();
    nanos.addAndGet(100_000_000L);
    assertThat(sampler.isSpent()).isFalse();
  }
}
