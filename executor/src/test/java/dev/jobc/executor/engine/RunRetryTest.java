package dev.jobc.executor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.DeadLetter;
import dev.jobc.executor.DeadLetters;
import dev.jobc.executor.Engine;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.RunView;
import dev.jobc.executor.StepState;
import dev.jobc.executor.inprocess.RegisteredRunner;
import dev.jobc.executor.runner.TaskCall;
import dev.jobc.executor.testing.LetterPlans;
import dev.jobc.executor.testing.Plans;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Handlers;
import dev.jobc.plan.Head;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.TaskSpec;
import dev.jobc.plan.Timeouts;
import dev.jobc.type.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs that are tried again as a whole, on a real server. */
class RunRetryTest {
  private static final long HOUR = 3_600_000;
  private static final TaskSpec NUMBERED =
      Plans.spec("number", List.of(), List.of(Plans.param("y", Type.Simple.INT)), List.of());

  private final List<String> ran = Collections.synchronizedList(new ArrayList<>());
  private final List<String> keys = Collections.synchronizedList(new ArrayList<>());
  private volatile int failures = 1;
  private final TestEngine jobc =
      new TestEngine(
          Map.of(
              "number", this::number,
              "fragile", this::fragile,
              "free", this::free,
              "hang", call -> TestEngine.hang(() -> {}, () -> {})));
  private final Engine engine = jobc.engine();

  @BeforeEach
  void start() {
    engine.startWorker(EngineTest.settings("w", 4));
  }

  @AfterEach
  void stop() {
    jobc.close();
  }

  private Json.Obj number(TaskCall call) {
    free(call);
    return Json.object().put("y", (long) ran.size()).build();
  }

  private Json.Obj free(TaskCall call) {
    ran.add(call.facts().get("JOBC_STEP"));
    return TestEngine.NOTHING;
  }

  private Json.Obj fragile(TaskCall call) throws RegisteredRunner.TaskFailure {
    keys.add(call.facts().get("JOBC_IDEMPOTENCY_KEY"));
    free(call);
    if (keys.size() <= failures) {
      throw new RegisteredRunner.TaskFailure("Odd", "broken");
    }
    return TestEngine.NOTHING;
  }

  /** A number, then what breaks; the outputs are the number and that of the try. */
  private static Plans chain(RetryPolicy retry) {
    Plans plans = Plans.named("chain").retry(retry);
    plans.task(0, "first", NUMBERED, Map.of(), List.of(), RetryPolicy.NONE, Timeouts.NONE);
    plans.task(0, head("fragile", 0), Plans.spec("fragile"), RetryPolicy.NONE);
    plans.output("first", Type.Simple.INT, new PlanExpr.Field(new PlanExpr.StepOutputs(0, 0), "y"));
    plans.output("try", Type.Simple.INT, new PlanExpr.RunFact("attempt"));
    return plans;
  }

  private static Head head(String id, Integer... needs) {
    return Head.of(id, List.of(needs), "test.yaml:1:1");
  }

  private static Plans cleansUp(Plans plans) {
    int clause = plans.graph();
    int last = plans.graph();
    plans.task(clause, "clause", "free", List.of());
    plans.task(last, "last", "free", List.of());
    return plans.handlers(
        new Handlers(List.of(new Handlers.Catch(List.of("Unexpected"), clause)), last));
  }

  private RunView goesOn(RunId run, int tries) throws InterruptedException {
    long until = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    for (RunView view = engine.run(run).orElseThrow(); ; view = engine.run(run).orElseThrow()) {
      if (view.tries() == tries) {
        return view;
      }
      assertThat(System.nanoTime()).as("tries " + view.tries()).isLessThan(until);
      new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
    }
  }

