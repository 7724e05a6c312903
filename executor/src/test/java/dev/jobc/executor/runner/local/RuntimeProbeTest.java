package dev.jobc.executor.runner.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RuntimeProbeTest {
  @Test
  void whatTheTestsNeedIsFoundWithItsVersion() {
    Map<String, RuntimeProbe> probes =
        RuntimeProbe.all().stream().collect(Collectors.toMap(RuntimeProbe::runtime, p -> p));
    assertThat(probes.get("python"))
        .satisfies(
            probe -> {
              assertThat(probe.available()).as(probe.detail()).isTrue();
              assertThat(probe.version()).matches("3\\.\\d+\\.\\d+");
            });
    assertThat(probes.get("go"))
        .satisfies(
            probe -> {
              assertThat(probe.available()).as(probe.detail()).isTrue();
              assertThat(probe.version()).startsWith("1.");
              assertThat(probe.detail()).endsWith("go");
            });
    assertThat(probes.get("shell").version()).matches("\\d+\\..*");
    assertThat(probes.get("command").available()).isTrue();
  }
}
