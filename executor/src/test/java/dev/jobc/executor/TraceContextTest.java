package dev.jobc.executor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";

  @Test
  void whatIsReadIsWrittenAsItWas() {
    String parent = "00-" + TRACE + "-" + SPAN + "-01";
    assertThat(TraceContext.parse(parent, "vendor=1"))
        .contains(new TraceContext(TRACE, SPAN, true, "vendor=1"))
        .map(TraceContext::parent)
        .contains(parent);
  }

  @Test
  void laterVersionsAreReadAsFarAsTheyAreKnown() {
    assertThat(TraceContext.parse("01-" + TRACE + "-" + SPAN + "-03-more", ""))
        .contains(new TraceContext(TRACE, SPAN, true, ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\nX: y",
      })
  void whatIsNotValidBeginsATraceAnew(String parent) {
    assertThat(TraceContext.parse(parent, "")).isEmpty();
  }

  @Test
  void aStateThatCantBePassedOnIsDropped() {
    String parent = "00-" + TRACE + "-" + SPAN + "-01";
    assertThat(TraceContext.parse(parent, "a=" + "x".repeat(511)).orElseThrow().state()).isEmpty();
    assertThat(TraceContext.parse(parent, "a=1\nb=2").orElseThrow().state()).isEmpty();
  }
}
