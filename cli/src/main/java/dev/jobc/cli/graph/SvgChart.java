package dev.jobc.cli.graph;

import dev.jobc.cli.view.Text;
import java.util.Locale;
import org.eclipse.elk.graph.ElkBendPoint;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkNode;

/** A chart as an SVG picture without scripts or anything from elsewhere. */
public final class SvgChart {
  private static final String STYLE =
      """
      <style>
        text { font: 11px ui-sans-serif, system-ui, "Helvetica Neue", Arial, sans-serif; fill: #57606a; }
        .title { font-size: 13px; font-weight: 600; fill: #1f2328; }
        .step { fill: #f6f8fa; stroke: #57606a; }
        .frame { fill: #ffffff; stroke: #8c959f; }
        .group { fill: #f6f8fa; fill-opacity: 0.5; stroke: #8c959f; stroke-dasharray: 4 3; }
        .point { fill: #57606a; }
        .arrow { fill: none; stroke: #57606a; marker-end: url(#head); }
        .label { text-anchor: middle; paint-order: stroke; stroke: #ffffff; stroke-width: 4px; }
      </style>
      <defs>
        <marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">
          <path d="M0 0L8 4L0 8z" fill="#57606a"/>
        </marker>
      </defs>
      """;

  private final StringBuilder text = new StringBuilder();
  private final Layout layout;

  private SvgChart(Layout layout) {
    this.layout = layout;
  }

  /**
   * @param name what the picture shows
   */
  public static String of(String name, Chart chart) {
    SvgChart drawing = new SvgChart(new Layout(chart));
    ElkNode root = drawing.layout.root();
    String width = number(root.getWidth());
    String height = number(root.getHeight());
    drawing.text.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"").append(width);
    drawing.text.append("\" height=\"").append(height).append("\" viewBox=\"0 0 ");
    drawing.text.append(width).append(' ').append(height).append("\">\n");
    drawing.text.append("<title>").append(escaped(name)).append("</title>\n").append(STYLE);
    drawing.text.append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
    drawing.children(root);
    return drawing.text.append("</svg>\n").toString();
  }

  private void children(ElkNode parent) {
    parent.getChildren().forEach(this::node);
    parent.getContainedEdges().forEach(this::arrow);
  }

  private void node(ElkNode node) {
    text.append("<g transform=\"translate(").append(number(node.getX())).append(' ');
    text.append(number(node.getY())).append(")\">\n");
    Chart.Box box = layout.boxes().get(node);
    Chart.Group group = layout.groups().get(node);
    if (box != null) {
      box(node, box);
    } else if (group != null) {
      rect(node, "group", 4);
      text("", 12, 17, group.name());
    }
    children(node);
    text.append("</g>\n");
  }

  private void box(ElkNode node, Chart.Box box) {
    text.append("<title>").append(escaped(box.title() + "  " + box.source())).append("</title>\n");
    switch (box.kind()) {
      case POINT -> text.append("<circle class=\"point\" cx=\"4\" cy=\"4\" r=\"4\"/>\n");
      case STEP -> {
        rect(node, "step", 6);
        words(box);
      }
      case FRAME -> {
        rect(node, "frame", 6);
        words(box);
      }
    }
  }

  private void words(Chart.Box box) {
    text("title", 12, 20, box.title());
    text("", 12, 36, box.detail());
  }

  private void rect(ElkNode node, String kind, int corner) {
    text.append("<rect class=\"").append(kind).append("\" rx=\"").append(corner);
    text.append("\" width=\"").append(number(node.getWidth()));
    text.append("\" height=\"").append(number(node.getHeight())).append("\"/>\n");
  }

  private void text(String kind, double x, double y, String words) {
    text.append("<text");
    text.append(kind.isEmpty() ? "" : " class=\"" + kind + "\"");
    text.append(" x=\"").append(number(x)).append("\" y=\"").append(number(y)).append("\">");
    text.append(escaped(words)).append("</text>\n");
  }

  private void arrow(ElkEdge edge) {
    for (ElkEdgeSection section : edge.getSections()) {
      text.append("<path class=\"arrow\" d=\"M");
      text.append(number(section.getStartX())).append(' ').append(number(section.getStartY()));
      for (ElkBendPoint bend : section.getBendPoints()) {
        text.append('L').append(number(bend.getX())).append(' ').append(number(bend.getY()));
      }
      text.append('L').append(number(section.getEndX())).append(' ');
      text.append(number(section.getEndY())).append("\"/>\n");
      Chart.Arrow arrow = layout.arrows().get(edge);
      if (arrow != null && !arrow.label().isEmpty()) {
        text("label", section.getEndX(), section.getEndY() - 10, arrow.label());
      }
    }
  }

  private static String number(double number) {
    String text = String.format(Locale.ROOT, "%.1f", number);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  /** Fit for text and attributes; XML has no place for control characters, however written. */
  private static String escaped(String text) {
    return Text.harmless(text)
        .replace("\t", " ")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
