package dev.jobc.bench;

import dev.jobc.executor.Engine;
import dev.jobc.executor.RunId;
import dev.jobc.executor.Submission;
import dev.jobc.executor.inprocess.RegisteredRunner;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.plan.Head;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.TaskSpec;
import dev.jobc.plan.Timeouts;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Latencies and large maps, each measured by itself.
 *
 * <p>Usage: {@code Bars idle [RUNS]}, {@code Bars paced [RATE [SECONDS]]}, {@code Bars map
 * [ITEMS]}, {@code Bars claim [ROWS]}, {@code Bars grow [TASKS]}.
 */
public final class Bars {
  private static final int TICKS_A_SECOND = 200;

  private Bars() {}

  public static void main(String[] args) throws Exception {
    int first = args.length > 1 ? Integer.parseInt(args[1]) : 0;
    int second = args.length > 2 ? Integer.parseInt(args[2]) : 0;
    try (Rig rig = new Rig()) {
      switch (args[0]) {
        case "idle" -> idle(rig, first > 0 ? first : 500);
        case "paced" -> paced(rig, first > 0 ? first : 12_000, second > 0 ? second : 20);
        case "map" -> map(rig, first > 0 ? first : 100_000);
        case "grow" -> new Growth(rig).measure(first > 0 ? first : 60_000);
        case "claim" -> new ClaimCost(rig).measure(first > 0 ? first : 1_000_000);
        default -> throw new IllegalArgumentException("no bar is called " + args[0]);
      }
    }
  }

  /** One run at a time: from the call that submits it to the first line of its task. */
  private static void idle(Rig rig, int runs) throws Exception {
    BlockingQueue<Long> starts = new ArrayBlockingQueue<>(1);
    try (Engine engine = rig.engine(() -> starts.add(System.nanoTime()));
        Engine.Worker worker = engine.startWorker(rig.worker())) {
      Submission submission = submission(engine, Shape.SINGLE.plan(RegisteredRunner.RUNTIME));
      long[] waits = new long[runs];
      for (int i = -runs / 4; i < runs; i++) {
        long begin = System.nanoTime();
        RunId run = engine.submitAll(List.of(submission)).getFirst();
        long wait = starts.take() - begin;
        if (i >= 0) {
          waits[i] = wait;
        }
        if (!engine.awaitEnd(run, Duration.ofMinutes(1))) {
          throw new IllegalStateException("a run has not ended in a minute");
        }
        LockSupport.parkNanos(10_000_000);
      }
      Arrays.sort(waits);
      Rig.OUT.println("| idle, submit → start | p50 | p99 | most |");
      Rig.OUT.println("| --- | --: | --: | --: |");
      Rig.OUT.printf(
          "| %d runs, one at a time | %.2f ms | %.2f ms | %.2f ms |%n",
          runs, waits[runs / 2] / 1e6, waits[runs * 99 / 100] / 1e6, waits[runs - 1] / 1e6);
      Rig.OUT.printf("%nstill under way: %d%n", worker.running());
    }
  }

  /** Tasks at a steady rate, and how long each was ready before it started. */
  private static void paced(Rig rig, int rate, int seconds) throws Exception {
    try (Engine engine = rig.engine(() -> {});
        Engine.Worker worker = engine.startWorker(rig.worker())) {
      Rig.OUT.println("| shape | offered/s | done/s | ready → start p50 | p99 |");
      Rig.OUT.println("| --- | --: | --: | --: | --: |");
      for (Shape shape : Shape.values()) {
        pace(engine, shape, rate, Math.max(2, seconds / 4));
        RunId first = pace(engine, shape, rate, seconds);
        Rig.OUT.printf("| %s | %,d | %s |%n", shape.word(), rate, times(rig, first));
      }
      Rig.OUT.printf("%nstill under way: %d%n", worker.running());
    }
  }

