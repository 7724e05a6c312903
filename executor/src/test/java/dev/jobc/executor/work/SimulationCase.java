package dev.jobc.executor.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.RunState;
import dev.jobc.executor.core.Ending;
import dev.jobc.executor.core.GraphShape;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.store.Claimed;
import dev.jobc.executor.store.memory.StoredRun;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Flow;
import dev.jobc.plan.Node;
import dev.jobc.plan.Pause;
import dev.jobc.plan.Plan;
import dev.jobc.plan.Repeat;
import dev.jobc.plan.SubWorkflow;
import dev.jobc.plan.TaskSpec;
import dev.jobc.reference.Interpreter;
import dev.jobc.reference.Owners;
import dev.jobc.reference.Reply;
import dev.jobc.reference.World;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One simulation: a seed, and what was left out of it. Written {@code SEED [-fault N]... [-step
 * GRAPH/NODE]...}; a step that is left out becomes a join.
 *
 * @param without numbers of the faults that don't happen
 * @param joins steps that do nothing
 */
record SimulationCase(long seed, TreeSet<Integer> without, TreeSet<String> joins) {

  static SimulationCase of(long seed) {
    return new SimulationCase(seed, new TreeSet<>(), new TreeSet<>());
  }

  static SimulationCase parse(String text) {
    String[] words = text.strip().split("\\s+");
    SimulationCase parsed = of(Long.parseLong(words[0]));
    for (int i = 1; i < words.length; i += 2) {
      switch (words[i]) {
        case "-fault" -> parsed.without.add(Integer.valueOf(words[i + 1]));
        case "-step" -> parsed.joins.add(words[i + 1]);
        default -> throw new IllegalArgumentException(text);
      }
    }
    return parsed;
  }

  @Override
  public String toString() {
    return seed
        + without.stream().map(fault -> " -fault " + fault).collect(Collectors.joining())
        + joins.stream().map(step -> " -step " + step).collect(Collectors.joining());
  }

  SimulationCase withoutFault(int fault) {
    TreeSet<Integer> more = new TreeSet<>(without);
    more.add(fault);
    return new SimulationCase(seed, more, joins);
  }

  SimulationCase withoutStep(String step) {
    TreeSet<String> more = new TreeSet<>(joins);
    more.add(step);
    return new SimulationCase(seed, without, more);
  }

  /** Those that leave out one thing more. */
  List<SimulationCase> smaller() {
    List<SimulationCase> smaller = new ArrayList<>();
    IntStream.range(0, all().size())
        .filter(fault -> !without.contains(fault))
        .forEach(fault -> smaller.add(withoutFault(fault)));
    Plan plan = plan();
    for (int graph = 0; graph < plan.graphs().size(); graph++) {
      List<Node> nodes = plan.graphs().get(graph).nodes();
      boolean called = plan.calledGraphs().contains(graph);
      for (int node = 0; node < nodes.size() && !called; node++) {
        if (!(nodes.get(node) instanceof Node.Join || nodes.get(node) instanceof Node.Outputs)) {
          smaller.add(withoutStep(graph + "/" + node));
        }
      }
    }
    return smaller;
  }

  /** Whether how the runs end depends on nothing but how tasks end. */
  private boolean isCalm() {
    return seed % 2 == 0;
  }

  /** Whether tasks and runs share limits. */
  private boolean isShared() {
    return seed % 5 == 1 || seed % 5 == 2;
  }

  Plan plan() {
    Plan plan = Reshaped.quick(FlowPlan.of(seed), 2_000);
    plan = isCalm() ? Reshaped.calm(plan) : Reshaped.limited(plan, seed);
    plan = seed % 3 == 0 ? Reshaped.waiting(plan, seed) : plan;
    return without(isShared() ? Shared.limits(plan, seed, isCalm(), true) : plan);
  }

  /** The steps that were not left out, one a line, with the graphs that run anywhere. */
  String describe() {
    Plan plan = plan();
    StringBuilder text = new StringBuilder();
    TreeSet<Integer> graphs = new TreeSet<>(List.of(0));
    Owners.bodies(plan.handlers()).forEach(graphs::add);
    for (Integer graph = 0; graph != null; graph = graphs.higher(graph)) {
      List<Node> nodes = plan.graphs().get(graph).nodes();
      for (int node = 0; node < nodes.size(); node++) {
        Owners.bodies(nodes.get(node)).forEach(graphs::add);
        text.append(graph).append('/').append(node).append(' ').append(nodes.get(node));
        text.append('\n');
      }
    }
    return text.append("handlers ").append(plan.handlers()).toString();
  }

  private Plan without(Plan plan) {
    List<Plan.Graph> graphs = new ArrayList<>();
    for (int graph = 0; graph < plan.graphs().size(); graph++) {
      List<Node> nodes = new ArrayList<>(plan.graphs().get(graph).nodes());
      boolean called = plan.calledGraphs().contains(graph);
      for (int node = 0; node < nodes.size() && !called; node++) {
        if (joins.contains(graph + "/" + node)) {
          nodes.set(node, new Node.Join(nodes.get(node).head()));
        }
      }
      graphs.add(new Plan.Graph(nodes));
    }
    return plan.withGraphs(graphs);
  }

