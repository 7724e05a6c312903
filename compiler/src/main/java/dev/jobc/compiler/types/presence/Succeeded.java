package dev.jobc.compiler.types.presence;

import dev.jobc.compiler.resolve.Ending;
import dev.jobc.compiler.resolve.ResolvedWorkflow;
import dev.jobc.compiler.resolve.Step;
import dev.jobc.compiler.types.value.Known;
import dev.jobc.model.BlockDoc;
import dev.jobc.plan.JoinRule;
import dev.jobc.source.Located;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Steps that are certain to have succeeded, and so to have started: what was certain for them when
 * they did is certain for whoever knows of their success.
 */
final class Succeeded {
  private final ResolvedWorkflow workflow;
  private final Known known;

  Succeeded(ResolvedWorkflow workflow, Known known) {
    this.workflow = workflow;
    this.known = known;
  }

  /**
   * Those that came after a step, in the same items of the maps around it.
   *
   * @param reader who knows of their success
   */
  List<Step> besides(Step target, @Nullable Step reader) {
    List<Step> found = new ArrayList<>();
    for (Step step : all()) {
      if (isAfter(step, target) && isInItemsOf(target, step) && isOne(step.parent(), reader)) {
        found.add(step);
      }
    }
    return found;
  }

  /** With what they waited for, where they needed its success. */
  private Set<Step> all() {
    Set<Step> all = new LinkedHashSet<>();
    Deque<Step> next = new ArrayDeque<>();
    for (String id : known.succeeded()) {
      Step step = workflow.tree().named(id);
      if (step != null) {
        next.add(step);
      }
    }
    while (!next.isEmpty()) {
      Step step = next.pop();
      if (all.add(step) && needsSuccess(step)) {
        next.addAll(workflow.orders().waits(step));
      }
    }
    return all;
  }

  private static boolean needsSuccess(Step step) {
    Located<JoinRule> rule = step.doc().flow().rule();
    return step.home().kind() == BlockDoc.Kind.GRAPH
        && step.doc().flow().teardown().isEmpty()
        && (rule == null || rule.value() == JoinRule.ALL_SUCCESS);
  }

  /** Whether a step starts when the target has ended; in a graph by an edge of its own. */
  private boolean isAfter(Step step, Step target) {
    if (step == target || workflow.ending(target, step) != Ending.BEFORE) {
      return false;
    }
    for (Step at = target; at != null; at = at.parent()) {
      for (Step mine = step; mine != null; mine = mine.parent()) {
        if (mine.home() == at.home()) {
          return mine.home().kind() != BlockDoc.Kind.GRAPH
              || workflow.orders().waits(mine).contains(at);
        }
      }
    }
    return true;
  }

  /** Whether every map of a step, or around it, is around another. */
  private static boolean isInItemsOf(Step step, Step other) {
    return isOne(step, other) && !(step.isMap() && step == other);
  }

  /** Whether a reader sees one instance of a place: there is no map between them. */
  private static boolean isOne(@Nullable Step place, @Nullable Step reader) {
    for (Step at = place; at != null; at = at.parent()) {
      if (at.isMap() && (reader == null || !at.encloses(reader))) {
        return false;
      }
    }
    return true;
  }
}
