package dev.jobc.executor.core;

import dev.jobc.plan.Control;
import dev.jobc.plan.Flow;
import dev.jobc.plan.Handlers;
import dev.jobc.plan.Head;
import dev.jobc.plan.JoinRule;
import dev.jobc.plan.Node;
import dev.jobc.plan.Pause;
import dev.jobc.plan.Plan;
import dev.jobc.plan.SubWorkflow;
import dev.jobc.plan.TaskSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A plan with what the rules need of it in arrays. Immutable; shared by every run of the plan. */
public final class PlanShape {
  /** In place of a graph. */
  public static final int NONE = -1;

  private final Plan plan;
  private final List<GraphShape> graphs;
  private final boolean asks;
  private final boolean calls;
  private final boolean keepsFaults;
  private final boolean fast;
  private final boolean early;
  private final boolean cleansUp;
  private final boolean makesWay;
  private final boolean triedAgain;

  public PlanShape(Plan plan) {
    this.plan = plan;
    List<GraphShape> all = new ArrayList<>(plan.graphs().stream().map(GraphShape::new).toList());
    if (!plan.policy().checks().isEmpty()) {
      all.add(new GraphShape(RunChecks.graph(plan)));
    }
    this.graphs = List.copyOf(all);
    calls =
        plan.graphs().stream()
            .flatMap(graph -> graph.nodes().stream())
            .anyMatch(SubWorkflow.class::isInstance);
    asks =
        plan.graphs().stream()
            .flatMap(graph -> graph.nodes().stream())
            .anyMatch(node -> node instanceof Pause || RetryRule.isHeld(node));
    boolean handled = !plan.handlers().equals(Handlers.NONE);
    triedAgain = plan.policy().retry().maxAttempts() > 1;
    keepsFaults =
        handled
            || triedAgain
            || plan.graphs().stream()
                .flatMap(graph -> graph.nodes().stream())
                .anyMatch(PlanShape::goesOn);
    early =
        plan.graphs().stream()
            .flatMap(graph -> graph.nodes().stream())
            .anyMatch(node -> !JoinRules.isPatient(node.head().rule()));
    cleansUp =
        handled
            || plan.graphs().stream()
                .flatMap(graph -> graph.nodes().stream())
                .anyMatch(PlanShape::cleansUp);
    boolean callsTasks = plan.tasks().stream().anyMatch(task -> task.spawn() != null);
    makesWay =
        plan.graphs().stream().flatMap(one -> one.nodes().stream()).anyMatch(PlanShape::makesWay);
    fast = graphs.get(0).isFast() && !cleansUp && !callsTasks && !makesWay;
  }

  public Plan plan() {
    return plan;
  }

  /** Whether anything can run after a failure, so that somebody may ask for the reason. */
  public boolean keepsFaults() {
    return keepsFaults;
  }

  /** Whether a run that has failed may be tried again as a whole. */
  public boolean isTriedAgain() {
    return triedAgain;
  }

  /** Whether, while all goes well, no rule has to be asked; see {@link GraphShape#isFast}. */
  public boolean isFast() {
    return fast;
  }

  /** Whether a step may begin before everything it needs has ended. */
  public boolean decidesEarly() {
    return early;
  }

  /** Whether anything may have to run when a run, or a part of it, ends early. */
  public boolean cleansUp() {
    return cleansUp;
  }

  /**
   * Whether attempts of it may have to make way for others: then one may still run when the step
   * has failed for that, and is tried again.
   */
  public boolean makesWay() {
    return makesWay;
  }

  private static boolean makesWay(Node node) {
    return node instanceof Node.Task task && task.policy().flow().concurrency() != null;
  }

  private static boolean cleansUp(Node node) {
    return node instanceof Flow.Block block
        && (block.saga() || !block.handlers().equals(Handlers.NONE));
  }

  private static boolean goesOn(Node node) {
    Head head = node.head();
    boolean stops = head.rule() == JoinRule.ALL_SUCCESS || head.rule() == JoinRule.NONE_FAILED;
    return !stops
        || head.continueOnError()
        || !head.teardown().isEmpty()
        || node instanceof Control;
  }

  /** Whether a step of it starts other runs. */
  public boolean calls() {
    return calls;
  }

  /** Whether anything in it waits for something from outside. */
  public boolean asks() {
    return asks;
  }

  /** What the code of a task may call; null for nothing, and for other steps. */
  public TaskSpec.@Nullable Spawn spawn(Node node) {
    return node instanceof Node.Task task ? plan.tasks().get(task.task()).spawn() : null;
  }

  /** How many graphs there are, that of {@link #checks} included. */
  public int graphs() {
    return graphs.size();
  }

  /** The graph that has to succeed before the first step; {@link #NONE} when there is none. */
  public int checks() {
    return graphs.size() > plan.graphs().size() ? plan.graphs().size() : NONE;
  }

  public GraphShape graph(int graph) {
    return graphs.get(graph);
  }

  public GraphShape root() {
    return graphs.get(0);
  }

  public Node node(int graph, int step) {
    GraphShape shape = graphs.get(graph);
    return shape.node(step % shape.size());
  }
}
