package dev.jobc.executor.testing;

import dev.jobc.executor.inprocess.RegisteredRunner;
import dev.jobc.expr.PlanExpr;
import dev.jobc.input.Constraints;
import dev.jobc.json.Json;
import dev.jobc.plan.Check;
import dev.jobc.plan.FlowControl;
import dev.jobc.plan.Handlers;
import dev.jobc.plan.Head;
import dev.jobc.plan.JoinRule;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import dev.jobc.plan.PlanJson;
import dev.jobc.plan.ResultFrom;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.RunPolicy;
import dev.jobc.plan.TaskPolicy;
import dev.jobc.plan.TaskSpec;
import dev.jobc.plan.Timeouts;
import dev.jobc.plan.Trigger;
import dev.jobc.type.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plans for tests, written node by node; every task is a registered function. */
public final class Plans {
  private final String name;
  private final List<List<Node>> graphs = new ArrayList<>();
  private final List<TaskSpec> tasks = new ArrayList<>();
  private JoinRule rule = JoinRule.ALL_SUCCESS;
  private Handlers handlers = Handlers.NONE;
  private ResultFrom resultFrom = ResultFrom.ALL;
  private RetryPolicy retry = RetryPolicy.NONE;
  private List<Check> checks = List.of();
  private final List<Plan.Input> inputs = new ArrayList<>();
  private final List<Plan.Output> outputs = new ArrayList<>();
  private final List<Trigger> triggers = new ArrayList<>();

  private Plans(String name) {
    this.name = name;
    graphs.add(new ArrayList<>());
  }

  public static Plans named(String name) {
    return new Plans(name);
  }

  /** {@code length} steps after each other, all of the task {@code work}. */
  public static Plan chain(int length) {
    Plans plans = named("chain" + length);
    for (int i = 0; i < length; i++) {
      plans.task(0, "s" + i, "work", i == 0 ? List.of() : List.of(i - 1));
    }
    return plans.plan();
  }

  /** A task of which an attempt is lost in another way. */
  public static Node.Task onLost(Node.Task task, TaskPolicy.OnLost what) {
    return with(task, TaskPolicy.NONE.flow(), null, what);
  }

  /** A task with which a worker that is told to end does something else. */
  public static Node.Task onShutdown(Node.Task task, TaskPolicy.OnShutdown what) {
    return with(task, TaskPolicy.NONE.flow(), what, null);
  }

  /** A task that shares a limit. */
  public static Node.Task sharing(Node.Task task, FlowControl.Concurrency limit) {
    return with(task, new FlowControl(limit, null, null), null, null);
  }

  private static Node.Task with(
      Node.Task task,
      FlowControl flow,
      TaskPolicy.@Nullable OnShutdown end,
      TaskPolicy.@Nullable OnLost loss) {
    TaskPolicy none = TaskPolicy.NONE;
    return new Node.Task(
        task.head(),
        task.task(),
        task.with(),
        task.retry(),
        task.timeouts(),
        task.queue(),
        task.priority(),
        new TaskPolicy(
            null,
            none.runsOn(),
            flow,
            none.isolation(),
            none.checks(),
            null,
            end,
            loss,
            null,
            null,
            none.labels(),
            none.owner()));
  }

  /** The same plan, in which every task of the workflow itself is lost so. */
  public static Plan onLost(Plan plan, TaskPolicy.OnLost what) {
    Plans plans = named(plan.name());
    List<Node> nodes = plan.graphs().getFirst().nodes();
    for (int node = 0; node < nodes.size(); node++) {
      plans.task(0, nodes.get(node).id(), "work", nodes.get(node).needs());
      plans.replace(0, node, onLost((Node.Task) plans.at(0, node), what));
    }
    return plans.plan();
  }

  /** One step, {@code width} in parallel, one step. */
  public static Plan diamond(int width) {
    Plans plans = named("diamond" + width);
    plans.task(0, "first", "work", List.of());
    List<Integer> all = new ArrayList<>();
    for (int i = 1; i <= width; i++) {
      all.add(plans.task(0, "s" + i, "work", List.of(0)));
    }
    plans.task(0, "last", "work", all);
    return plans.plan();
  }

  public int graph() {
    graphs.add(new ArrayList<>());
    return graphs.size() - 1;
  }

  public int task(int graph, String id, String task, List<Integer> needs) {
    return task(graph, id, spec(task), Map.of(), needs, RetryPolicy.NONE, Timeouts.NONE);
  }

  public int task(
      int graph,
      String id,
      TaskSpec spec,
      Map<String, PlanExpr> with,
      List<Integer> needs,
      RetryPolicy retry,
      Timeouts timeouts) {
    if (!tasks.contains(spec)) {
      tasks.add(spec);
    }
    int task = tasks.indexOf(spec);
    return node(graph, new Node.Task(head(id, needs), task, with, retry, timeouts, "default", 0));
  }

  public int task(int graph, Head head, TaskSpec spec, RetryPolicy retry) {
    if (!tasks.contains(spec)) {
      tasks.add(spec);
    }
    return node(
        graph,
        new Node.Task(head, tasks.indexOf(spec), Map.of(), retry, Timeouts.NONE, "default", 0));
  }

  public Plans handlers(Handlers ofWorkflow) {
    handlers = ofWorkflow;
    return this;
  }

  /** What must hold before the first step. */
  public Plans checks(List<Check> ofRuns) {
    checks = ofRuns;
    return this;
  }

  /** A task that no step runs, with the next number. */
  public Plans knows(TaskSpec spec) {
    tasks.add(spec);
    return this;
  }