  private List<Faults.Fault> all() {
    List<Faults.Fault> all = new ArrayList<>(Faults.of(seed));
    all.addAll(isShared() ? Faults.ofLimits(seed) : List.of());
    return all;
  }

  List<Faults.Fault> faults() {
    List<Faults.Fault> all = all();
    return IntStream.range(0, all.size())
        .filter(fault -> !without.contains(fault))
        .mapToObj(all::get)
        .toList();
  }

  /**
   * What broke, null when nothing did.
   *
   * @param reached gets what has happened on the way
   */
  @Nullable String failure(Set<String> reached) {
    try {
      reached.addAll(check().reached());
      return null;
    } catch (AssertionError | RuntimeException e) {
      StackTraceElement[] trace = e.getStackTrace();
      return e + "\n" + Arrays.stream(trace).limit(6).map(at -> "  at " + at + "\n").toList();
    }
  }

  Simulation.Ended check() {
    Plan plan = plan();
    Simulation.Ended ended = Simulation.of(seed, plan, faults());
    assertThat(ended.trouble()).isEmpty();
    ended.runs().forEach(this::checkOutputs);
    if (isCalm() && !(hasTwoErrors(plan) && choosesByError(plan))) {
      Interpreter.Run expected = Interpreter.run(plan, Map.of(), new Calm(seed));
      for (StoredRun run : ended.runs()) {
        boolean abandoned =
            run.attempts().stream().anyMatch(one -> one.how() == StoredRun.How.ABANDONED);
        if (!abandoned && !ended.cancelled().contains(run.id())) {
          Comparison.check(plan, expected, end(run), toString());
        }
      }
    }
    return ended;
  }

  /**
   * A loop that runs out fails otherwise than tasks do; which error is first is a matter of time.
   */
  private static boolean hasTwoErrors(Plan plan) {
    return nodes(plan).anyMatch(Repeat.Loop.class::isInstance);
  }

  private static boolean choosesByError(Plan plan) {
    return Stream.concat(
            Stream.of(plan.handlers()),
            nodes(plan)
                .filter(Flow.Block.class::isInstance)
                .map(node -> ((Flow.Block) node).handlers()))
        .flatMap(handlers -> handlers.catches().stream())
        .anyMatch(clause -> !clause.errors().isEmpty());
  }

  private static Stream<Node> nodes(Plan plan) {
    return plan.graphs().stream().flatMap(graph -> graph.nodes().stream());
  }

  private static Comparison.End end(StoredRun run) {
    List<String> trouble = new ArrayList<>();
    Map<String, Ending> endings = new Paths(run.shape(), run.image(), run.items()).endings(trouble);
    GraphShape root = run.shape().root();
    byte[] body =
        root.hasOutputs() ? run.outputs().get(new StepRef(StepRef.ROOT, root.size() - 1)) : null;
    Json given = body == null ? null : JsonText.parse(body);
    return new Comparison.End(run.image().status(), endings, trouble, given);
  }

  /** What is kept of a task is what the attempt gave that has won. */
  private void checkOutputs(StoredRun run) {
    for (StoredRun.Attempt one : run.attempts()) {
      StepRef ref = one.work().ref();
      int graph = run.image().scope(ref.scope()).graph();
      boolean called = one.how() == StoredRun.How.CALLED;
      if (called && run.image().ending(ref) != Ending.SUCCEEDED) {
        boolean ended = run.image().ending(ref) != null;
        assertThat(ended && run.outputs().containsKey(ref)).as("calls failed").isFalse();
      } else if ((called || one.how() == StoredRun.How.SUCCEEDED)
          && run.shape().node(graph, ref.step()) instanceof Node.Task) {
        Claimed winner = one.completion().claimed();
        assertThat(run.outputs().get(ref)).isEqualTo(Simulation.output(winner));
      }
    }
    assertThat(run.image().status()).isNotEqualTo(RunState.RUNNING);
  }

  /** The world of the interpreter: nobody dies, everybody answers. */
  private record Calm(long seed) implements World {
    @Override
    public Reply task(Asker asker, TaskSpec task, Json.Obj inputs) {
      return Simulation.reply(seed, asker.path(), task, asker.attempt());
    }

    @Override
    public Reply signal(Asker asker, Pause.WaitFor wait) {
      return Reply.of(new Reply.Success(Json.object().put("received", true).build()), 1);
    }

    @Override
    public Reply approval(Asker asker, Pause.Approval approval, String prompt) {
      return Reply.of(new Reply.Success(Json.object().put("by", "somebody").build()), 1);
    }

    @Override
    public Reply workflow(Asker asker, SubWorkflow call, Json.Obj inputs) {
      throw new AssertionError("nothing is called");
    }

    @Override
    public Json fact(String name) {
      return Json.of("");
    }
  }
}
