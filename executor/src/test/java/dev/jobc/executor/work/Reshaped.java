package dev.jobc.executor.work;

import dev.jobc.executor.testing.Plans;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.plan.Fan;
import dev.jobc.plan.Flow;
import dev.jobc.plan.Handlers;
import dev.jobc.plan.Head;
import dev.jobc.plan.JoinRule;
import dev.jobc.plan.Node;
import dev.jobc.plan.Pause;
import dev.jobc.plan.Plan;
import dev.jobc.plan.PlanJson;
import dev.jobc.plan.Repeat;
import dev.jobc.plan.ResultFrom;
import dev.jobc.plan.Timeouts;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Plans made of other plans. */
final class Reshaped {
  private static final Set<JoinRule> PATIENT =
      EnumSet.of(
          JoinRule.ALL_SUCCESS,
          JoinRule.ALL_DONE,
          JoinRule.NONE_FAILED,
          JoinRule.NONE_FAILED_MIN_ONE_SUCCESS,
          JoinRule.NONE_SKIPPED,
          JoinRule.ALL_DONE_MIN_ONE_SUCCESS);

  private static final Set<String> TIMES =
      Set.of("every", "timeout", "initial", "delay", "attempt", "total");

  private Reshaped() {}

  /**
   * A plan without anything that depends on how long things take or on what comes first: how it
   * ends depends on how its tasks end and on nothing else.
   */
  static Plan calm(Plan wild) {
    List<Plan.Graph> graphs = new ArrayList<>();
    for (Plan.Graph graph : wild.graphs()) {
      graphs.add(new Plan.Graph(graph.nodes().stream().map(Reshaped::calm).toList()));
    }
    return wild.withGraphs(graphs);
  }

  private static Node calm(Node node) {
    Head head = calm(node.head());
    return switch (node) {
      case Node.Task task ->
          new Node.Task(
              head,
              task.task(),
              task.with(),
              task.retry(),
              task.timeouts(),
              task.queue(),
              task.priority());
      case Node.Join join -> new Node.Join(head);
      case Node.Outputs outputs -> new Node.Outputs(head);
      case Node.ForEach map -> new Node.ForEach(head, map.items(), map.body(), 1, map.maxItems());
      case Flow.Block block ->
          new Flow.Block(
              head,
              block.body(),
              block.handlers(),
              block.retry(),
              Timeouts.NONE,
              block.saga(),
              block.resultFrom());
      case Flow.Switch choice ->
          new Flow.Switch(head, choice.subject(), choice.cases(), choice.otherwise());
      case Flow.Fail fail -> new Flow.Fail(head, fail.error(), fail.message());
      case Repeat.Loop loop ->
          new Repeat.Loop(
              head,
              loop.state(),
              loop.next(),
              loop.until(),
              loop.maxIterations(),
              loop.delay(),
              loop.body());
      case Repeat.Poll poll -> new Repeat.Poll(head, poll.body(), poll.every(), 0, twice(poll));
      case Fan.Race race -> block(head, race.branches().getFirst().body());
      case Fan.MapReduce parts -> block(head, parts.reduce());
      case Fan.Spawn spawn -> block(head, spawn.allow().getFirst().body());
      default -> new Node.Join(head);
    };
  }

  /** A plan in which some tasks have become steps that wait. */
  static Plan waiting(Plan plan, long seed) {
    Random random = new Random(seed);
    List<Plan.Graph> graphs = new ArrayList<>();
    for (Plan.Graph graph : plan.graphs()) {
      boolean called = plan.calledGraphs().contains(graphs.size());
      graphs.add(
          new Plan.Graph(
              graph.nodes().stream()
                  .map(
                      node ->
                          node instanceof Node.Task && !called && random.nextInt(6) == 0
                              ? waiting(node.head(), random)
                              : node)
                  .toList()));
    }
    return plan.withGraphs(graphs);
  }

