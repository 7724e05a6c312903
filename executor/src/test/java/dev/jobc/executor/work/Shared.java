package dev.jobc.executor.work;

import dev.jobc.executor.core.Need;
import dev.jobc.executor.store.NewRun;
import dev.jobc.executor.store.QueueStore;
import dev.jobc.expr.Environment;
import dev.jobc.expr.EvaluationException;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.plan.FlowControl;
import dev.jobc.plan.FlowControl.Concurrency;
import dev.jobc.plan.FlowControl.Concurrency.OnLimit;
import dev.jobc.plan.FlowControl.Pool;
import dev.jobc.plan.FlowControl.RateLimit;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import dev.jobc.plan.RunPolicy;
import dev.jobc.plan.TaskPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random plans whose tasks and runs share limits, and operators who change some of them. */
final class Shared {
  static final String POOL = "db";
  static final int LARGEST_POOL = 3;

  private static final List<OnLimit> PATIENT = List.of(OnLimit.QUEUE);

  private final Random random;
  private final List<OnLimit> kinds;
  private final boolean rates;

  /**
   * @param calm whether limits may do nothing but delay
   * @param rates whether some starts count for a time
   */
  private Shared(long seed, boolean calm, boolean rates) {
    random = new Random(seed * 0x9e3779b97f4a7c15L + 11);
    kinds = calm ? PATIENT : List.of(OnLimit.values());
    this.rates = rates;
  }

  /** The same plan with limits for some of its tasks, and perhaps its runs. */
  static Plan limits(Plan plan, long seed, boolean calm, boolean rates) {
    return new Shared(seed, calm, rates).limits(plan);
  }

  private Plan limits(Plan plan) {
    List<Plan.Graph> graphs = new ArrayList<>();
    for (Plan.Graph graph : plan.graphs()) {
      graphs.add(new Plan.Graph(graph.nodes().stream().map(this::limited).toList()));
    }
    Plan limited = plan.withGraphs(graphs);
    if (random.nextBoolean()) {
      return limited;
    }
    Concurrency concurrency = new Concurrency(key("runs"), 1 + random.nextInt(2), kind());
    RateLimit rate = rates && random.nextInt(3) == 0 ? rate("begin") : null;
    RunPolicy policy = plan.policy();
    return with(
        limited,
        new RunPolicy(
            policy.timeout(),
            policy.retry(),
            concurrency,
            rate,
            policy.checks(),
            policy.budget(),
            policy.sources()));
  }

  private static Plan with(Plan plan, RunPolicy policy) {
    return new Plan(
        plan.version(),
        plan.language(),
        plan.name(),
        plan.namespace(),
        plan.description(),
        plan.labels(),
        plan.inputs(),
        plan.outputs(),
        plan.graphs(),
        plan.tasks(),
        plan.bundles(),
        plan.sourceDigest(),
        plan.owner(),
        plan.secrets(),
        plan.triggers(),
        policy,
        plan.handlers(),
        plan.resultFrom());
  }

  private Node limited(Node node) {
    if (!(node instanceof Node.Task task) || random.nextInt(3) == 0) {
      return node;
    }
    String key = List.of("x", "y").get(random.nextInt(2));
    Concurrency concurrency =
        random.nextInt(3) == 0 ? null : new Concurrency(key(key), key.equals("x") ? 1 : 2, kind());
    Pool pool = random.nextInt(3) == 0 ? new Pool(POOL, 1 + random.nextInt(LARGEST_POOL)) : null;
    RateLimit rate = rates && random.nextInt(4) == 0 ? rate("starts") : null;
    TaskPolicy none = TaskPolicy.NONE;
    return new Node.Task(
        task.head(),
        task.task(),
        task.with(),
        task.retry(),
        task.timeouts(),
        task.queue(),
        random.nextInt(3),
        new TaskPolicy(
            null,
            none.runsOn(),
            new FlowControl(concurrency, pool, rate),
            none.isolation(),
            none.checks(),
            null,
            null,
            null,
            null,
            null,
            none.labels(),
            none.owner()));
  }

  private OnLimit kind() {
    return random.nextInt(3) > 0 ? OnLimit.QUEUE : kinds.get(random.nextInt(kinds.size()));
  }

  private static PlanExpr key(String text) {
    return new PlanExpr.Const(Json.of(text));
  }

  private static RateLimit rate(String key) {
    return new RateLimit(new PlanExpr.Const(Json.of(3L)), 1_000, key(key));
  }

  /** Whether anything of a plan shares a limit. */
  static boolean any(Plan plan) {
    return !needs(plan).isEmpty()
        || plan.graphs().stream()
            .flatMap(graph -> graph.nodes().stream())
            .anyMatch(
                node ->
                    node instanceof Node.Task task
                        && !task.policy().flow().equals(FlowControl.NONE));
  }

  /** A run of a plan. */
  static NewRun run(Plan plan, int number) {
    byte[] nothing = "{}".getBytes(StandardCharsets.UTF_8);
    List<Need> needs = needs(plan);
    return new NewRun(number, nothing, "", run -> needs);
  }

  /** What its runs need. */
  static List<Need> needs(Plan plan) {
    try {
      return Needs.of(plan, Environment.NONE);
    } catch (EvaluationException e) {
      throw new AssertionError(e);
    }
  }

  /** What an attempt needs, but for the size of pools and what its queue asks for. */
  static List<Need> needs(Plan plan, Node.Task task) {
    try {
      String name = plan.tasks().get(task.task()).name();
      return Needs.of(task.policy().flow(), plan, name, Environment.NONE);
    } catch (EvaluationException e) {
      throw new AssertionError(e);
    }
  }

  /** The operator changes something. */
  static void change(QueueStore queues, Random random) {
    switch (random.nextInt(4)) {
      case 0, 1 -> queues.setPool(POOL, random.nextInt(LARGEST_POOL + 1));
      case 2 -> queues.setQueue("default", one -> one.withSlots(random.nextInt(5)));
      default -> queues.setQueue("default", one -> one.withPaused(random.nextBoolean()));
    }
  }

  /** From now on everything fits some time. */
  static void settle(QueueStore queues) {
    queues.setPool(POOL, LARGEST_POOL);
    queues.setQueue("default", one -> one.withPaused(false).withRate(0, Duration.ZERO));
  }
}
