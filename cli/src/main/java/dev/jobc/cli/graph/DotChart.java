package dev.jobc.cli.graph;

import dev.jobc.cli.view.Text;
import java.util.Set;
import java.util.stream.Collectors;

/** A chart in the language of Graphviz. */
public final class DotChart {
  private final StringBuilder text = new StringBuilder();

  private DotChart() {}

  public static String of(String name, Chart chart) {
    DotChart drawing = new DotChart();
    drawing.line("", "digraph " + quoted(name) + " {");
    drawing.line("  ", "compound=true;");
    drawing.line("  ", "node [shape=box, style=rounded, fontname=\"sans-serif\"];");
    drawing.chart(chart, "  ");
    drawing.line("", "}");
    return drawing.text.toString();
  }

  private void chart(Chart chart, String indent) {
    chart.boxes().forEach(box -> box(box, indent));
    for (Chart.Arrow arrow : chart.arrows()) {
      String label = arrow.label().isEmpty() ? "" : " [label=" + quoted(arrow.label()) + "]";
      line(indent, arrow.from() + " -> " + arrow.to() + label + ";");
    }
  }

  private void box(Chart.Box box, String indent) {
    String tip = ", tooltip=" + quoted(box.source());
    switch (box.kind()) {
      case POINT -> line(indent, box.id() + " [shape=point" + tip + "];");
      case STEP -> line(indent, box.id() + " [label=" + label(box) + tip + "];");
      case FRAME -> {
        line(indent, "subgraph cluster_" + box.id() + " {");
        line(indent + "  ", "style=rounded;");
        // Arrows need a node to end at; the frame is drawn around it and what is inside.
        line(indent + "  ", box.id() + " [shape=plaintext, label=" + label(box) + tip + "];");
        box.groups().forEach(group -> group(box, group, indent + "  "));
        line(indent, "}");
      }
    }
  }

  private void group(Chart.Box box, Chart.Group group, String indent) {
    line(indent, "subgraph cluster_" + box.id() + "_" + group.id() + " {");
    line(indent + "  ", "style=dashed; label=" + quoted(group.name()) + ";");
    chart(group.chart(), indent + "  ");
    line(indent, "}");
    Set<String> later =
        group.chart().arrows().stream().map(Chart.Arrow::to).collect(Collectors.toSet());
    group.chart().boxes().stream()
        .filter(inner -> !later.contains(inner.id()))
        .forEach(
            inner ->
                line(indent, box.id() + " -> " + inner.id() + " [style=dotted, arrowhead=none];"));
  }

  private static String label(Chart.Box box) {
    return quoted(box.title() + "\n" + box.detail());
  }

  /** Only the quote and the backslash mean something inside quotes. */
  private static String quoted(String text) {
    String lines =
        text.lines()
            .map(Text::harmless)
            .map(line -> line.replace("\\", "\\\\").replace("\"", "\\\""))
            .reduce((a, b) -> a + "\\n" + b)
            .orElse("");
    return '"' + lines + '"';
  }

  private void line(String indent, String line) {
    text.append(indent).append(line).append('\n');
  }
}
