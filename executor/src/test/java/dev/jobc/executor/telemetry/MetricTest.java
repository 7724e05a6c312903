package dev.jobc.executor.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MetricTest {
  @Test
  void theDocumentationListsThemAllAsTheyAre() throws IOException {
    String page =
        Files.readString(Path.of(System.getProperty("jobc.root"), "docs", "telemetry.md"));
    List<String> rows = new ArrayList<>();
    for (Metric metric : Metric.values()) {
      rows.add(
          "| `%s` | %s, %s | %s | %s |"
              .formatted(
                  metric.id(),
                  kind(metric),
                  unit(metric),
                  attributes(metric),
                  metric.description()));
    }
    assertThat(page.lines().filter(line -> line.startsWith("| `jobc.")))
        .containsExactlyElementsOf(rows);
  }

  private static String kind(Metric metric) {
    return switch (metric.kind()) {
      case COUNTER, GAUGE, HISTOGRAM -> metric.kind().name().toLowerCase(Locale.ROOT);
      case SIZES -> "histogram";
    };
  }

  private static String unit(Metric metric) {
    return metric.unit().equals("s") ? "seconds" : "`" + metric.unit() + "`";
  }

  private static String attributes(Metric metric) {
    return metric.attributes().isEmpty()
        ? "–"
        : metric.attributes().stream()
            .map(attribute -> attribute.key().substring("jobc.".length()))
            .collect(Collectors.joining(", "));
  }

  @Test
  void noNameIsGivenTwice() {
    assertThat(Arrays.stream(Metric.values()).map(Metric::id)).doesNotHaveDuplicates();
  }
}
