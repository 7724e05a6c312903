package dev.jobc.plan;

import dev.jobc.expr.Functions;
import dev.jobc.expr.Overload;
import dev.jobc.expr.PlanExpr;
import dev.jobc.expr.PlanExpr.Comprehension;
import dev.jobc.json.Json;
import dev.jobc.plan.Pause.OnTimeout;
import dev.jobc.plan.RetryPolicy.Backoff;
import dev.jobc.plan.RetryPolicy.Jitter;
import dev.jobc.plan.TaskSpec.Capture;
import dev.jobc.plan.TaskSpec.Entry;
import dev.jobc.plan.TaskSpec.Param;
import dev.jobc.type.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes well-formed plans that use every kind of node, type and expression; same seed, same plan.
 */
final class PlanGenerator {
  private static final int MAX_DEPTH = 4;

  private final Random random;
  private final PolicyGenerator policies;
  private int names;

  PlanGenerator(long seed) {
    this.random = new Random(seed);
    this.policies = new PolicyGenerator(random, () -> expr(3), () -> type(2));
  }

  Plan plan() {
    int bodies = random.nextInt(3);
    List<Plan.Graph> graphs = new ArrayList<>();
    for (int graph = 0; graph <= bodies; graph++) {
      graphs.add(graph(bodies));
    }
    return new Plan(
        Plan.VERSION,
        "v1",
        name(),
        "default",
        random.nextBoolean() ? "" : text(),
        random.nextBoolean() ? Map.of() : Map.of("team", text()),
        list(3, () -> input()),
        list(3, () -> new Plan.Output(name(), type(0), expr(0))),
        graphs,
        list(4, this::task),
        list(2, () -> new Plan.Bundle(digest(), List.of(file()))),
        digest(),
        random.nextBoolean() ? "" : text(),
        list(2, this::name),
        list(3, () -> policies.trigger()),
        random.nextBoolean() ? RunPolicy.NONE : policies.run(retry()),
        random.nextBoolean() ? Handlers.NONE : handlers(1),
        pick(ResultFrom.values()));
  }

  private Plan.Input input() {
    return new Plan.Input(name(), type(0), maybe(() -> expr(0)), text(), policies.constraints());
  }

  private Plan.Graph graph(int bodies) {
    List<Node> nodes = new ArrayList<>();
    int size = 1 + random.nextInt(6);
    for (int i = 0; i < size; i++) {
      nodes.add(node(needsBelow(i), bodies));
    }
    return new Plan.Graph(nodes);
  }

  private List<Integer> needsBelow(int node) {
    List<Integer> needs = new ArrayList<>();
    for (int i = 0; i < node; i++) {
      if (random.nextInt(3) == 0) {
        needs.add(i);
      }
    }
    return needs;
  }

  private Node node(List<Integer> needs, int bodies) {
    Head head = head(needs);
    int limit = 1 + random.nextInt(100);
    return switch (random.nextInt(bodies == 0 ? 4 : 6)) {
      case 0 ->
          new Node.Task(
              head,
              random.nextInt(4),
              exprs(0),
              retry(),
              policies.timeouts(),
              "default",
              random.nextInt(10),
              random.nextBoolean() ? TaskPolicy.NONE : policies.task());
      case 1 ->
          bodies == 0
              ? new Node.Join(head)
              : new Node.ForEach(
                  head,
                  expr(0),
                  1 + random.nextInt(bodies),
                  limit,
                  limit * 10,
                  maybe(() -> expr(0)),
                  random.nextInt(3),
                  random.nextBoolean());
      case 2 -> new Node.Join(head);
      case 3 -> new Node.Outputs(head);
      default -> control(head, bodies);
    };
  }

  private Handlers handlers(int body) {
    return new Handlers(
        list(2, () -> new Handlers.Catch(list(2, this::name), body)), maybe(() -> body));
  }

  private Flow flow(Head head, int body) {
    return switch (random.nextInt(4)) {
      case 0 ->
          new Flow.Block(
              head,
              body,
              handlers(body),
              retry(),
              Timeouts.NONE,
              random.nextBoolean(),
              pick(ResultFrom.values()));
      case 1 ->
          new Flow.Switch(
              head, expr(0), List.of(new Flow.Case(Json.of(text()), body)), maybe(() -> body));
      case 2 -> new Flow.Fail(head, name(), expr(0));
      default -> new Flow.Return(head, exprs(0));
    };
  }

