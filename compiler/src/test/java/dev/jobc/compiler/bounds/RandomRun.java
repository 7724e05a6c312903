package dev.jobc.compiler.bounds;

import dev.jobc.plan.Fan;
import dev.jobc.plan.Flow;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import dev.jobc.plan.Repeat;
import dev.jobc.plan.RetryPolicy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * One way in which a run could go, in virtual time: attempts last as long as they like within their
 * limit and fail when they like. Workers are free.
 */
final class RandomRun {
  private final Plan plan;
  private final Random random;
  private final int failing;

  /** How something ended. */
  private record End(long at, State state) {}

  private enum State {
    SUCCEEDED,
    FAILED,
    SKIPPED
  }

  /** An attempt, from its start to before its end. */
  private record Busy(long start, long end, boolean first) {}

  private List<Busy> busy = new ArrayList<>();
  private final long end;

  /**
   * @param failing of a hundred attempts, how many fail
   */
  RandomRun(Plan plan, long seed, int failing) {
    this.plan = plan;
    this.random = new Random(seed);
    this.failing = failing;
    this.end = graph(0, 0).at();
  }

  long duration() {
    return end;
  }

  long tasks() {
    return busy.stream().filter(Busy::first).count();
  }

  long attempts() {
    return busy.size();
  }

  long parallel() {
    return busy.stream()
        .mapToLong(at -> busy.stream().filter(b -> b.start <= at.start && at.start < b.end).count())
        .max()
        .orElse(0);
  }

  private End graph(int graph, long start) {
    List<End> ends = new ArrayList<>();
    for (Node node : plan.graphs().get(graph).nodes()) {
      List<End> needs = node.needs().stream().map(ends::get).toList();
      End fate = fate(node, needs, start);
      ends.add(fate.state == State.SUCCEEDED ? node(node, fate.at) : fate);
    }
    long last = Math.max(start, latest(ends));
    return new End(last, any(ends, State.FAILED) ? State.FAILED : State.SUCCEEDED);
  }

  /** When the rule is decided; succeeded when the node starts then. */
  private static End fate(Node node, List<End> needs, long start) {
    if (needs.isEmpty()) {
      return new End(start, State.SUCCEEDED);
    }
    return switch (node.head().rule()) {
      case ALWAYS -> new End(start, State.SUCCEEDED);
      case ALL_DONE -> new End(latest(needs), State.SUCCEEDED);
      case ONE_DONE -> first(needs, State.SUCCEEDED, State.FAILED);
      case ONE_SUCCESS -> first(needs, State.SUCCEEDED);
      case NONE_FAILED -> spoiled(needs, State.FAILED);
      case ALL_SUCCESS -> spoiled(needs, State.FAILED, State.SKIPPED);
      default -> throw new IllegalStateException("not made");
    };
  }

  private static End first(List<End> needs, State... good) {
    return needs.stream()
        .filter(end -> List.of(good).contains(end.state))
        .map(End::at)
        .min(Comparator.naturalOrder())
        .map(at -> new End(at, State.SUCCEEDED))
        .orElseGet(() -> new End(latest(needs), State.SKIPPED));
  }

  private static End spoiled(List<End> needs, State... bad) {
    return needs.stream()
        .filter(end -> List.of(bad).contains(end.state))
        .min(Comparator.comparing(End::at))
        .orElseGet(() -> new End(latest(needs), State.SUCCEEDED));
  }

  private static long latest(List<End> ends) {
    return ends.stream().mapToLong(End::at).max().orElse(0);
  }

  private static boolean any(List<End> ends, State state) {
    return ends.stream().anyMatch(end -> end.state == state);
  }

  private End node(Node node, long start) {
    return switch (node) {
      case Node.Task task -> task(task, start);
      case Node.ForEach map -> map(map, start);
      case Node.Join join -> new End(start, State.SUCCEEDED);
      case Repeat.Loop loop -> loop(loop, start);
      case Fan.Race race -> race(race, start);
      case Flow.Switch choice -> graph(random.nextBoolean() ? 0 : 1, choice, start);
      case Flow.Block block -> block(block, start);
      default -> throw new IllegalStateException("not made");
    };
  }

