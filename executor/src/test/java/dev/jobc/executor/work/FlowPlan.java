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
import dev.jobc.plan.Plan;
import dev.jobc.plan.Repeat;
import dev.jobc.plan.ResultFrom;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.TaskSpec;
import dev.jobc.plan.Timeouts;
import dev.jobc.type.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Plans that nobody would write, from a seed: every construct inside every other. */
final class FlowPlan {
  static final String ERROR = "Odd";
  private static final List<String> ERRORS = List.of(ERROR, "Rare", "Unexpected", "Cancelled");
  private static final int DEPTH = 3;

  private final Random random;

  /** Apart from the other, so that half of the plans stay as they are. */
  private final boolean sagas;

  private final boolean fans;

  /** Apart as well; null when no code calls anything. */
  private final @Nullable Random callers;

  private @Nullable TaskSpec caller;

  /** Apart as well. */
  private final Random tries;

  private final boolean limits;
  private final boolean returns;
  private final Set<Integer> behindATask = new HashSet<>();
  private final Plans plans = Plans.named("flow");

  private FlowPlan(long seed) {
    random = new Random(seed);
    returns = random.nextInt(3) == 0;
    Random more = new Random(~seed);
    fans = more.nextInt(3) == 0;
    sagas = more.nextBoolean();
    Random third = new Random(seed ^ 0x5bd1e995);
    callers = third.nextInt(4) == 0 ? third : null;
    limits = more.nextBoolean();
    tries = new Random(seed ^ 0x27d4eb2f);
  }

  static Plan of(long seed) {
    FlowPlan plan = new FlowPlan(seed * 0x9e3779b97f4a7c15L + 1);
    plan.fill(0, DEPTH);
    plan.plans.handlers(plan.handlers(DEPTH - 1)).resultFrom(plan.resultFrom());
    if (plan.tries.nextInt(3) == 0) {
      plan.plans.retry(plan.ofRuns());
    }
    if (plan.random.nextBoolean()) {
      plan.plans.output("o", Type.Simple.JSON, plan.status(0, 0));
    }
    return plan.plans.plan();
  }

  private int fill(int graph, int depth) {
    int nodes = (graph == 0 ? 1 : 0) + random.nextInt(4);
    for (int node = 0; node < nodes; node++) {
      node(graph, node, depth);
    }
    return graph;
  }

  private int body(int depth) {
    return fill(plans.graph(), depth);
  }

  private void node(int graph, int node, int depth) {
    Head head = head(graph, node);
    int kind = depth == 0 ? 0 : random.nextInt(17);
    switch (kind) {
      case 1, 2, 3 -> block(graph, head, depth);
      case 4 -> choice(graph, head, depth);
      case 5 -> plans.node(graph, new Flow.Fail(head, ERROR, constant("on purpose")));
      case 6 -> map(graph, head, depth);
      case 8, 9 -> race(graph, head, depth);
      case 10, 11 -> loop(graph, head, depth);
      case 12 -> poll(graph, head);
      case 13 -> leave(graph, head);
      case 14 -> fan(graph, head);
      case 7 -> plans.node(graph, new Node.Join(plain(head)));
      default -> task(graph, head);
    }
  }

  private Head head(int graph, int node) {
    List<Integer> needs = needs(node);
    if (needs.isEmpty() && behindATask.contains(graph)) {
      needs.add(0);
    }
    boolean teardown = !needs.isEmpty() && random.nextInt(10) == 0;
    JoinRule rule = teardown ? JoinRule.ALL_DONE : rule(needs);
    return new Head(
        "g" + graph + "n" + node,
        needs,
        "flow.yaml:" + (graph + 1) + ":" + (node + 1),
        rule,
        when(graph, needs, rule),
        random.nextInt(8) == 0,
        compensate(),
        false,
        teardown ? List.of(needs.getFirst()) : List.of());
  }

  /**
   * All but one of the rules come to the same in whatever order needs end that end at the same
   * instant, as skipped and failed steps do; that one is left to {@link SmallGraphsTest}.
   */
  private JoinRule rule(List<Integer> needs) {
    JoinRule rule =
        random.nextInt(3) > 0
            ? JoinRule.NONE_FAILED
            : JoinRule.values()[random.nextInt(JoinRule.values().length)];
    return rule == JoinRule.ALL_SUCCESS && needs.size() > 1 ? JoinRule.NONE_FAILED : rule;
  }

  private @Nullable Integer compensate() {
    return sagas && random.nextInt(3) == 0 ? (Integer) body(0) : null;
  }