  /** The same task behind checks. */
  public static Node.Task checked(Node.Task task, List<Check> checks) {
    return with(task, checks, null);
  }

  /** The same task, whose results may be used again. */
  public static Node.Task cached(Node.Task task, TaskPolicy.Cache cache) {
    return with(task, task.policy().checks(), cache);
  }

  private static Node.Task with(
      Node.Task task, List<Check> checks, TaskPolicy.@Nullable Cache cache) {
    TaskPolicy none = TaskPolicy.NONE;
    return new Node.Task(
        task.head(),
        task.task(),
        task.with(),
        task.retry(),
        task.timeouts(),
        task.queue(),
        task.priority(),
        new TaskPolicy(
            null,
            none.runsOn(),
            none.flow(),
            none.isolation(),
            checks,
            null,
            null,
            null,
            cache,
            null,
            none.labels(),
            none.owner()));
  }

  /** How often runs are tried again as a whole. */
  public Plans retry(RetryPolicy ofRuns) {
    retry = ofRuns;
    return this;
  }

  public Plans resultFrom(ResultFrom ofWorkflow) {
    resultFrom = ofWorkflow;
    return this;
  }

  private Head head(String id, List<Integer> needs) {
    return new Head(id, needs, "test.yaml:1:1", rule, null, false, null, false, List.of());
  }

  /** What the nodes that follow say of their needs. */
  public Plans rule(JoinRule following) {
    rule = following;
    return this;
  }

  public int node(int graph, Node node) {
    graphs.get(graph).add(node);
    return graphs.get(graph).size() - 1;
  }

  public int last(int graph) {
    return graphs.get(graph).size() - 1;
  }

  public Node at(int graph, int node) {
    return graphs.get(graph).get(node);
  }

  public void replace(int graph, int node, Node by) {
    graphs.get(graph).set(node, by);
  }

  public int join(int graph, String id, List<Integer> needs) {
    return node(graph, new Node.Join(head(id, needs)));
  }

  public int map(String id, List<Integer> needs, PlanExpr items, int body, int maxParallel) {
    return map(0, id, needs, items, body, maxParallel);
  }

  public int map(
      int graph, String id, List<Integer> needs, PlanExpr items, int body, int maxParallel) {
    return node(
        graph,
        new Node.ForEach(
            head(id, needs), items, body, maxParallel, Node.ForEach.DEFAULT_MAX_ITEMS));
  }

  public Plans input(String input, Type type, PlanExpr defaultValue) {
    inputs.add(new Plan.Input(input, type, defaultValue, ""));
    return this;
  }

  /** A required input with constraints. */
  public Plans bounded(String input, Type type, Constraints constraints) {
    inputs.add(new Plan.Input(input, type, null, "", constraints));
    return this;
  }

  public Plans output(String output, Type type, PlanExpr value) {
    outputs.add(new Plan.Output(output, type, value));
    return this;
  }

  public Plans trigger(Trigger trigger) {
    triggers.add(trigger);
    return this;
  }

  /**
   * So many attempts with the same wait between them.
   *
   * @param wait milliseconds
   * @param errors those that are tried again; none for all
   */
  public static RetryPolicy retry(int attempts, long wait, String... errors) {
    return new RetryPolicy(
        attempts,
        RetryPolicy.Backoff.CONSTANT,
        wait,
        1,
        0,
        RetryPolicy.Jitter.NONE,
        0,
        List.of(errors),
        List.of());
  }

  public static TaskSpec spec(String task) {
    return spec(task, List.of(), List.of(), List.of());
  }

  public static TaskSpec spec(
      String task, List<TaskSpec.Param> inputs, List<TaskSpec.Param> outputs, List<String> errors) {
    return new TaskSpec(
        task,
        RegisteredRunner.RUNTIME,
        new TaskSpec.Entry.Registered(),
        null,
        inputs,
        outputs,
        errors,
        Map.of(),
        List.of(),
        null,
        null,
        Map.of(),
        "",
        TaskSpec.Dependencies.NONE,
        List.of(),
        null);
  }

  public static TaskSpec.Param param(String name, Type type) {
    return new TaskSpec.Param(name, type, null);
  }

  /** The same plan with a limit for its runs, in milliseconds. */
  public static Plan limited(Plan plan, long timeout) {
    Map<String, Json> members = new LinkedHashMap<>(((Json.Obj) PlanJson.write(plan)).members());
    Json.ObjectBuilder policy = Json.object();
    if (members.get("policy") instanceof Json.Obj known) {
      known.members().forEach(policy::put);
    }
    members.put("policy", policy.put("timeout", timeout).build());
    return PlanJson.read(Json.object(members));
  }

  /** Adds the node that evaluates the outputs, after everything else. */
  public Plan plan() {
    if (!outputs.isEmpty()) {
      List<Integer> all = new ArrayList<>();
      for (int i = 0; i < graphs.get(0).size(); i++) {
        all.add(i);
      }
      node(0, new Node.Outputs(head("outputs", all)));
    }
    return new Plan(
        Plan.VERSION,
        "v1",
        name,
        "default",
        "",
        Map.of(),
        inputs,
        outputs,
        graphs.stream().map(Plan.Graph::new).toList(),
        tasks,
        List.of(),
        "0".repeat(64),
        "",
        List.of(),
        triggers,
        new RunPolicy(0, retry, null, null, checks, RunPolicy.Budget.NONE),
        handlers,
        resultFrom);
  }
}