  private Control control(Head head, int bodies) {
    int body = 1 + random.nextInt(bodies);
    long millis = random.nextInt(3) * 500L;
    if (random.nextInt(3) == 0) {
      return flow(head, body);
    }
    return switch (random.nextInt(9)) {
      case 0 ->
          new Repeat.Loop(
              head, exprs(0), exprs(0), maybe(() -> expr(0)), 1 + random.nextInt(9), millis, body);
      case 1 -> new Repeat.Poll(head, body, 1 + millis, millis, maybe(() -> expr(0)));
      case 2 -> new Fan.Race(head, List.of(new Fan.Branch(name(), body)));
      case 3 -> new Fan.MapReduce(head, expr(0), expr(0), body, maybe(() -> body), body);
      case 4 ->
          new Fan.Spawn(
              head, expr(0), List.of(new Fan.Branch(name(), body)), 1 + random.nextInt(9));
      case 5 -> new Pause.Wait(head, random.nextBoolean(), expr(0));
      case 6 ->
          new Pause.WaitFor(
              head, name(), maybe(() -> type(0)), millis, pick(OnTimeout.FAIL, OnTimeout.CONTINUE));
      case 7 ->
          new Pause.Approval(
              head,
              expr(0),
              list(2, () -> new Plan.Input(name(), type(0), null, "")),
              millis,
              pick(OnTimeout.values()));
      default ->
          new SubWorkflow(
              head, "finance", name(), maybe(() -> 1 + random.nextInt(9)), digest(), exprs(0));
    };
  }

  private Head head(List<Integer> needs) {
    String source = "a.yaml:" + (1 + random.nextInt(99)) + ":" + (1 + random.nextInt(99));
    return random.nextBoolean()
        ? Head.of(name(), needs, source)
        : new Head(
            name(),
            needs,
            source,
            pick(JoinRule.values()),
            maybe(() -> expr(0)),
            random.nextBoolean(),
            maybe(() -> 1 + random.nextInt(3)),
            random.nextBoolean(),
            random.nextBoolean() ? List.of() : needs,
            random.nextBoolean() ? "" : name());
  }

  private RetryPolicy retry() {
    return random.nextBoolean()
        ? RetryPolicy.NONE
        : new RetryPolicy(
            1 + random.nextInt(9),
            pick(Backoff.values()),
            random.nextInt(5_000),
            1 + random.nextDouble(),
            random.nextInt(60_000),
            pick(Jitter.values()),
            random.nextInt(10_000),
            list(2, this::name),
            list(2, this::name));
  }

  private TaskSpec task() {
    return new TaskSpec(
        name(),
        pick("python", "go", "shell", "command"),
        entry(),
        maybe(this::digest),
        list(3, this::param),
        list(3, this::param),
        list(2, this::name),
        exprs(0),
        list(2, () -> expr(0)),
        maybe(() -> expr(0)),
        maybe(() -> new Capture(pick(Capture.Mode.values()), name())),
        random.nextBoolean() ? Map.of() : Map.of(99, TaskSpec.SKIP, 75, name()),
        random.nextBoolean() ? "" : "sh",
        random.nextBoolean()
            ? TaskSpec.Dependencies.NONE
            : new TaskSpec.Dependencies(
                maybe(() -> "requirements.txt"), list(2, () -> "requests==2." + name())),
        list(2, this::name),
        maybe(() -> new TaskSpec.Spawn(List.of(callee()), 1 + random.nextInt(9))),
        random.nextBoolean() ? "" : name());
  }

  private TaskSpec.Callee callee() {
    return new TaskSpec.Callee(name(), random.nextInt(3));
  }

  private Entry entry() {
    return switch (random.nextInt(6)) {
      case 0 -> new Entry.Function("a.py", name());
      case 1 -> new Entry.Package("cmd/load", "Load");
      case 2 -> new Entry.Inline("inline/x.sh");
      case 3 -> new Entry.Command("ls");
      case 4 -> new Entry.ClassName("com.example." + name());
      default -> new Entry.Registered();
    };
  }

  private Param param() {
    return new Param(name(), type(0), maybe(() -> expr(0)), policies.constraints());
  }

  private Plan.BundleFile file() {
    return new Plan.BundleFile("tasks/" + name() + ".py", digest(), random.nextBoolean());
  }

