package dev.jobc.plan;

import dev.jobc.expr.PlanExpr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What nodes of every kind have.
 *
 * @param id the step's id, unique in the workflow; made from its position when the author wrote
 *     none
 * @param needs numbers of the nodes of the same graph that it waits for, ascending and without
 *     repetition
 * @param source where the author wrote it, {@code file:line:column}, 1-based
 * @param rule how {@code needs} must have ended
 * @param when looked at when the rule holds: unless it is true the step is skipped; null for always
 * @param continueOnError a failure counts as a success without outputs
 * @param compensate index of the graph that undoes the step in a saga, null for none
 * @param setup whether {@code teardown} of another node may name it
 * @param teardown numbers of the setup nodes of the same graph that this step clears up; empty for
 *     an ordinary step
 * @param description text for people, empty when absent
 */
public record Head(
    String id,
    List<Integer> needs,
    String source,
    JoinRule rule,
    @Nullable PlanExpr when,
    boolean continueOnError,
    @Nullable Integer compensate,
    boolean setup,
    List<Integer> teardown,
    String description) {

  public Head {
    needs = List.copyOf(needs);
    teardown = List.copyOf(teardown);
  }

  /** Of a node without description. */
  public Head(
      String id,
      List<Integer> needs,
      String source,
      JoinRule rule,
      @Nullable PlanExpr when,
      boolean continueOnError,
      @Nullable Integer compensate,
      boolean setup,
      List<Integer> teardown) {
    this(id, needs, source, rule, when, continueOnError, compensate, setup, teardown, "");
  }

  /** Of a node that starts when its needs have succeeded, and has nothing special. */
  public static Head of(String id, List<Integer> needs, String source) {
    return new Head(id, needs, source, JoinRule.ALL_SUCCESS, null, false, null, false, List.of());
  }
}