  private static Head plain(Head head) {
    return new Head(
        head.id(), head.needs(), head.source(), head.rule(), null, false, null, false, List.of());
  }

  private List<Integer> needs(int node) {
    List<Integer> needs = new ArrayList<>();
    for (int before = 0; before < node; before++) {
      if (random.nextInt(node + 1) < 2) {
        needs.add(before);
      }
    }
    return needs;
  }

  private @Nullable PlanExpr when(int graph, List<Integer> needs, JoinRule rule) {
    boolean known = !needs.isEmpty() && !rule.word().startsWith("one") && rule != JoinRule.ALWAYS;
    return switch (random.nextInt(8)) {
      case 0 -> new PlanExpr.Const(Json.TRUE);
      case 1 -> new PlanExpr.Const(Json.FALSE);
      case 2 -> known ? equal(status(graph, needs.getLast()), "succeeded") : null;
      default -> null;
    };
  }

  private static PlanExpr equal(PlanExpr value, String text) {
    return new PlanExpr.Call("equal", List.of(value, constant(text)));
  }

  private PlanExpr status(int graph, int node) {
    return new PlanExpr.StepStatus(graph, node);
  }

  private static PlanExpr constant(String text) {
    return new PlanExpr.Const(Json.of(text));
  }

  private void task(int graph, Head head) {
    RetryPolicy retry = retry();
    plans.task(graph, head, spec(), retry);
  }

  private TaskSpec spec() {
    if (callers == null || callers.nextInt(3) > 0) {
      return Plans.spec("t");
    }
    if (caller == null) {
      caller = Callers.spec(plans, Plans.retry(1 + callers.nextInt(2), 100));
    }
    return caller;
  }

  private RetryPolicy retry() {
    return new RetryPolicy(
        1 + random.nextInt(3),
        RetryPolicy.Backoff.CONSTANT,
        random.nextInt(3) * 1_000L,
        1,
        0,
        RetryPolicy.Jitter.NONE,
        0,
        random.nextInt(3) == 0 ? List.of(error()) : List.of(),
        random.nextInt(4) == 0 ? List.of(error()) : List.of());
  }

  private RetryPolicy ofRuns() {
    String[] errors = tries.nextBoolean() ? new String[0] : new String[] {ERROR};
    return Plans.retry(2 + tries.nextInt(2), tries.nextInt(3) * 1_000L, errors);
  }

  private void block(int graph, Head head, int depth) {
    int body = body(depth - 1);
    plans.node(
        graph,
        new Flow.Block(
            head,
            body,
            handlers(depth - 1),
            retry(),
            limits(),
            sagas && random.nextBoolean(),
            resultFrom()));
  }

  private Handlers handlers(int depth) {
    List<Handlers.Catch> catches = new ArrayList<>();
    for (int clauses = random.nextInt(3); clauses > 0; clauses--) {
      List<String> errors = random.nextBoolean() ? List.of() : List.of(error());
      catches.add(new Handlers.Catch(errors, body(depth - 1 < 0 ? 0 : depth - 1)));
    }
    Integer last = random.nextInt(3) == 0 ? (Integer) last(Math.max(0, depth - 1)) : null;
    return new Handlers(catches, last);
  }

  private Timeouts limits() {
    return limits
        ? new Timeouts(
            random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(1 << 30),
            random.nextInt(3) > 0 ? 0 : 1 + random.nextInt(Integer.MAX_VALUE),
            0,
            0)
        : Timeouts.NONE;
  }

  private ResultFrom resultFrom() {
    return random.nextInt(3) == 0 ? ResultFrom.LEAVES : ResultFrom.ALL;
  }

  private String error() {
    return ERRORS.get(random.nextInt(ERRORS.size()));
  }

  private void choice(int graph, Head head, int depth) {
    List<Flow.Case> cases = new ArrayList<>();
    cases.add(new Flow.Case(Json.of("a"), body(depth - 1)));
    cases.add(new Flow.Case(Json.of("b"), body(depth - 1)));
    Integer otherwise = random.nextBoolean() ? (Integer) body(depth - 1) : null;
    PlanExpr subject = constant(List.of("a", "b", "c").get(random.nextInt(3)));
    plans.node(graph, new Flow.Switch(head, subject, cases, otherwise));
  }

  private void map(int graph, Head head, int depth) {
    // Items of more than tasks could fail at the very instant at which the next ones start.
    int parallel = 1 + random.nextInt(3);
    int body = body(parallel == 1 ? depth - 1 : 0);
    List<Json> items = new ArrayList<>();
    for (int size = random.nextInt(5); size > 0; size--) {
      items.add(Json.of((long) size));
    }
    plans.node(
        graph, new Node.ForEach(head, new PlanExpr.Const(Json.array(items)), body, parallel, 10));
  }