  private Type type(int depth) {
    return switch (random.nextInt(depth >= MAX_DEPTH ? 2 : 7)) {
      case 0 -> pick(Type.Simple.values());
      case 1 -> new Type.EnumOf(random.nextBoolean() ? "" : "Region", List.of("eu", "us"));
      case 2 -> new Type.ListOf(type(depth + 1));
      case 3 -> new Type.MapOf(type(depth + 1));
      case 4 ->
          new Type.RecordOf(random.nextBoolean() ? "" : "Row", Map.of(name(), type(depth + 1)));
      case 5 -> new Type.UnionOf(List.of(type(depth + 1), type(depth + 1)));
      default -> type(depth + 1).optional();
    };
  }

  private PlanExpr expr(int depth) {
    Supplier<PlanExpr> deeper = () -> expr(depth + 1);
    int graph = random.nextInt(3);
    int node = random.nextInt(9);
    return switch (random.nextInt(depth >= MAX_DEPTH ? 10 : 21)) {
      case 0 -> new PlanExpr.Const(json(0));
      case 1 -> new PlanExpr.WorkflowInput(name());
      case 2 -> new PlanExpr.TaskInput(name());
      case 3 -> new PlanExpr.StepOutputs(graph, node);
      case 4 -> new PlanExpr.Gathered(graph, node);
      case 5 -> new PlanExpr.StepStatus(graph, node);
      case 6 -> new PlanExpr.Item(graph);
      case 7 -> new PlanExpr.Ordinal(graph);
      case 8 -> new PlanExpr.RunFact("id");
      case 9 ->
          random.nextBoolean()
              ? random.nextBoolean()
                  ? new PlanExpr.StepError(graph, node)
                  : new PlanExpr.Secret(name())
              : random.nextBoolean() ? new PlanExpr.Caught(graph) : new PlanExpr.Local(name());
      case 10 -> new PlanExpr.Field(deeper.get(), name());
      case 11 -> new PlanExpr.Index(deeper.get(), deeper.get());
      case 12 -> new PlanExpr.ListOf(list(3, deeper));
      case 13 -> new PlanExpr.MapOf(exprs(depth + 1));
      case 14 ->
          new PlanExpr.Call(pick(Functions.all().toArray(Overload[]::new)).id(), list(3, deeper));
      case 15 -> new PlanExpr.Cond(deeper.get(), deeper.get(), deeper.get());
      case 16 -> new PlanExpr.Logic(random.nextBoolean(), deeper.get(), deeper.get());
      case 17 -> new PlanExpr.Coalesce(deeper.get(), deeper.get());
      case 18 ->
          new Comprehension(pick(Comprehension.Kind.values()), deeper.get(), name(), deeper.get());
      case 19 -> new PlanExpr.MapValues(deeper.get(), name(), deeper.get());
      default -> new PlanExpr.Template(list(3, deeper));
    };
  }

  private Map<String, PlanExpr> exprs(int depth) {
    Map<String, PlanExpr> exprs = new LinkedHashMap<>();
    int size = random.nextInt(3);
    for (int i = 0; i < size; i++) {
      exprs.put(name(), expr(depth));
    }
    return exprs;
  }

  private Json json(int depth) {
    return switch (random.nextInt(depth >= MAX_DEPTH ? 5 : 7)) {
      case 0 -> Json.NULL;
      case 1 -> Json.of(random.nextBoolean());
      case 2 -> Json.of(random.nextLong());
      case 3 -> Json.of(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20));
      case 4 -> Json.of(text());
      case 5 -> Json.array(list(3, () -> json(depth + 1)));
      default -> Json.object().put(name(), json(depth + 1)).put(text(), json(depth + 1)).build();
    };
  }

  private String name() {
    return "n" + names++;
  }

  private String text() {
    return pick("plain", "Grüße", "\"quoted\" \\ \n", "\u0000\u2028", "🦊", "")
        + random.nextInt(100);
  }

  private String digest() {
    return PlanDigest.sha256(Integer.toString(random.nextInt()));
  }

  @SafeVarargs
  private <T> T pick(T... values) {
    return values[random.nextInt(values.length)];
  }

  private <T> @Nullable T maybe(Supplier<T> value) {
    return random.nextBoolean() ? value.get() : null;
  }

  private <T> List<T> list(int most, Supplier<? extends T> item) {
    List<T> items = new ArrayList<>();
    int size = random.nextInt(most + 1);
    for (int i = 0; i < size; i++) {
      items.add(item.get());
    }
    return items;
  }
}
