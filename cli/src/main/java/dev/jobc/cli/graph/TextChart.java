package dev.jobc.cli.graph;

import dev.jobc.cli.view.Text;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A chart as indented lines: each box, what it does, and after {@code ←} what it waits for. */
public final class TextChart {
  private final StringBuilder text = new StringBuilder();

  private TextChart() {}

  public static String of(Chart chart) {
    TextChart drawing = new TextChart();
    drawing.chart(chart, "");
    return drawing.text.toString();
  }

  private void chart(Chart chart, String indent) {
    Map<String, String> titles = new HashMap<>();
    chart.boxes().forEach(box -> titles.put(box.id(), Text.harmless(box.title())));
    Map<String, List<Chart.Arrow>> arrows =
        chart.arrows().stream().collect(Collectors.groupingBy(Chart.Arrow::to));
    for (Chart.Box box : chart.boxes()) {
      text.append(indent).append(box.kind() == Chart.Kind.POINT ? "· " : "■ ");
      text.append(Text.harmless(box.title())).append("  ").append(Text.harmless(box.detail()));
      needs(arrows.getOrDefault(box.id(), List.of()), titles);
      text.append('\n');
      box.groups().forEach(group -> group(group, indent + "  "));
    }
  }

  private void group(Chart.Group group, String indent) {
    if (group.name().isEmpty()) {
      chart(group.chart(), indent);
    } else {
      text.append(indent).append(Text.harmless(group.name())).append(":\n");
      chart(group.chart(), indent + "  ");
    }
  }

  private void needs(List<Chart.Arrow> arrows, Map<String, String> titles) {
    if (!arrows.isEmpty()) {
      List<String> from =
          arrows.stream().map(arrow -> titles.getOrDefault(arrow.from(), "")).toList();
      text.append("  ← ").append(String.join(", ", from));
      String label = arrows.getFirst().label();
      text.append(label.isEmpty() ? "" : " (" + Text.harmless(label) + ")");
    }
  }
}
