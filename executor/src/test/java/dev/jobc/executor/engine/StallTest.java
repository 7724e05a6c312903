package dev.jobc.executor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.Engine;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.RunView;
import dev.jobc.executor.Submission;
import dev.jobc.executor.TaskError;
import dev.jobc.executor.inprocess.RegisteredRunner;
import dev.jobc.executor.runner.TaskCall;
import dev.jobc.executor.testing.Await;
import dev.jobc.executor.testing.Invariants;
import dev.jobc.executor.testing.Plans;
import dev.jobc.executor.testing.TestDatabase;
import dev.jobc.json.Json;
import dev.jobc.plan.Plan;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.Timeouts;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tasks that may be silent for only so long. */
class StallTest {
  private static final Timeouts SILENCE = new Timeouts(0, 0, 0, 400);

  private final TestDatabase database = TestDatabase.create();
  private final AtomicInteger stopped = new AtomicInteger();
  private final RegisteredRunner runner =
      new RegisteredRunner(Map.of("silent", this::silent, "lively", this::lively));
  private final Engine engine =
      Engines.connect(database.settings(), InstantSource.system(), settings -> List.of(runner));

  private Json.Obj silent(TaskCall call) throws InterruptedException {
    return TestEngine.hang(() -> {}, stopped::incrementAndGet);
  }

  /** Takes several times what it may be silent. */
  private Json.Obj lively(TaskCall call) throws InterruptedException {
    for (int i = 0; i < 24; i++) {
      runner.heartbeat(call);
      new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
    }
    return TestEngine.NOTHING;
  }

  @AfterEach
  void stop() {
    engine.close();
    Invariants.check(database);
  }

  private RunView run(String task, RetryPolicy retry) throws InterruptedException {
    Plans plans = Plans.named(task);
    plans.task(0, "a", Plans.spec(task), Map.of(), List.of(), retry, SILENCE);
    Plan plan = plans.plan();
    engine.startWorker(EngineTest.settings("w", 4));
    RunId run = engine.submit(new Submission(engine.storePlan(plan, Map.of()), TestEngine.NOTHING));
    assertThat(engine.awaitEnd(run, Await.PATIENCE)).isTrue();
    return engine.run(run).orElseThrow();
  }

  @Test
  void aSilentAttemptIsStoppedAndTriedAgain() throws Exception {
    RunView view = run("silent", Plans.retry(2, 0, "Stalled"));
    assertThat(view.summary().state()).isEqualTo(RunState.FAILED);
    assertThat(stopped).hasValue(2);
    TaskError error = view.steps().getFirst().error();
    assertThat(error.name()).isEqualTo(TaskError.STALLED);
    assertThat(error.message()).isEqualTo("was silent for longer than its limit of 0.4s");
  }

  @Test
  void anAttemptThatGivesSignsOfLifeGoesOn() throws Exception {
    assertThat(run("lively", RetryPolicy.NONE).summary().state()).isEqualTo(RunState.SUCCEEDED);
  }
}
