package dev.jobc.reference;

import dev.jobc.json.Json;
import dev.jobc.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One instance of a graph. */
public final class Body {
  private final Plan plan;
  private final Opening opening;
  private final List<StepRun> steps = new ArrayList<>();
  private State state = State.CANCELLED;
  private long end;
  private @Nullable StepError error;
  private @Nullable Returned returned;
  private boolean undone;

  /**
   * What an instance of a graph begins with.
   *
   * @param outer the body in which the node stands that runs it; null for graph 0
   * @param path unique in the run
   * @param item see {@link dev.jobc.expr.PlanExpr.Item}
   * @param ordinal its number among its siblings; -1 when it has none
   * @param caught the error it handles, JSON null when there is none
   * @param caller the step whose code has called it; null unless it is such a call
   */
  record Opening(
      int graph,
      @Nullable Body outer,
      String path,
      Json item,
      long ordinal,
      Json caught,
      @Nullable StepRun caller) {

    Opening(int graph, @Nullable Body outer, String path, Json item, long ordinal, Json caught) {
      this(graph, outer, path, item, ordinal, caught, null);
    }

    /** A body that is not one of several. */
    static Opening single(int graph, @Nullable Body outer, String path) {
      return new Opening(graph, outer, path, Json.NULL, -1, Json.NULL);
    }

    static Opening item(int graph, Body outer, String path, Json item, long ordinal) {
      return new Opening(graph, outer, path, item, ordinal, Json.NULL);
    }
  }

  Body(Plan plan, Opening opening) {
    this.plan = plan;
    this.opening = opening;
  }

  /** The plan it is a part of: that of another workflow inside a call. */
  public Plan plan() {
    return plan;
  }

  public int graph() {
    return opening.graph();
  }

  /** Its number among its siblings: an item's, a turn's; -1 when it has none. */
  public long ordinal() {
    return opening.ordinal();
  }

  /** In the order of the graph's nodes. */
  public List<StepRun> steps() {
    return List.copyOf(steps);
  }

  public State state() {
    return state;
  }

  /** When everything in it had ended. */
  public long end() {
    return end;
  }

  /** The error it failed with; null unless it has. */
  public @Nullable StepError error() {
    return error;
  }

  /** The {@code return} that ended the run in it; null when there was none. */
  @Nullable Returned returned() {
    return returned;
  }

  /** Whether nothing in it is to be undone any more. */
  boolean isUndone() {
    return undone;
  }

  void undone() {
    undone = true;
  }

  Opening opening() {
    return opening;
  }

  @Nullable Body outer() {
    return opening.outer();
  }

  StepRun step(int node) {
    return steps.get(node);
  }

  void add(StepRun run) {
    steps.add(run);
  }

  void finish(State how, long at) {
    state = how;
    end = at;
  }

  void fail(long at, @Nullable StepError why) {
    finish(State.FAILED, at);
    error = why;
  }

  void returns(long at, Returned values) {
    finish(State.SUCCEEDED, at);
    returned = values;
  }

  /** The numbers of the instances it is in, outermost first. */
  List<Long> items() {
    List<Long> items = new ArrayList<>();
    for (Body at = this; at != null; at = at.outer()) {
      if (at.ordinal() >= 0) {
        items.addFirst(at.ordinal());
      }
    }
    return items;
  }
}
