package dev.jobc.cli.graph;

import dev.jobc.compiler.planview.Part;
import dev.jobc.compiler.planview.Words;
import dev.jobc.plan.JoinRule;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/** Makes charts of plans. */
public final class Charts {
  private final Plan plan;

  private Charts(Plan plan) {
    this.plan = plan;
  }

  public static Chart of(Plan plan) {
    Charts charts = new Charts(plan);
    Chart steps = charts.chart(0);
    List<Chart.Box> boxes = new ArrayList<>(steps.boxes());
    for (Part part : Part.of(plan.handlers())) {
      List<Chart.Group> inside = List.of(charts.group(new Part("", part.graph())));
      String id = "h" + part.graph();
      boxes.add(new Chart.Box(id, Chart.Kind.FRAME, part.name(), "of the workflow", "", inside));
    }
    for (Part part : Part.called(plan)) {
      List<Chart.Group> inside = List.of(charts.group(new Part("", part.graph())));
      String id = "c" + part.graph();
      boxes.add(new Chart.Box(id, Chart.Kind.FRAME, part.name(), "", "", inside));
    }
    return new Chart(boxes, steps.arrows());
  }

  private Chart chart(int graph) {
    List<Chart.Box> boxes = new ArrayList<>();
    List<Chart.Arrow> arrows = new ArrayList<>();
    List<Node> nodes = plan.graphs().get(graph).nodes();
    for (int number = 0; number < nodes.size(); number++) {
      Node node = nodes.get(number);
      String id = id(graph, number);
      boxes.add(box(id, node));
      JoinRule rule = node.head().rule();
      String label = rule == JoinRule.ALL_SUCCESS ? "" : rule.word();
      node.needs().forEach(need -> arrows.add(new Chart.Arrow(id(graph, need), id, label)));
    }
    return new Chart(boxes, arrows);
  }

  private Chart.Box box(String id, Node node) {
    List<Chart.Group> groups = Part.of(node).stream().map(this::group).toList();
    Chart.Kind kind =
        node instanceof Node.Join
            ? Chart.Kind.POINT
            : groups.isEmpty() ? Chart.Kind.STEP : Chart.Kind.FRAME;
    String detail = Words.what(plan, node);
    if (node.head().when() != null) {
      detail += ", if";
    }
    return new Chart.Box(id, kind, node.id(), detail, node.source(), groups);
  }

  private Chart.Group group(Part part) {
    return new Chart.Group("g" + part.graph(), part.name(), chart(part.graph()));
  }

  private static String id(int graph, int node) {
    return "n" + graph + "_" + node;
  }
}
