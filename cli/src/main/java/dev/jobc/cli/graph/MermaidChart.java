package dev.jobc.cli.graph;

/** A chart in the language of Mermaid, which code hosts draw inside of Markdown. */
public final class MermaidChart {
  private final StringBuilder text = new StringBuilder();

  private MermaidChart() {}

  public static String of(Chart chart) {
    MermaidChart drawing = new MermaidChart();
    drawing.line("", "flowchart TD");
    drawing.chart(chart, "  ");
    return drawing.text.toString();
  }

  private void chart(Chart chart, String indent) {
    chart.boxes().forEach(box -> box(box, indent));
    for (Chart.Arrow arrow : chart.arrows()) {
      String label = arrow.label().isEmpty() ? "" : "|" + quoted(arrow.label()) + "|";
      line(indent, arrow.from() + " -->" + label + " " + arrow.to());
    }
  }

  private void box(Chart.Box box, String indent) {
    switch (box.kind()) {
      case POINT -> line(indent, box.id() + "(( ))");
      case STEP -> line(indent, box.id() + "[" + label(box) + "]");
      case FRAME -> {
        line(indent, "subgraph " + box.id() + "[" + label(box) + "]");
        box.groups().forEach(group -> group(box, group, indent + "  "));
        line(indent, "end");
      }
    }
  }

  private void group(Chart.Box box, Chart.Group group, String indent) {
    if (group.name().isEmpty()) {
      chart(group.chart(), indent);
    } else {
      line(indent, "subgraph " + box.id() + "_" + group.id() + "[" + quoted(group.name()) + "]");
      chart(group.chart(), indent + "  ");
      line(indent, "end");
    }
  }

  private static String label(Chart.Box box) {
    String detail = escaped(box.detail());
    return '"' + escaped(box.title()) + (detail.isEmpty() ? "" : "<br>" + detail) + '"';
  }

  private static String quoted(String text) {
    return '"' + escaped(text) + '"';
  }

  /** Everything that could mean something to Mermaid, Markdown or HTML goes by its number. */
  private static String escaped(String text) {
    StringBuilder safe = new StringBuilder();
    text.codePoints()
        .filter(c -> !Character.isISOControl(c))
        .forEach(
            c -> {
              boolean plain = Character.isLetterOrDigit(c) || " _,.:/-".indexOf(c) >= 0;
              safe.append(plain ? Character.toString(c) : "#" + c + ";");
            });
    return safe.toString();
  }

  private void line(String indent, String line) {
    text.append(indent).append(line).append('\n');
  }
}
