package dev.jobc.compiler.types.presence;

import dev.jobc.compiler.resolve.Block;
import dev.jobc.compiler.resolve.Cause;
import dev.jobc.compiler.resolve.ResolvedWorkflow;
import dev.jobc.compiler.resolve.Step;
import dev.jobc.compiler.types.value.Known;
import dev.jobc.expr.PlanExpr;
import dev.jobc.plan.JoinRule;
import dev.jobc.source.Located;
import dev.jobc.source.Place;
import dev.jobc.source.Span;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why the outputs of a step may be missing where another step reads them, on the path that leads
 * there.
 */
public final class Presence {
  private final ResolvedWorkflow workflow;
  private final Map<Step, PlanExpr> conditions;
  private final Map<Block, Known> cases;
  private final Map<Step, Known> guards;

  /**
   * @param conditions the {@code if} of each step, as far as they have been typed
   * @param cases what holds in each case of a {@code switch}, as far as they have been typed
   * @param guards what holds where a step has started, as far as they have been typed
   */
  public Presence(
      ResolvedWorkflow workflow,
      Map<Step, PlanExpr> conditions,
      Map<Block, Known> cases,
      Map<Step, Known> guards) {
    this.guards = guards;
    this.workflow = workflow;
    this.cases = cases;
    this.conditions = conditions;
  }

  /**
   * Looks from the step read outwards.
   *
   * @param reader null for the outputs of the workflow
   * @param maps the maps around the step read that are not around the reader, innermost first
   * @return one list of causes for the value itself and one for each list around it, innermost
   *     first; an empty one means that it can't be missing
   */
  List<List<Cause>> causes(Step target, @Nullable Step reader, List<Step> maps, Known known) {
    List<List<Cause>> seen = seen(target, reader, maps, known);
    if (!maps.isEmpty() || seen.getFirst().isEmpty()) {
      return seen;
    }
    for (Step other : new Succeeded(workflow, known).besides(target, reader)) {
      Known then = known.and(guards.getOrDefault(other, Known.NOTHING));
      List<List<Cause>> before = seen(target, other, maps, then);
      seen = before.getFirst().size() < seen.getFirst().size() ? before : seen;
    }
    return seen;
  }

  private List<List<Cause>> seen(Step target, @Nullable Step reader, List<Step> maps, Known known) {
    List<List<Cause>> levels = new ArrayList<>();
    List<Cause> level = new ArrayList<>();
    Map<Block, Step> path = path(reader);
    boolean certain = false;
    for (Step at = target; at != null; at = at.parent()) {
      Step beside = path.get(at.home());
      certain |= !maps.contains(at) && known.succeeded(at.id());
      if (!certain) {
        level.addAll(ofInstance(at, known));
      }
      if (maps.contains(at)) {
        levels.add(List.copyOf(level));
        level.clear();
      }
      certain |= known.succeeded(at.id());
      if (!certain) {
        level.addAll(ofWhole(at, beside, known));
      }
      if (beside != null) {
        break;
      }
      if (!certain && !isTaken(at.home(), known)) {
        level.addAll(new Parts(workflow).causes(at, reader));
      }
      if (at.parent() == null || path.containsValue(at.parent())) {
        break;
      }
    }
    levels.add(List.copyOf(level));
    return levels;
  }

  /** Whether a case is certain to be the one that was chosen. */
  private boolean isTaken(Block block, Known known) {
    Known chosen = cases.getOrDefault(block, Known.NOTHING);
    return !chosen.truths().isEmpty() && known.truths().containsAll(chosen.truths());
  }

  /** The reader and the steps around it, by the blocks they are in. */
  private static Map<Block, Step> path(@Nullable Step reader) {
    Map<Block, Step> path = new IdentityHashMap<>();
    for (Step at = reader; at != null; at = at.parent()) {
      path.put(at.home(), at);
    }
    return path;
  }

  /** What can happen to each instance of a step that started. */
  private List<Cause> ofInstance(Step step, Known known) {
    List<Cause> found = new ArrayList<>(workflow.skips().byExitCode(step));
    Located<Boolean> tolerated = step.doc().flow().continueOnError();
    if (tolerated != null && tolerated.value()) {
      String text = step.title() + " may fail and the run goes on";
      found.add(new Cause(Cause.Kind.FAILED, step, place(tolerated.span()), text));
    }
    found.removeIf(cause -> excluded(cause, known));
    return found;
  }

  /** What can keep a step from starting, as far as the reader starts all the same. */
  private List<Cause> ofWhole(Step step, @Nullable Step reader, Known known) {
    List<Cause> found = new ArrayList<>();
    JoinRule rule = rule(step, reader);
    switch (rule) {
      case ALL_SUCCESS -> {}
      case NONE_FAILED -> found.addAll(workflow.skips().of(step));
      case NONE_FAILED_MIN_ONE_SUCCESS, ONE_SUCCESS, ALL_DONE_MIN_ONE_SUCCESS -> {
        boolean only = reader != null && workflow.orders().waits(reader).size() == 1;
        found.addAll(only ? List.of() : byRule(step, reader));
      }
      case ALL_DONE, ALL_FAILED, ONE_FAILED, ONE_DONE, NONE_SKIPPED, ALL_SKIPPED, ALWAYS ->
          found.addAll(byRule(step, reader));
    }
    found.removeIf(cause -> excluded(cause, known));
    return found;
  }

  /** How the reader waits for the step beside it; the end of a block waits like a sequence. */
  private JoinRule rule(Step step, @Nullable Step reader) {
    if (reader != null && !reader.doc().flow().teardown().isEmpty()) {
      return tearsDown(reader, step) ? JoinRule.ALL_SUCCESS : JoinRule.ALL_DONE;
    }
    if (reader == null || !workflow.orders().waits(reader).contains(step)) {
      return JoinRule.NONE_FAILED;
    }
    Located<JoinRule> rule = reader.doc().flow().rule();
    return rule == null ? JoinRule.ALL_SUCCESS : rule.value();
  }

  private static boolean tearsDown(Step teardown, Step setup) {
    return teardown.doc().flow().teardown().stream().anyMatch(id -> id.value().equals(setup.id()));
  }

  private List<Cause> byRule(Step step, @Nullable Step reader) {
    if (reader == null) {
      return List.of();
    }
    Located<JoinRule> rule = reader.doc().flow().rule();
    Span span = rule == null ? reader.doc().anchor() : rule.span();
    String text = reader.title() + " may start although " + step.title() + " has not succeeded";
    List<Cause> found = new ArrayList<>(workflow.skips().of(step));
    found.add(new Cause(Cause.Kind.FAILED, step, place(span), text));
    return found;
  }

  private boolean excluded(Cause cause, Known known) {
    PlanExpr condition = conditions.get(cause.step());
    String step = cause.step().id();
    if (!known.succeeded(step) && known.isNot(step, "succeeded")) {
      return false;
    }
    return switch (cause.kind()) {
      case CONDITION ->
          known.isNot(step, "skipped") || (condition != null && known.holds(condition));
      case SKIPPED -> known.isNot(step, "skipped");
      case FAILED -> known.isNot(step, "failed");
      case NOT_TAKEN, TIMED_OUT -> false;
    };
  }

  private Place place(Span span) {
    return workflow.unit().doc().source().place(span);
  }
}
