package dev.jobc.compiler.resolve;

import dev.jobc.source.Located;
import dev.jobc.source.Span;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
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
  private final Set<Step> members;
  private final Map<Step, Map<Step, Span>> waits = new LinkedHashMap<>();

  private GraphOrder(List<Step> steps) {
    this.steps = steps;
    this.members = new HashSet<>(steps);
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
    return Rounds.of(steps, waits);
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
    Set<Step> clean = new HashSet<>();
    for (Step step : steps) {
      List<Step> cycle = cycleFrom(step, clean);
      if (cycle != null) {
        return cycle;
      }
    }
    return null;
  }

  /** Walks from step to step without recursion: a chain may be as long as a file. */
  private @Nullable List<Step> cycleFrom(Step start, Set<Step> clean) {
    Map<Step, Iterator<Step>> path = new LinkedHashMap<>();
    Deque<Step> last = new ArrayDeque<>();
    Step step = start;
    while (step != null) {
      if (path.containsKey(step)) {
        List<Step> walked = List.copyOf(path.keySet());
        return walked.subList(walked.indexOf(step), walked.size());
      }
      if (!clean.contains(step)) {
        path.put(step, waitsOf(step).keySet().iterator());
        last.push(step);
      }
      step = next(path, last, clean);
    }
    return null;
  }

  /** The next step to look at; leaves those that have none. */
  private static @Nullable Step next(
      Map<Step, Iterator<Step>> path, Deque<Step> last, Set<Step> clean) {
    while (!last.isEmpty()) {
      Iterator<Step> nexts = path.get(last.peek());
      if (nexts != null && nexts.hasNext()) {
        return nexts.next();
      }
      Step done = last.pop();
      path.remove(done);
      clean.add(done);
    }
    return null;
  }

  private void references(StepTree tree, Step reader, Step within) {
    for (Located<String> reference : References.of(within.doc())) {
      wait(reader, tree.named(reference.value()), reference.span(), false);
    }
    within.children().forEach(child -> references(tree, reader, child));
  }

  private void wait(Step reader, @Nullable Step target, Span span, boolean needs) {
    Step sibling = target == null || needs ? target : siblingOf(target);
    if (sibling != null && members.contains(sibling) && (sibling != reader || needs)) {
      waits.computeIfAbsent(reader, s -> new LinkedHashMap<>()).putIfAbsent(sibling, span);
    }
  }

  /** The step of this graph that a step is, or is inside of; null when there is none. */
  private @Nullable Step siblingOf(Step target) {
    Step step = target;
    while (step != null && !members.contains(step)) {
      step = step.parent();
    }
    return step;
  }
}