  private End graph(int which, Flow.Switch choice, long start) {
    Integer otherwise = choice.otherwise();
    return graph(
        which == 0 && otherwise != null ? otherwise : choice.cases().getFirst().body(), start);
  }

  private End task(Node.Task task, long start) {
    long now = start;
    for (int attempt = 1; ; attempt++) {
      long end = now + 1 + random.nextLong(task.timeouts().attempt());
      busy.add(new Busy(now, end, attempt == 1));
      if (random.nextInt(100) >= failing) {
        return new End(end, random.nextInt(9) == 0 ? State.SKIPPED : State.SUCCEEDED);
      }
      long wait = wait(task.retry(), attempt);
      if (isOver(task.retry(), attempt, end + wait - start)) {
        return new End(end, State.FAILED);
      }
      now = end + wait;
    }
  }

  private static boolean isOver(RetryPolicy retry, int attempt, long elapsed) {
    return attempt >= retry.maxAttempts()
        || (retry.maxElapsed() > 0 && elapsed > retry.maxElapsed());
  }

  private long wait(RetryPolicy retry, int failures) {
    long wait = Backoffs.wait(retry, failures);
    return switch (retry.jitter()) {
      case NONE -> wait;
      case EQUAL -> wait / 2 + random.nextLong(wait - wait / 2 + 1);
      case FULL -> random.nextLong(wait + 1);
    };
  }

  private End map(Node.ForEach map, long start) {
    PriorityQueue<Long> lanes = new PriorityQueue<>();
    for (int lane = 0; lane < map.maxParallel(); lane++) {
      lanes.add(start);
    }
    End worst = new End(start, State.SUCCEEDED);
    for (int item = 0; item < map.maxItems(); item++) {
      End end = graph(map.body(), lanes.remove());
      lanes.add(end.at);
      boolean failed = worst.state == State.FAILED || end.state == State.FAILED;
      worst = new End(Math.max(worst.at, end.at), failed ? State.FAILED : State.SUCCEEDED);
    }
    return worst;
  }

  private End loop(Repeat.Loop loop, long start) {
    End end = new End(start, State.SUCCEEDED);
    for (int turn = 0; turn < loop.maxIterations() && end.state == State.SUCCEEDED; turn++) {
      end = graph(loop.body(), end.at + (turn == 0 ? 0 : loop.delay()));
    }
    return end;
  }

  /** What loses is cut off. */
  private End race(Fan.Race race, long start) {
    List<Busy> before = busy;
    busy = new ArrayList<>();
    List<End> ends = race.branches().stream().map(branch -> graph(branch.body(), start)).toList();
    End end =
        ends.stream()
            .filter(e -> e.state == State.SUCCEEDED)
            .min(Comparator.comparing(End::at))
            .orElseGet(() -> new End(latest(ends), State.FAILED));
    for (Busy one : busy) {
      if (one.start < end.at) {
        before.add(new Busy(one.start, Math.min(one.end, end.at), one.first));
      }
    }
    busy = before;
    return end;
  }

  private End block(Flow.Block block, long start) {
    End end = tries(block, start);
    if (end.state == State.FAILED) {
      end = graph(block.handlers().catches().getFirst().body(), end.at);
    }
    Integer last = block.handlers().last();
    End after = last == null ? end : graph(last, end.at);
    return after.state == State.FAILED ? after : new End(after.at, end.state);
  }

  private End tries(Flow.Block block, long start) {
    long now = start;
    for (int attempt = 1; ; attempt++) {
      End end = graph(block.body(), now);
      long wait = wait(block.retry(), attempt);
      if (end.state == State.SUCCEEDED || isOver(block.retry(), attempt, end.at + wait - start)) {
        return end;
      }
      now = end.at + wait;
    }
  }
}
