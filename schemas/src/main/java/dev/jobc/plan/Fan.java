package dev.jobc.plan;

import dev.jobc.expr.PlanExpr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Steps that run several bodies at the same time. */
public sealed interface Fan extends Control {

  /** A body and the name by which its author knows it. */
  record Branch(String name, int body) {}

  /**
   * Starts all branches; the first that succeeds wins and the others are cancelled. It fails when
   * every branch has failed, with the error of the last. Its own outputs are {@code {winner:
   * name}}; what a branch gave is missing unless that branch has won.
   */
  record Race(Head head, List<Branch> branches) implements Fan {
    public Race {
      branches = List.copyOf(branches);
    }
  }

  /**
   * Cuts a list into parts of nearly equal size, in order, runs {@code map} on each, and {@code
   * reduce} on all results together. {@link PlanExpr.Item} is the part in {@code map}, and a list
   * of what several instances of {@code map} gave, in order, in the other two. A part that fails
   * cancels the rest.
   *
   * @param over a list; an empty one has no parts, and {@code reduce} gets an empty list
   * @param partitions an int, at least 1; never more parts than items are made
   * @param map index of a graph with one task
   * @param combine index of a graph with one task whose outputs are shaped like those of {@code
   *     map}: it replaces at most {@link #FAN_IN} neighbouring results by one, until no more than
   *     so many are left; null for none
   * @param reduce index of a graph with one task
   */
  record MapReduce(
      Head head, PlanExpr over, PlanExpr partitions, int map, @Nullable Integer combine, int reduce)
      implements Fan {
    /** How many results {@code combine} gets at most. */
    public static final int FAN_IN = 16;
  }

  /**
   * Runs the calls that a list names, and waits for them and for all that they spawn in turn. Its
   * outputs are {@code {results: [{task, outputs}, …]}}, in the order of the calls. A call that
   * fails stops those that have not started and fails the step.
   *
   * @param calls a list of {@code {task: name, with: {input: value}}}
   * @param allow the tasks it may name; {@link PlanExpr.Item} of the graph is the call
   * @param maxItems more calls than this fail the step
   */
  record Spawn(Head head, PlanExpr calls, List<Branch> allow, int maxItems) implements Fan {
    public Spawn {
      allow = List.copyOf(allow);
    }
  }
}
