package dev.jobc.cli.graph;

import java.util.List;

/**
 * What is to be drawn: boxes, and arrows between boxes of the same chart.
 *
 * @param boxes in an order in which arrows lead only forwards
 */
public record Chart(List<Box> boxes, List<Arrow> arrows) {
  public Chart {
    boxes = List.copyOf(boxes);
    arrows = List.copyOf(arrows);
  }

  /**
   * A step.
   *
   * @param id letters, digits and underscores, unique in the drawing
   * @param title what it is called; any text
   * @param detail what it does; any text
   * @param source {@code file:line:column}; any text
   * @param groups what is drawn inside of it
   */
  public record Box(
      String id, Kind kind, String title, String detail, String source, List<Group> groups) {
    public Box {
      groups = List.copyOf(groups);
    }
  }

  /** What a box stands for. */
  public enum Kind {
    /** Work, or a decision. */
    STEP,
    /** A step with others inside. */
    FRAME,
    /** Where arrows meet. */
    POINT
  }

  /**
   * A part of a box.
   *
   * @param name any text, empty for the only part
   */
  public record Group(String id, String name, Chart chart) {}

  /**
   * From a step to one that waits for it.
   *
   * @param label the join rule unless it is the usual one, else empty
   */
  public record Arrow(String from, String to, String label) {}
}
