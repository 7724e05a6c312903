package dev.jobc.bench;

import dev.jobc.plan.Head;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.TaskSpec;
import dev.jobc.plan.Timeouts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A workflow of no-op tasks that run in the worker's own process. */
enum Shape {
  /** One step. */
  SINGLE("single", 1),
  /** Ten steps, one after the other. */
  CHAIN("chain10", 10),
  /** One step, eight after it side by side, one after those. */
  DIAMOND("diamond", 10);

  private final String word;
  private final int tasks;

  Shape(String word, int tasks) {
    this.word = word;
    this.tasks = tasks;
  }

  String word() {
    return word;
  }

  /** Tasks a run. */
  int tasks() {
    return tasks;
  }

  Plan plan(String runtime) {
    return plan(runtime, "default");
  }

  Plan plan(String runtime, String queue) {
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      nodes.add(
          new Node.Task(
              Head.of("step" + i, needs(i), "bench"),
              0,
              Map.of(),
              RetryPolicy.NONE,
              Timeouts.NONE,
              queue,
              0));
    }
    TaskSpec noop = TaskSpec.registered("noop", runtime);
    return new Plan(
        Plan.VERSION,
        "v1",
        "bench_" + word + "_" + queue,
        "bench",
        "",
        Map.of(),
        List.of(),
        List.of(),
        List.of(new Plan.Graph(nodes)),
        List.of(noop),
        List.of(),
        "");
  }

  private List<Integer> needs(int node) {
    return switch (this) {
      case SINGLE -> List.of();
      case CHAIN -> node == 0 ? List.of() : List.of(node - 1);
      case DIAMOND ->
          node == 0 ? List.of() : node < 9 ? List.of(0) : List.of(1, 2, 3, 4, 5, 6, 7, 8);
    };
  }
}
