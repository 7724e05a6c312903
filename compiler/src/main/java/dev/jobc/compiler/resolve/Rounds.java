package dev.jobc.compiler.resolve;

import dev.jobc.source.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The order in which steps would be reached by going through the author's list again and again,
 * each time taking those whose predecessors have been taken. Found without going through it again
 * and again.
 */
final class Rounds {
  /** What is known of a step while the order is found. */
  private static final class Mark {
    final Step step;
    final int position;
    final List<Mark> followers = new ArrayList<>();
    int open;
    int round;

    Mark(Step step, int position) {
      this.step = step;
      this.position = position;
    }

    /** A step that stands behind what it waits for is taken in the same round. */
    void follow(Mark before) {
      round = Math.max(round, before.round + (before.position < position ? 0 : 1));
      open--;
    }
  }

  private final Map<Step, Mark> marks = new LinkedHashMap<>();

  private Rounds(List<Step> steps, Map<Step, Map<Step, Span>> waits) {
    steps.forEach(step -> marks.put(step, new Mark(step, marks.size())));
    for (Mark mark : marks.values()) {
      for (Step before : waits.getOrDefault(mark.step, Map.of()).keySet()) {
        mark.open++;
        followersOf(before).add(mark);
      }
    }
  }

  /** Nobody waits for a step of another graph. */
  private List<Mark> followersOf(Step step) {
    Mark mark = marks.get(step);
    return mark == null ? new ArrayList<>() : mark.followers;
  }

  /** The steps by round, then by the author's order; those on cycles come last. */
  static List<Step> of(List<Step> steps, Map<Step, Map<Step, Span>> waits) {
    Set<Step> sorted = new LinkedHashSet<>(new Rounds(steps, waits).sorted());
    sorted.addAll(steps);
    return List.copyOf(sorted);
  }

  private List<Step> sorted() {
    Deque<Mark> ready = new ArrayDeque<>();
    marks.values().stream().filter(mark -> mark.open == 0).forEach(ready::add);
    List<Mark> done = new ArrayList<>();
    while (!ready.isEmpty()) {
      Mark mark = ready.remove();
      done.add(mark);
      for (Mark follower : mark.followers) {
        follower.follow(mark);
        if (follower.open == 0) {
          ready.add(follower);
        }
      }
    }
    done.sort(Comparator.<Mark>comparingInt(m -> m.round).thenComparingInt(m -> m.position));
    return done.stream().map(mark -> mark.step).toList();
  }
}