  private void leave(int graph, Head head) {
    if (returns) {
      // A task in front, so that nothing else happens at the instant at which the run ends.
      Head before =
          new Head(
              head.id() + "t",
              head.needs(),
              head.source(),
              head.rule(),
              null,
              false,
              null,
              false,
              List.of());
      int task = plans.task(graph, before, Plans.spec("t"), retry());
      Head after = Head.of(head.id(), List.of(task), head.source());
      plans.node(graph, new Flow.Return(after, Map.of("o", constant("returned"))));
    } else {
      task(graph, head);
    }
  }

  /**
   * When one fails after a {@code return}, the interpreter forgets the return and all that it has
   * ended; the engine can't.
   */
  private int last(int depth) {
    if (!returns) {
      return body(depth);
    }
    int graph = plans.graph();
    plans.task(
        graph, Head.of("g" + graph, List.of(), "flow.yaml:1:1"), Plans.spec("sure"), retry());
    return graph;
  }

  private void race(int graph, Head head, int depth) {
    List<Fan.Branch> branches = new ArrayList<>();
    for (int i = 0; i < 2 + random.nextInt(2); i++) {
      int body = plans.graph();
      // A task in front, so that branches don't end at one instant.
      task(body, Head.of("g" + body + "first", List.of(), "flow.yaml:1:1"));
      behindATask.add(body);
      fill(body, depth - 1);
      branches.add(new Fan.Branch("b" + i, body));
    }
    plans.node(graph, new Fan.Race(head, branches));
  }

  /** Counts in its state; the condition looks at the number of the turn. */
  private void loop(int graph, Head head, int depth) {
    int body = body(depth - 1);
    int max = 1 + random.nextInt(3);
    PlanExpr turn = new PlanExpr.Ordinal(body);
    PlanExpr until =
        new PlanExpr.Call(
            "equal", List.of(turn, new PlanExpr.Const(Json.of((long) random.nextInt(4)))));
    plans.node(
        graph,
        new Repeat.Loop(
            head,
            Map.of("n", constant("")),
            Map.of("n", turn),
            random.nextBoolean() ? until : null,
            max,
            random.nextInt(2) * 1_000L,
            body));
  }

  private void fan(int graph, Head head) {
    if (!fans) {
      task(graph, head);
    } else if (random.nextBoolean()) {
      int size = random.nextInt(3) == 0 ? random.nextInt(300) : random.nextInt(20);
      PlanExpr over = new PlanExpr.Const(Json.array(Collections.nCopies(size, Json.of("item"))));
      PlanExpr partitions = new PlanExpr.Const(Json.of((long) random.nextInt(size + 2)));
      Integer combine = random.nextBoolean() ? (Integer) single(true) : null;
      plans.node(
          graph,
          new Fan.MapReduce(head, over, partitions, single(size > 3), combine, single(false)));
    } else {
      List<Fan.Branch> allow =
          List.of(new Fan.Branch("a", single(false)), new Fan.Branch("b", single(false)));
      plans.node(graph, new Fan.Spawn(head, new PlanExpr.Const(calls()), allow, 4));
    }
  }

  private Json calls() {
    List<Json> calls = new ArrayList<>();
    for (int left = random.nextInt(6); left > 0; left--) {
      String task = random.nextInt(20) == 0 ? "c" : random.nextBoolean() ? "a" : "b";
      calls.add(Json.object().put("task", task).build());
    }
    return Json.array(calls);
  }

  /** A graph of one task, which mostly succeeds when there are many of it. */
  private int single(boolean sure) {
    int graph = plans.graph();
    plans.task(
        graph,
        Head.of("g" + graph, List.of(), "flow.yaml:1:1"),
        Plans.spec(sure && random.nextInt(4) > 0 ? "sure" : "t"),
        retry());
    return graph;
  }

  private void poll(int graph, Head head) {
    int body = plans.graph();
    plans.task(body, Head.of("g" + body, List.of(), "flow.yaml:1:1"), Plans.spec("t"), retry());
    PlanExpr until =
        new PlanExpr.Call(
            "equal", List.of(new PlanExpr.Ordinal(body), new PlanExpr.Const(Json.of(2L))));
    plans.node(
        graph,
        new Repeat.Poll(
            head,
            body,
            1 + random.nextInt(1 << 28),
            random.nextBoolean() ? 0 : random.nextInt(1 << 30),
            random.nextBoolean() ? until : null));
  }
}
