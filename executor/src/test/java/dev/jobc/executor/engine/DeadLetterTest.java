package dev.jobc.executor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.Background;
import dev.jobc.executor.DeadLetter;
import dev.jobc.executor.DeadLetters;
import dev.jobc.executor.DeadLetters.Filter;
import dev.jobc.executor.Engine;
import dev.jobc.executor.Keeping;
import dev.jobc.executor.Retention;
import dev.jobc.executor.RunFilter;
import dev.jobc.executor.RunState;
import dev.jobc.executor.RunView;
import dev.jobc.executor.inprocess.RegisteredRunner;
import dev.jobc.executor.runner.TaskCall;
import dev.jobc.executor.testing.LetterPlans;
import dev.jobc.executor.testing.Plans;
import dev.jobc.json.Json;
import dev.jobc.plan.Flow;
import dev.jobc.plan.Handlers;
import dev.jobc.plan.Head;
import dev.jobc.plan.ResultFrom;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.Timeouts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tasks that failed for good, on a real server. */
class DeadLetterTest {
  private final BlockingQueue<String> ran = new LinkedBlockingQueue<>();
  private volatile String broken = "";
  private final TestEngine jobc =
      new TestEngine(Map.of("fragile", this::fragile, "plain", this::fragile));
  private final Engine engine = jobc.engine();

  @BeforeEach
  void start() {
    engine.startWorker(EngineTest.settings("w", 4));
  }

  @AfterEach
  void stop() {
    jobc.close();
  }

  private Json.Obj fragile(TaskCall call) throws RegisteredRunner.TaskFailure {
    String step = call.facts().get("JOBC_STEP");
    ran.add(step);
    if (step.equals(broken)) {
      throw new RegisteredRunner.TaskFailure("Odd", "broken");
    }
    return TestEngine.NOTHING;
  }

  private List<DeadLetter> all() {
    return engine.deadLetters().find(Filter.ALL, null, 10);
  }

  private RunView retried(DeadLetter letter) throws InterruptedException {
    DeadLetters.Retried retried =
        engine.deadLetters().retry(letter.run().id(), Set.of(letter.id()));
    assertThat(retried.letters()).containsExactly(letter.id());
    return jobc.ended(retried.run());
  }

  @Test
  void anItemIsKeptUnderItsNumberAndItsMapDoneAgain() throws Exception {
    broken = "load[1]";
    RunView failed = jobc.run(LetterPlans.map("items", "fragile").plan());
    assertThat(failed.summary().state()).isEqualTo(RunState.FAILED);
    assertThat(all()).hasSize(1);
    DeadLetter letter = all().get(0);
    assertThat(letter.step()).isEqualTo("load[1]");
    assertThat(letter.task()).isEqualTo("fragile");
    assertThat(letter.error().name()).isEqualTo("Unexpected");
    assertThat(letter.run()).isEqualTo(failed.summary());
    RunView again = retried(letter);
    assertThat(again.summary().state()).as("still broken").isEqualTo(RunState.FAILED);
    assertThat(all()).hasSize(1);
    assertThat(all().get(0).id()).isGreaterThan(letter.id());
    broken = "";
    assertThat(retried(all().get(0)).summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(all()).isEmpty();
  }

  @Test
  void whatWasCaughtIsDoneAgainFromTheStepOfTheWorkflow() throws Exception {
    broken = "load";
    Plans plans = Plans.named("caught");
    int body = plans.graph();
    int clause = plans.graph();
    plans.task(0, "before", "plain", List.of());
    LetterPlans.saved(plans, body, "load", "fragile", RetryPolicy.NONE);
    plans.task(clause, "clause", "plain", List.of());
    plans.node(
        0,
        new Flow.Block(
            Head.of("block", List.of(0), "test.yaml:1:1"),
            body,
            new Handlers(List.of(new Handlers.Catch(List.of(), clause)), null),
            RetryPolicy.NONE,
            Timeouts.NONE,
            false,
            ResultFrom.ALL));
    assertThat(jobc.run(plans.plan()).summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(ran).containsExactly("before", "load", "clause");
    ran.clear();
    broken = "";
    RunView view = retried(all().get(0));
    assertThat(view.summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(ran).containsExactly("load");
    assertThat(all()).isEmpty();
  }

  @Test
  void aHandlerOfTheWorkflowRunsAgain() throws Exception {
    broken = "last";
    Plans plans = Plans.named("handled");
    int last = plans.graph();
    plans.task(0, "first", "plain", List.of());
    LetterPlans.saved(plans, last, "last", "fragile", RetryPolicy.NONE);
    plans.handlers(new Handlers(List.of(), last));
    assertThat(jobc.run(plans.plan()).summary().state()).isEqualTo(RunState.FAILED);
    broken = "";
    assertThat(retried(all().get(0)).summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(ran).containsExactly("first", "last", "last");
  }

  @Test
  void theCleanerDiscardsWhatIsOldAndThenTheRunMayGo() throws Exception {
    broken = "load[0]";
    jobc.run(LetterPlans.map("old", "fragile").plan());
    Retention everything = new Retention(Instant.now().plusSeconds(60), RunFilter.ALL);
    assertThat(engine.cleanable(everything)).isZero();
    try (Background cleaning = engine.startCleaning(new Keeping(null, Duration.ZERO, null))) {
      CountDownLatch pause = new CountDownLatch(1);
      for (int look = 0; look < 500 && !all().isEmpty(); look++) {
        pause.await(20, TimeUnit.MILLISECONDS);
      }
      assertThat(cleaning.trouble()).isEmpty();
    }
    assertThat(all()).isEmpty();
    assertThat(engine.cleanable(everything)).isEqualTo(1);
  }
}
