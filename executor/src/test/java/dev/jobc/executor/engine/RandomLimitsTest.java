package dev.jobc.executor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.Engine;
import dev.jobc.executor.RunId;
import dev.jobc.executor.Submission;
import dev.jobc.executor.inprocess.RegisteredRunner;
import dev.jobc.executor.runner.TaskCall;
import dev.jobc.executor.testing.Await;
import dev.jobc.executor.testing.Plans;
import dev.jobc.executor.testing.TestDatabase;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.plan.FlowControl;
import dev.jobc.plan.FlowControl.Concurrency;
import dev.jobc.plan.FlowControl.Concurrency.OnLimit;
import dev.jobc.plan.FlowControl.Pool;
import dev.jobc.plan.Plan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random runs with limits of all kinds, some of them cancelled, on two executors. */
class RandomLimitsTest {
  private static final int PLANS = 12;
  private static final int RUNS = 90;
  private static final int POOL = 3;

  /** The limits of the keys, of runs and of tasks. */
  private static final Map<String, Integer> LIMITS = Map.of("A", 1, "B", 2, "x", 1, "y", 3);

  /** What a plan takes, by its name. */
  private record Wants(@Nullable String runKey, @Nullable String taskKey, int slots) {}

  /** What is under way, counted by those who are. */
  private static final class Counts {
    private final Map<String, Integer> now = new HashMap<>();
    private final Map<String, Integer> most = new HashMap<>();

    synchronized void add(String key, int slots) {
      most.merge(key, now.merge(key, slots, Integer::sum), Math::max);
    }

    synchronized void runs(String key, String run, int tasks) {
      int before = now.getOrDefault(run, 0);
      now.merge(run, tasks, Integer::sum);
      if (before == 0) {
        add(key, 1);
      } else if (before + tasks == 0) {
        add(key, -1);
      }
    }

    synchronized int most(String key) {
      return most.getOrDefault(key, 0);
    }
  }

  private final Map<String, Wants> wants = new ConcurrentHashMap<>();
  private final Counts counts = new Counts();

  /** One step of a run, as its id tells. */
  private Json.Obj work(TaskCall call) throws InterruptedException {
    Wants want = wants.get(call.facts().get("JOBC_STEP").split("_")[0]);
    String run = call.facts().get("JOBC_RUN_ID");
    count(want, run, 1);
    try {
      new CountDownLatch(1).await(2 + run.hashCode() % 5, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      // It takes its time to stop.
      new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
      throw e;
    } finally {
      count(want, run, -1);
    }
    return TestEngine.NOTHING;
  }

  private void count(Wants want, String run, int sign) {
    if (want.runKey() != null) {
      counts.runs("runs " + want.runKey(), run, sign);
    }
    if (want.taskKey() != null) {
      counts.add("tasks " + want.taskKey(), sign);
    }
    counts.add("pool", sign * want.slots());
  }

  private Plan plan(Random random, int number) {
    String name = "p" + number;
    String runKey = List.of("A", "B", "-", "-").get(random.nextInt(4));
    String taskKey = List.of("x", "y", "-", "-").get(random.nextInt(4));
    Wants want =
        new Wants(
            runKey.equals("-") ? null : runKey,
            taskKey.equals("-") ? null : taskKey,
            random.nextInt(3));
    wants.put(name, want);
    Pool pool = want.slots() == 0 ? null : new Pool("db", want.slots());
    FlowControl ofTasks = new FlowControl(concurrency(want.taskKey(), OnLimit.QUEUE), pool, null);
    OnLimit onLimit = OnLimit.values()[random.nextInt(OnLimit.values().length)];
    FlowControl ofRuns = new FlowControl(concurrency(want.runKey(), onLimit), null, null);
    Plans plans = Plans.named(name);
    plans.task(0, name + "_0", "work", List.of());
    plans.replace(0, 0, LimitedPlans.task(name + "_0", ofTasks));
    for (int step = 1; step <= random.nextInt(3); step++) {
      plans.node(0, LimitedPlans.task(name + "_" + step, ofTasks));
    }
    return LimitedPlans.ofRuns(plans.plan(), ofRuns);
  }

  private static @Nullable Concurrency concurrency(@Nullable String key, OnLimit onLimit) {
    return key == null
        ? null
        : new Concurrency(new PlanExpr.Const(Json.of(key)), LIMITS.get(key), onLimit);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyLimitHoldsAndNothingIsLost(long seed) throws Exception {
    Random random = new Random(seed);
    Map<String, RegisteredRunner.Function> tasks = Map.of("work", this::work);
    TestEngine test = new TestEngine(tasks);
    try (test;
        Engine other = TestEngine.connect(test.database(), tasks)) {
      test.engine().queues().setPool("db", POOL);
      test.engine().startWorker(EngineTest.settings("one", 6));
      other.startWorker(EngineTest.settings("two", 6));
      List<String> plans = new ArrayList<>();
      for (int i = 0; i < PLANS; i++) {
        plans.add(test.engine().storePlan(plan(random, i), Map.of()));
      }
      List<RunId> runs = new ArrayList<>();
      for (int i = 0; i < RUNS; i++) {
        Submission submission =
            new Submission(plans.get(random.nextInt(PLANS)), TestEngine.NOTHING);
        runs.add((random.nextBoolean() ? test.engine() : other).submit(submission));
        if (random.nextInt(8) == 0) {
          other.cancel(List.of(runs.get(random.nextInt(runs.size()))));
        }
      }
      for (RunId run : runs) {
        test.ended(run);
      }
      // A run that was called off while its last task ended is found by the next sweep.
      Await.until("nothing is held", () -> isEmpty(test.database(), "jobc.permit"));
      Await.until("nobody waits", () -> isEmpty(test.database(), "jobc.held_back"));
    }
    LIMITS.forEach(
        (key, limit) -> {
          assertThat(counts.most("runs " + key)).as("runs " + key).isLessThanOrEqualTo(limit);
          assertThat(counts.most("tasks " + key)).as("tasks " + key).isLessThanOrEqualTo(limit);
        });
    assertThat(counts.most("pool")).isEqualTo(POOL);
  }

  private static boolean isEmpty(TestDatabase database, String table) {
    return database.count("select count(*) from " + table) == 0;
  }
}
