package dev.jobc.compiler.resolve;

import dev.jobc.source.Located;
import dev.jobc.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for whom among the steps of a {@code graph}: by {@code needs}, and by every reference
 * to the data of a sibling or of a step inside it.
 */
public final class GraphOrder {
  private final List<Step> steps;
  private final Map<Step, Map<Step, Span>> waits = new LinkedHashMap<>();

  private GraphOrder(List<Step> steps) {
    this.steps = steps;
  }

  static GraphOrder of(StepTree tree, List<Step> steps) {
    GraphOrder order = new GraphOrder(steps);
    for (Step step : steps) {
      order.waits.put(step, new LinkedHashMap<>());
      for (Located<String> need : step.doc().needs()) {
        order.wait(step, tree.named(need.value()), need.span(), true);
      }
      for (Located<String> setup : step.doc().flow().teardown()) {
        order.wait(step, tree.named(setup.value()), setup.span(), true);
      }
      order.references(tree, step, step);
    }
    return order;
  }

  /** The steps a step waits for, each with the place that says so. */
  public Map<Step, Span> waitsOf(Step step) {
    return waits.getOrDefault(step, Map.of());
  }

  /** A topological order that keeps the author's where it can; steps on cycles come last. */
  List<Step> sorted() {
    Set<Step> done = new LinkedHashSet<>();
    boolean progress = true;
    while (progress) {
      progress = false;
      for (Step step : steps) {
        if (!done.contains(step) && done.containsAll(waitsOf(step).keySet())) {
          progress |= done.add(step);
        }
      }
    }
    done.addAll(steps);
    return List.copyOf(done);
  }

  /** The steps no other step waits for. */
  List<Step> ends() {
    Set<Step> waitedFor = new LinkedHashSet<>();
    waits.values().forEach(map -> waitedFor.addAll(map.keySet()));
    List<Step> ends = steps.stream().filter(step -> !waitedFor.contains(step)).toList();
    return ends.isEmpty() ? steps : ends;
  }

  /**
   * A cycle, each step waiting for the next and the last for the first; null when there is none.
   */
  public @Nullable List<Step> cycle() {
    Set<Step> clean = new LinkedHashSet<>();
    for (Step step : steps) {
      List<Step> cycle = cycleFrom(step, new ArrayList<>(), clean);
      if (cycle != null) {
        return cycle;
      }
    }
    return null;
  }

  private @Nullable List<Step> cycleFrom(Step step, List<Step> path, Set<Step> clean) {
    int seen = path.indexOf(step);
    if (seen >= 0) {
      return List.copyOf(path.subList(seen, path.size()));
    }
    if (clean.contains(step)) {
      return null;
    }
    path.add(step);
    for (Step next : waitsOf(step).keySet()) {
      List<Step> cycle = cycleFrom(next, path, clean);
      if (cycle != null) {
        return cycle;
      }
    }
    path.remove(path.size() - 1);
    clean.add(step);
    return null;
  }

  private void references(StepTree tree, Step reader, Step within) {
    for (Located<String> reference : References.of(within.doc())) {
      wait(reader, tree.named(reference.value()), reference.span(), false);
    }
    within.children().forEach(child -> references(tree, reader, child));
  }

  private void wait(Step reader, @Nullable Step target, Span span, boolean needs) {
    for (Step sibling : steps) {
      boolean counts = sibling != reader || (needs && target == reader);
      if (target != null && counts && sibling.encloses(target) && (!needs || sibling == target)) {
        waits.computeIfAbsent(reader, s -> new LinkedHashMap<>()).putIfAbsent(sibling, span);
      }
    }
  }
}