  @Test
  void aRunThatHasFailedBeginsAnew() throws Exception {
    RunView view = jobc.run(cleansUp(chain(Plans.retry(3, 0))).plan());
    assertThat(view.summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(ran).containsExactly("first", "fragile", "first~2", "fragile~2", "last");
    assertThat(view.outputs()).isEqualTo(JsonText.parse("{\"first\":3,\"try\":2}"));
    assertThat(view.tries()).isEqualTo(2);
    assertThat(view.steps().get(1).state()).isEqualTo(StepState.SUCCEEDED);
    assertThat(view.steps().get(1).attempts()).isEqualTo(2);
    String run = view.summary().id().toString();
    assertThat(keys).containsExactly(run + "/fragile", run + "/fragile~2");
  }

  @Test
  void theWaitBetweenTriesHoldsNoWorker() throws Exception {
    failures = 2;
    RunView view = jobc.run(chain(Plans.retry(3, 50)).plan());
    assertThat(view.summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(view.outputs()).isEqualTo(JsonText.parse("{\"first\":5,\"try\":3}"));
    assertThat(view.tries()).isEqualTo(3);
  }

  @Test
  void handlersRunOnceAfterTheLastTry() throws Exception {
    failures = 9;
    RunView view = jobc.run(cleansUp(chain(Plans.retry(2, 0))).plan());
    assertThat(ran).containsExactly("first", "fragile", "first~2", "fragile~2", "clause", "last");
    assertThat(view.summary().state()).as("the clause goes on").isEqualTo(RunState.SUCCEEDED);
    assertThat(view.outputs()).isEqualTo(JsonText.parse("{\"first\":3,\"try\":2}"));
  }

  @Test
  void otherErrorsAreNotTriedAgain() throws Exception {
    RunView view = jobc.run(chain(Plans.retry(3, 0, "Rare")).plan());
    assertThat(view.summary().state()).isEqualTo(RunState.FAILED);
    assertThat(view.tries()).isEqualTo(1);
    assertThat(ran).containsExactly("first", "fragile");
  }

  @Test
  void aTryThatCouldNotBeginInTimeIsNotWaitedFor() throws Exception {
    RunView view = jobc.run(Plans.limited(chain(Plans.retry(3, HOUR)).plan(), HOUR));
    assertThat(view.summary().state()).isEqualTo(RunState.FAILED);
    assertThat(view.tries()).isEqualTo(1);
  }

  @Test
  void aRunThatWaitsForItsNextTryCanBeCancelled() throws Exception {
    RunId plain = jobc.submit(chain(Plans.retry(3, HOUR)).plan());
    assertThat(goesOn(plain, 2).summary().state()).isEqualTo(RunState.RUNNING);
    engine.cancel(List.of(plain));
    assertThat(jobc.ended(plain).summary().state()).isEqualTo(RunState.CANCELLED);
    keys.clear();
    RunId cleaned = jobc.submit(cleansUp(chain(Plans.retry(3, HOUR))).plan());
    goesOn(cleaned, 2);
    engine.cancel(List.of(cleaned));
    assertThat(jobc.ended(cleaned).summary().state()).isEqualTo(RunState.CANCELLED);
    assertThat(ran.getLast()).isEqualTo("last");
  }

  @Test
  void aLaterTryIsCancelledWithWhatGoesOnInIt() throws Exception {
    Plans plans = cleansUp(chain(Plans.retry(2, 0)));
    plans.task(0, head("hangs", 1), Plans.spec("hang"), RetryPolicy.NONE);
    RunId run = jobc.submit(plans.plan());
    goesOn(run, 2);
    assertThat(engine.cancelStep(run, "hangs")).isEqualTo(1);
    RunView view = jobc.ended(run);
    assertThat(view.steps().get(2).state()).isEqualTo(StepState.FAILED);
    assertThat(view.steps().get(2).error().name()).isEqualTo("Cancelled");
  }

  @Test
  void theRunIsOutOfTimeInALaterTry() throws Exception {
    Plans plans = cleansUp(chain(Plans.retry(2, 0)));
    plans.task(0, head("hangs", 1), Plans.spec("hang"), RetryPolicy.NONE);
    RunView view = jobc.run(Plans.limited(plans.plan(), 2_000));
    assertThat(view.error().name()).isEqualTo("Timeout");
    assertThat(ran.getLast()).isEqualTo("last");
  }

  @Test
  void moreStepsThanARowHoldsAreTriedAgainToo() throws Exception {
    Plans plans = Plans.named("long").retry(Plans.retry(2, 0));
    for (int step = 0; step < 70; step++) {
      plans.task(
          0, "s" + step, step == 69 ? "fragile" : "free", step == 0 ? List.of() : List.of(0));
    }
    RunView view = jobc.run(plans.plan());
    assertThat(view.summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(ran).hasSize(140);
  }

  @Test
  void aRunThatFailedInItsLastTryIsTakenUpFromThere() throws Exception {
    failures = 2;
    RunView failed = jobc.run(chain(Plans.retry(2, 0)).plan());
    assertThat(failed.summary().state()).isEqualTo(RunState.FAILED);
    RunView view = jobc.ended(engine.resume(failed.summary().id(), List.of()));
    assertThat(view.summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(ran).containsExactly("first", "fragile", "first~2", "fragile~2", "fragile");
    assertThat(view.outputs()).isEqualTo(JsonText.parse("{\"first\":3,\"try\":1}"));
    assertThat(keys.getLast()).isEqualTo(view.summary().id() + "/fragile");
  }

  @Test
  void whatABlockHasRunInTheLastTryIsKept() throws Exception {
    failures = 2;
    Plans plans = Plans.named("mapped").retry(Plans.retry(2, 0));
    int body = plans.graph();
    plans.task(body, "item", NUMBERED, Map.of(), List.of(), RetryPolicy.NONE, Timeouts.NONE);
    PlanExpr items = new PlanExpr.Const(JsonText.parse("[7,8]"));
    plans.map("each", List.of(), items, body, 1);
    plans.task(0, head("fragile", 0), Plans.spec("fragile"), RetryPolicy.NONE);
    plans.output("all", Type.Simple.JSON, new PlanExpr.Gathered(body, 0));
    RunView failed = jobc.run(plans.plan());
    RunView view = jobc.ended(engine.resume(failed.summary().id(), List.of()));
    assertThat(view.outputs()).isEqualTo(JsonText.parse("{\"all\":[{\"y\":4},{\"y\":5}]}"));
    assertThat(ran).hasSize(7);
  }

  @Test
  void aLetterOfALaterTryKnowsItsStep() throws Exception {
    failures = 2;
    Plans plans = Plans.named("lettered").retry(Plans.retry(2, 0));
    plans.task(0, "first", "free", List.of());
    LetterPlans.saved(plans, 0, "load", "fragile", RetryPolicy.NONE, 0);
    RunView failed = jobc.run(plans.plan());
    List<DeadLetter> letters = engine.deadLetters().find(DeadLetters.Filter.ALL, null, 10);
    assertThat(letters).extracting(DeadLetter::step).containsExactlyInAnyOrder("load", "load~2");
    DeadLetter last =
        letters.stream().filter(one -> one.step().equals("load~2")).findFirst().orElseThrow();
    DeadLetters.Retried retried =
        engine.deadLetters().retry(failed.summary().id(), Set.of(last.id()));
    assertThat(jobc.ended(retried.run()).summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(ran).containsExactly("first", "load", "first~2", "load~2", "load");
  }
}