  /** A plan in which nothing depends on how long all tries of a block take together. */
  static Plan withoutTotals(Plan plan) {
    List<Plan.Graph> graphs = new ArrayList<>();
    for (Plan.Graph graph : plan.graphs()) {
      graphs.add(
          new Plan.Graph(
              graph.nodes().stream()
                  .map(node -> node instanceof Flow.Block block ? withoutTotal(block) : node)
                  .toList()));
    }
    return plan.withGraphs(graphs);
  }

  private static Node withoutTotal(Flow.Block block) {
    return new Flow.Block(
        block.head(),
        block.body(),
        block.handlers(),
        block.retry(),
        new Timeouts(block.timeouts().attempt()),
        block.saga(),
        block.resultFrom());
  }

  /** A plan in which some tasks, and some runs, have time limits. */
  static Plan limited(Plan plan, long seed) {
    Random random = new Random(~seed);
    List<Plan.Graph> graphs = new ArrayList<>();
    for (Plan.Graph graph : plan.graphs()) {
      graphs.add(
          new Plan.Graph(graph.nodes().stream().map(node -> limited(node, random)).toList()));
    }
    Plan limited = plan.withGraphs(graphs);
    return random.nextInt(3) == 0 ? Plans.limited(limited, random.nextLong(500, 20_000)) : limited;
  }

  private static Node limited(Node node, Random random) {
    if (!(node instanceof Node.Task task) || random.nextInt(3) > 0) {
      return node;
    }
    Timeouts limits =
        new Timeouts(limit(random, 1_000), limit(random, 4_000), limit(random, 3_000), 0);
    return new Node.Task(
        task.head(), task.task(), task.with(), task.retry(), limits, task.queue(), task.priority());
  }

  private static long limit(Random random, int most) {
    return random.nextBoolean() ? 0 : 1 + random.nextInt(most);
  }

  private static Node waiting(Head head, Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> new Pause.Wait(head, false, new PlanExpr.Const(Json.of("PT0.7S")));
      case 1 -> new Pause.WaitFor(head, "go", null, 0, Pause.OnTimeout.FAIL);
      default ->
          new Pause.Approval(
              head, new PlanExpr.Const(Json.of("?")), List.of(), 0, Pause.OnTimeout.FAIL);
    };
  }

  /** A poll that nothing ends would not end. */
  private static PlanExpr twice(Repeat.Poll poll) {
    return new PlanExpr.Call(
        "equal", List.of(new PlanExpr.Ordinal(poll.body()), new PlanExpr.Const(Json.of(2L))));
  }

  private static Node block(Head head, int body) {
    return new Flow.Block(
        head, body, Handlers.NONE, Plans.retry(1, 0), Timeouts.NONE, false, ResultFrom.ALL);
  }

  private static Head calm(Head head) {
    JoinRule rule = PATIENT.contains(head.rule()) ? head.rule() : JoinRule.NONE_FAILED;
    return new Head(
        head.id(),
        head.needs(),
        head.source(),
        rule,
        head.when(),
        head.continueOnError(),
        head.compensate(),
        head.setup(),
        head.teardown());
  }

  /**
   * The same plan with shorter times.
   *
   * @param most milliseconds
   */
  static Plan quick(Plan plan, long most) {
    return PlanJson.read(quick(PlanJson.write(plan), most));
  }

  private static Json quick(Json json, long most) {
    return switch (json) {
      case Json.Obj(Map<String, Json> members) -> {
        Map<String, Json> quick = new LinkedHashMap<>();
        members.forEach(
            (name, value) ->
                quick.put(
                    name,
                    TIMES.contains(name) && value instanceof Json.Int(long time)
                        ? Json.of(time == 0 ? 0 : 1 + time % most)
                        : quick(value, most)));
        yield Json.object(quick);
      }
      case Json.Arr(List<Json> items) ->
          Json.array(items.stream().map(item -> quick(item, most)).toList());
      default -> json;
    };
  }
}
