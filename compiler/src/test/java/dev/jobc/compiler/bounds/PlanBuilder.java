package dev.jobc.compiler.bounds;

import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.plan.Fan;
import dev.jobc.plan.Flow;
import dev.jobc.plan.Handlers;
import dev.jobc.plan.Head;
import dev.jobc.plan.JoinRule;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import dev.jobc.plan.Repeat;
import dev.jobc.plan.ResultFrom;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.RunPolicy;
import dev.jobc.plan.TaskPolicy;
import dev.jobc.plan.TaskSpec;
import dev.jobc.plan.Timeouts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plans written node by node; all tasks are one, unless they call others. */
final class PlanBuilder {
  static final RetryPolicy ONCE = RetryPolicy.NONE;

  private final List<List<Node>> graphs = new ArrayList<>();
  private RunPolicy policy = RunPolicy.NONE;
  private Handlers handlers = Handlers.NONE;
  private final List<TaskSpec> specs = new ArrayList<>(List.of(spec()));

  PlanBuilder() {
    graph();
  }

  int graph() {
    graphs.add(new ArrayList<>());
    return graphs.size() - 1;
  }

  Head head(int graph, Integer... needs) {
    return head(graph, JoinRule.ALL_SUCCESS, null, List.of(needs));
  }

  Head head(int graph, JoinRule rule, @Nullable Integer compensate, List<Integer> needs) {
    String id = "g" + graph + "n" + graphs.get(graph).size();
    return new Head(id, needs, "a.yaml:1:1", rule, null, false, compensate, false, List.of());
  }

  int node(int graph, Node node) {
    graphs.get(graph).add(node);
    return graphs.get(graph).size() - 1;
  }

  int task(int graph, long timeout, Integer... needs) {
    return task(graph, ONCE, new Timeouts(timeout), needs);
  }

  int task(int graph, RetryPolicy retry, Timeouts timeouts, Integer... needs) {
    return node(graph, task(head(graph, needs), retry, timeouts));
  }

  static Node.Task task(Head head, RetryPolicy retry, Timeouts timeouts) {
    return new Node.Task(head, 0, Map.of(), retry, timeouts, "default", 5);
  }

  private static TaskSpec spec() {
    return TaskSpec.registered("task", "shell");
  }

  /** A task whose code may call others. */
  void spawner(RetryPolicy retry, long timeout, int most, TaskSpec.Callee... callees) {
    specs.add(spec().calling(new TaskSpec.Spawn(List.of(callees), most)));
    int number = specs.size() - 1;
    node(
        0,
        new Node.Task(
            head(0),
            number,
            Map.of(),
            retry,
            new Timeouts(timeout),
            "default",
            5,
            TaskPolicy.NONE));
  }

  /** A task that code may call. */
  TaskSpec.Callee callee(int task, RetryPolicy retry, long timeout) {
    int graph = graph();
    node(
        graph,
        new Node.Task(
            head(graph),
            task,
            Map.of(),
            retry,
            new Timeouts(timeout),
            "default",
            5,
            TaskPolicy.NONE));
    return new TaskSpec.Callee("c", graph);
  }

  /** A graph with one task. */
  int body(long timeout) {
    int graph = graph();
    task(graph, timeout);
    return graph;
  }

  static Node.ForEach forEach(Head head, int body, int maxParallel, int maxItems) {
    return new Node.ForEach(head, new PlanExpr.WorkflowInput("x"), body, maxParallel, maxItems);
  }

  static Flow.Block block(
      Head head, int body, Handlers handlers, RetryPolicy retry, Timeouts timeouts, boolean saga) {
    return new Flow.Block(head, body, handlers, retry, timeouts, saga, ResultFrom.ALL);
  }

  static Repeat.Loop loop(Head head, int body, int turns, long delay) {
    return new Repeat.Loop(head, Map.of(), Map.of(), null, turns, delay, body);
  }

  static Fan.Race race(Head head, Integer... bodies) {
    return new Fan.Race(
        head, List.of(bodies).stream().map(body -> new Fan.Branch("b" + body, body)).toList());
  }

  static Flow.Switch choice(Head head, Integer otherwise, Integer... bodies) {
    List<Flow.Case> cases = new ArrayList<>();
    for (int body : bodies) {
      cases.add(new Flow.Case(Json.of(body), body));
    }
    return new Flow.Switch(head, new PlanExpr.WorkflowInput("x"), cases, otherwise);
  }

  static RetryPolicy retry(int attempts, RetryPolicy.Backoff backoff, long initial, long cap) {
    return new RetryPolicy(
        attempts, backoff, initial, 2, cap, RetryPolicy.Jitter.NONE, 0, List.of(), List.of());
  }

  PlanBuilder policy(RunPolicy policy) {
    this.policy = policy;
    return this;
  }

  PlanBuilder handlers(Handlers handlers) {
    this.handlers = handlers;
    return this;
  }

  Plan plan() {
    return new Plan(
        Plan.VERSION,
        "v1",
        "test",
        "default",
        "",
        Map.of(),
        List.of(),
        List.of(),
        graphs.stream().map(Plan.Graph::new).toList(),
        specs,
        List.of(),
        "0".repeat(64),
        "",
        List.of(),
        List.of(),
        policy,
        handlers,
        ResultFrom.ALL);
  }

  Cost run() {
    return Bounds.of(plan()).run();
  }
}