  /**
   * Submits on a clock; what is late is made up for.
   *
   * @return the first run
   */
  private static RunId pace(Engine engine, Shape shape, int rate, int seconds) throws Exception {
    Submission submission = submission(engine, shape.plan(RegisteredRunner.RUNTIME));
    int ticks = seconds * TICKS_A_SECOND;
    double runsATick = (double) rate / shape.tasks() / TICKS_A_SECOND;
    List<RunId> ids = new ArrayList<>();
    long begin = System.nanoTime();
    for (int tick = 0; tick < ticks; tick++) {
      long due = begin + tick * (1_000_000_000L / TICKS_A_SECOND);
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      int runs = (int) ((tick + 1) * runsATick) - (int) (tick * runsATick);
      if (runs > 0) {
        List<RunId> submitted = engine.submitAll(Collections.nCopies(runs, submission));
        ids.add(submitted.getFirst());
        ids.add(submitted.getLast());
      }
    }
    if (!engine.awaitEnd(ids.getLast(), Duration.ofMinutes(2))) {
      throw new IllegalStateException("the last run has not ended in two minutes");
    }
    return ids.getFirst();
  }

  private static String times(Rig rig, RunId first) throws SQLException {
    return rig.text(
        """
        select to_char(count(*) / extract(epoch from max(finished_at) - min(ready_at)), '999,999')
          || ' | ' || round(1000 * percentile_disc(0.5) within group (order by wait), 2) || ' ms'
          || ' | ' || round(1000 * percentile_disc(0.99) within group (order by wait), 2) || ' ms'
        from (
          select finished_at, ready_at, extract(epoch from started_at - ready_at) wait
          from jobc.attempt where run_id >= %d) a\
        """
            .formatted(first.value()));
  }

  /** A map over many items, and a step after it; twice, the first time does not count. */
  private static void map(Rig rig, int items) throws Exception {
    try (Engine engine = rig.engine(() -> {});
        Engine.Worker worker = engine.startWorker(rig.worker())) {
      Rig.OUT.println("| items | submit → end | items/s |");
      Rig.OUT.println("| --: | --: | --: |");
      time(engine, mapOver(Math.max(1, items / 10)));
      double seconds = time(engine, mapOver(items));
      Rig.OUT.printf("| %,d | %.2f s | %,.0f |%n", items, seconds, items / seconds);
      Rig.OUT.printf("%nstill under way: %d%n", worker.running());
    }
  }

  private static double time(Engine engine, Plan plan) throws InterruptedException {
    Submission submission = submission(engine, plan);
    long begin = System.nanoTime();
    RunId run = engine.submitAll(List.of(submission)).getFirst();
    if (!engine.awaitEnd(run, Duration.ofMinutes(5))) {
      throw new IllegalStateException("the run has not ended in five minutes");
    }
    return (System.nanoTime() - begin) / 1e9;
  }

  private static Plan mapOver(int items) {
    List<Json> numbers = IntStream.range(0, items).mapToObj(i -> (Json) new Json.Int(i)).toList();
    Node.ForEach map =
        new Node.ForEach(
            Head.of("map", List.of(), "bench"),
            new PlanExpr.Const(new Json.Arr(numbers)),
            1,
            items,
            items);
    List<Node> outer = List.of(map, task("after", List.of(0)));
    return new Plan(
        Plan.VERSION,
        "v1",
        "bench_map",
        "bench",
        "",
        Map.of(),
        List.of(),
        List.of(),
        List.of(new Plan.Graph(outer), new Plan.Graph(List.of(task("item", List.of())))),
        List.of(TaskSpec.registered("noop", RegisteredRunner.RUNTIME)),
        List.of(),
        "");
  }

  private static Node task(String id, List<Integer> needs) {
    return new Node.Task(
        Head.of(id, needs, "bench"), 0, Map.of(), RetryPolicy.NONE, Timeouts.NONE, "default", 0);
  }

  private static Submission submission(Engine engine, Plan plan) {
    return new Submission(engine.storePlan(plan, Map.of()), new Json.Obj(Map.of()));
  }
}
