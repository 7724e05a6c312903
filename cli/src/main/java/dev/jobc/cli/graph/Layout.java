package dev.jobc.cli.graph;

import java.util.HashMap;
import java.util.Map;
import org.eclipse.elk.alg.layered.components.ComponentOrderingStrategy;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.OrderingStrategy;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.math.KVector;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.SizeConstraint;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/** Places the boxes of a chart with the Eclipse Layout Kernel, in layers from top to bottom. */
final class Layout {
  private static final double LINE = 18;
  private static final double MARGIN = 12;
  private static final double GAP = 28;

  private final Map<ElkNode, Chart.Box> boxes = new HashMap<>();
  private final Map<ElkNode, Chart.Group> groups = new HashMap<>();
  private final Map<ElkEdge, Chart.Arrow> arrows = new HashMap<>();
  private final ElkNode root = ElkGraphUtil.createGraph();

  Layout(Chart chart) {
    prepare(root, MARGIN);
    fill(root, chart);
    new RecursiveGraphLayoutEngine().layout(root, new BasicProgressMonitor());
  }

  ElkNode root() {
    return root;
  }

  Map<ElkNode, Chart.Box> boxes() {
    return boxes;
  }

  Map<ElkNode, Chart.Group> groups() {
    return groups;
  }

  Map<ElkEdge, Chart.Arrow> arrows() {
    return arrows;
  }

  private void fill(ElkNode parent, Chart chart) {
    Map<String, ElkNode> byId = new HashMap<>();
    for (Chart.Box box : chart.boxes()) {
      ElkNode node = ElkGraphUtil.createNode(parent);
      boxes.put(node, box);
      byId.put(box.id(), node);
      size(node, box);
    }
    for (Chart.Arrow arrow : chart.arrows()) {
      ElkNode from = byId.get(arrow.from());
      ElkNode to = byId.get(arrow.to());
      if (from != null && to != null) {
        arrows.put(ElkGraphUtil.createSimpleEdge(from, to), arrow);
      }
    }
  }

  private void size(ElkNode node, Chart.Box box) {
    switch (box.kind()) {
      case POINT -> node.setDimensions(8, 8);
      case STEP -> node.setDimensions(width(box) + 2 * MARGIN, 2 * LINE + MARGIN);
      case FRAME -> {
        prepare(node, MARGIN + 2 * LINE);
        atLeast(node, width(box) + 2 * MARGIN);
        box.groups().forEach(group -> add(node, group));
      }
    }
  }

  private void add(ElkNode node, Chart.Group group) {
    if (group.name().isEmpty()) {
      fill(node, group.chart());
    } else {
      ElkNode inner = ElkGraphUtil.createNode(node);
      groups.put(inner, group);
      prepare(inner, MARGIN + LINE);
      atLeast(inner, 6.6 * cells(group.name()) + 2 * MARGIN);
      fill(inner, group.chart());
    }
  }

  private static void prepare(ElkNode node, double top) {
    node.setProperty(CoreOptions.ALGORITHM, LayeredOptions.ALGORITHM_ID);
    node.setProperty(CoreOptions.DIRECTION, Direction.DOWN);
    node.setProperty(CoreOptions.PADDING, new ElkPadding(top, MARGIN, MARGIN, MARGIN));
    node.setProperty(CoreOptions.SPACING_NODE_NODE, GAP);
    // What comes first in the file comes first in the drawing, where arrows leave a choice.
    node.setProperty(
        LayeredOptions.CONSIDER_MODEL_ORDER_STRATEGY, OrderingStrategy.NODES_AND_EDGES);
    node.setProperty(
        LayeredOptions.CONSIDER_MODEL_ORDER_COMPONENTS, ComponentOrderingStrategy.MODEL_ORDER);
    node.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, GAP);
  }

  private static void atLeast(ElkNode node, double width) {
    node.setProperty(CoreOptions.NODE_SIZE_CONSTRAINTS, SizeConstraint.minimumSize());
    node.setProperty(CoreOptions.NODE_SIZE_MINIMUM, new KVector(width, 0));
  }

  /** Of its text, in a font that nobody has measured: a little more than most need. */
  private static double width(Chart.Box box) {
    return Math.max(8.0 * cells(box.title()), 6.6 * cells(box.detail()));
  }

  private static long cells(String text) {
    return text.codePoints().map(c -> c > 0x2E7F ? 2 : 1).sum();
  }
}
