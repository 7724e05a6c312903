package dev.jobc.executor.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.testing.Collector;
import dev.jobc.executor.testing.TestDatabase;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Telemetry of a process as its environment wants it. */
class TelemetryProcessTest {
  @TempDir Path directory;

  /** What it has said. */
  private String run(Map<String, String> environment) throws Exception {
    Process process =
        TelemetryProcess.start(
            TestDatabase.create(),
            environment,
            "-Xlog:class+load:file=" + directory.resolve("classes"));
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }

  private long loaded() throws Exception {
    try (var lines = Files.lines(directory.resolve("classes"))) {
      return lines.filter(line -> line.contains(" io.opentelemetry.")).count();
    }
  }

  @Test
  void nothingOfTheLibraryIsLoadedWhileItIsOff() throws Exception {
    assertThat(run(Map.of("OTEL_TRACES_EXPORTER", "none", "OTEL_SERVICE_NAME", "shop"))).isEmpty();
    assertThat(loaded()).isZero();
  }

  @Test
  void aShortProcessSendsAllItHasBeforeItEnds() throws Exception {
    try (Collector collector = new Collector()) {
      assertThat(run(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint()))).isEmpty();
      assertThat(collector.spans("process s0")).hasSize(1);
      assertThat(collector.span("run default/chain3").getSpanId()).isNotNull();
      assertThat(collector.numbers("jobc.tasks.processed").values()).containsExactly(3.0);
    }
    assertThat(loaded()).isPositive();
  }

  @Test
  void whereNobodyListensItSaysSoAndTheRunEndsAllTheSame() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    String said = run(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + port));
    assertThat(said.lines())
        .hasSizeBetween(1, 2)
        .doesNotHaveDuplicates()
        .allMatch(line -> line.contains(" can't be sent: "));
  }
}
