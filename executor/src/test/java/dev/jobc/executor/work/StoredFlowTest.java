package dev.jobc.executor.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.Engine;
import dev.jobc.executor.RunId;
import dev.jobc.executor.Submission;
import dev.jobc.executor.WorkerSettings;
import dev.jobc.executor.engine.Engines;
import dev.jobc.executor.inprocess.RegisteredRunner;
import dev.jobc.executor.runner.TaskCall;
import dev.jobc.executor.testing.Invariants;
import dev.jobc.executor.testing.TestDatabase;
import dev.jobc.json.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random plans of every construct on a real server, many at once: each of them ends, and what is
 * stored then adds up. The rules themselves are {@link FlowTest}'s; here they see only the parts of
 * a run that the store loads for them.
 */
class StoredFlowTest {
  private static final int PLANS = Integer.getInteger("jobc.plans", 100);
  private static final Json.Obj NOTHING = Json.object().build();

  @Test
  void everyRunEnds() throws Exception {
    TestDatabase database = TestDatabase.create();
    try (Engine engine =
        Engines.connect(
            database.settings(), InstantSource.system(), settings -> List.of(runner()))) {
      engine.startWorker(settings("one"));
      engine.startWorker(settings("two"));
      run(engine);
    }
    Invariants.check(database);
  }

  private static RegisteredRunner runner() {
    RegisteredRunner[] made = new RegisteredRunner[1];
    made[0] =
        new RegisteredRunner(
            Map.of(
                "t",
                StoredFlowTest::answer,
                "sure",
                call -> NOTHING,
                Callers.NAME,
                call -> {
                  Random random = new Random(call.facts().toString().hashCode());
                  Callers.calls(random, call.spec())
                      .forEach(one -> made[0].spawn(call, one.task(), one.with()));
                  return answer(call);
                }));
    return made[0];
  }

  private static WorkerSettings settings(String name) {
    Duration lease = Duration.ofSeconds(30);
    return new WorkerSettings(
        name, List.of("default"), 8, Path.of("unused"), lease, Duration.ofSeconds(1));
  }

  private static void run(Engine engine) throws InterruptedException {
    long first = Long.getLong("jobc.seed", 0);
    Map<Long, RunId> runs = new LinkedHashMap<>();
    for (long seed = first; seed < first + PLANS; seed++) {
      String plan = engine.storePlan(Reshaped.quick(FlowPlan.of(seed), 50), Map.of());
      runs.put(seed, engine.submit(new Submission(plan, NOTHING)));
    }
    List<Long> stuck = new ArrayList<>();
    for (Map.Entry<Long, RunId> run : runs.entrySet()) {
      if (!engine.awaitEnd(
          run.getValue(),
          Duration.ofSeconds(stuck.isEmpty() ? Integer.getInteger("jobc.wait", 60) : 0))) {
        stuck.add(run.getKey());
      }
    }
    assertThat(stuck).as("seeds of runs that don't end").isEmpty();
  }

  private static Json.Obj answer(TaskCall call) throws RegisteredRunner.TaskFailure {
    if (new Random(call.facts().toString().hashCode()).nextInt(10) < 3) {
      throw new RegisteredRunner.TaskFailure("Odd", "as it should");
    }
    return NOTHING;
  }
}
