package dev.jobc.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "250ms,PT0.25S",
    "30s,PT30S",
    "5m,PT5M",
    "1h30m,PT1H30M",
    "2d,PT48H",
    "1d2h3m4s5ms,PT26H3M4.005S",
    "0s,PT0S",
    "PT30M,PT30M",
    "P1DT2H,PT26H",
    "pt5s,PT5S",
    "90m,PT1H30M"
  })
  void reads(String text, Duration duration) {
    assertThat(Durations.parse(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "30",
        "s",
        "30 s",
        "1s2m",
        "1m1m",
        "-5s",
        "1.5h",
        "5min",
        "PT-5S",
        "P",
        "PT",
        "P1Y",
        "999999999999999d",
        "9999999999999999999s",
        "1h30",
        "５s",
        "P999999999999999D"
      })
  void refuses(String text) {
    assertThat(Durations.parse(text)).isNull();
  }
}
