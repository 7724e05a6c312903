package dev.jobc.executor.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobc.executor.Engine;
import dev.jobc.executor.EngineException;
import dev.jobc.executor.InvalidInputException;
import dev.jobc.executor.OpenQuestion;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.RunView;
import dev.jobc.executor.StepState;
import dev.jobc.executor.testing.Await;
import dev.jobc.executor.testing.Plans;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Head;
import dev.jobc.plan.Pause;
import dev.jobc.plan.Pause.OnTimeout;
import dev.jobc.plan.Plan;
import dev.jobc.type.Type;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Steps that wait for a time, a signal, a person, on a real server. */
class PauseTest {

  private static TestEngine jobc;
  private static Engine engine;
  private static Engine.Worker worker;

  @BeforeAll
  static void start() {
    jobc = new TestEngine(Map.of("work", call -> TestEngine.NOTHING));
    engine = jobc.engine();
    worker = engine.startWorker(EngineTest.settings("w", 4));
  }

  @AfterAll
  static void stop() {
    jobc.close();
    assertThat(jobc.database().query("select * from jobc.question")).isEmpty();
    assertThat(jobc.database().query("select * from jobc.signal")).isEmpty();
  }

  private static Head head(String id) {
    return Head.of(id, List.of(), "test.yaml:1:1");
  }

  private static PlanExpr text(String text) {
    return new PlanExpr.Const(Json.of(text));
  }

  /** A plan whose only step is a pause, whose outputs are those of the run. */
  private static Plan plan(Pause pause) {
    Plans plans = Plans.named(pause.id());
    plans.node(0, pause);
    plans.output("all", Type.Simple.JSON, new PlanExpr.StepOutputs(0, 0));
    return plans.plan();
  }

  private static RunId submit(Plan plan) {
    return jobc.submit(plan);
  }

  private static RunView ended(RunId run) throws InterruptedException {
    return jobc.ended(run);
  }

  private static void awaitAsked(RunId run) throws InterruptedException {
    Await.until(() -> !engine.questions(Optional.of(run)).isEmpty());
  }

  private static Json all(RunView view) {
    return view.outputs().get("all");
  }

  @Test
  void waitsForATimeWithoutAWorker() throws Exception {
    RunId run = submit(plan(new Pause.Wait(head("nap"), false, text("PT1S"))));
    Await.until(() -> step(run) == StepState.PAUSED || step(run).ended());
    assertThat(worker.running()).isZero();
    RunView view = ended(run);
    assertThat(view.summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(Duration.between(view.summary().createdAt(), view.summary().finishedAt()))
        .isGreaterThanOrEqualTo(Duration.ofMillis(999));
  }

  private static StepState step(RunId run) {
    return engine.run(run).orElseThrow().steps().getFirst().state();
  }

  @Test
  void aTimeThatHasPassedIsNotWaitedFor() throws Exception {
    RunView view =
        ended(submit(plan(new Pause.Wait(head("past"), true, text("2020-01-01T00:00:00Z")))));
    assertThat(view.summary().state()).isEqualTo(RunState.SUCCEEDED);
  }

  private static Pause.WaitFor waitFor(String id, Type type, long timeout, OnTimeout late) {
    return new Pause.WaitFor(head(id), "go", type, timeout, late);
  }

  @Test
  void takesASignalWhileItWaits() throws Exception {
    Map<String, Type> fields = new LinkedHashMap<>();
    fields.put("by", Type.Simple.STRING);
    RunId run = submit(plan(waitFor("s1", new Type.RecordOf("", fields), 0, OnTimeout.FAIL)));
    awaitAsked(run);
    assertThat(step(run)).isEqualTo(StepState.PAUSED);
    assertThat(engine.signalFields(run, "go")).containsOnlyKeys("by");
    assertThatThrownBy(() -> engine.signal(run, "go", Json.object().put("by", 3).build()))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> engine.signal(run, "stop", TestEngine.NOTHING))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("it waits for `go`");
    assertThat(engine.signal(run, "go", Json.object().put("by", "Ada").build())).isTrue();
    RunView view = ended(run);
    assertThat(all(view)).isEqualTo(JsonText.parse("{\"by\":\"Ada\",\"received\":true}"));
    assertThatThrownBy(() -> engine.signal(run, "go", Json.object().put("by", "Bob").build()))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("has ended already: succeeded");
  }

  @Test
  void keepsASignalThatComesBeforeTheStepWaits() throws Exception {
    Plans plans = Plans.named("early");
    plans.node(0, new Pause.Wait(head("nap"), false, text("PT0.5S")));
    plans.node(
        0,
        new Pause.WaitFor(
            Head.of("late", List.of(0), "test.yaml:1:1"),
            "go",
            Type.Simple.INT,
            0,
            OnTimeout.FAIL));
    plans.output("all", Type.Simple.JSON, new PlanExpr.StepOutputs(0, 1));
    RunId run = submit(plans.plan());
    assertThat(engine.signal(run, "go", Json.object().put("value", 7).build())).isFalse();
    assertThat(all(ended(run))).isEqualTo(JsonText.parse("{\"received\":true,\"value\":7}"));
  }

  @Test
  void eachSignalIsTakenByOneStep() throws Exception {
    Plans plans = Plans.named("two");
    plans.node(0, waitFor("one", null, 0, OnTimeout.FAIL));
    plans.node(0, waitFor("two", null, 0, OnTimeout.FAIL));
    RunId run = submit(plans.plan());
    Await.until(() -> engine.questions(Optional.of(run)).size() == 2);
    assertThat(engine.signal(run, "go", TestEngine.NOTHING)).isTrue();
    assertThat(engine.questions(Optional.of(run))).hasSize(1);
    assertThat(engine.signal(run, "go", TestEngine.NOTHING)).isTrue();
    assertThat(ended(run).summary().state()).isEqualTo(RunState.SUCCEEDED);
  }

  @Test
  void endsWhenNoSignalComesInTime() throws Exception {
    RunView failed = ended(submit(plan(waitFor("f", null, 100, OnTimeout.FAIL))));
    assertThat(failed.summary().state()).isEqualTo(RunState.FAILED);
    assertThat(failed.steps().getFirst().error().name()).isEqualTo("Timeout");
    RunView went = ended(submit(plan(waitFor("c", null, 100, OnTimeout.CONTINUE))));
    assertThat(all(went)).isEqualTo(JsonText.parse("{\"received\":false}"));
  }

  private static Pause.Approval approval(String id, long timeout, OnTimeout late) {
    return new Pause.Approval(
        head(id),
        text("Really?"),
        List.of(
            new Plan.Input("reason", new Type.Optional(Type.Simple.STRING), null, ""),
            new Plan.Input("level", Type.Simple.INT, new PlanExpr.Const(Json.of(1)), "")),
        timeout,
        late);
  }

  @Test
  void waitsForAPersonWhoFillsInAForm() throws Exception {
    RunId run = submit(plan(approval("gate", 0, OnTimeout.FAIL)));
    awaitAsked(run);
    OpenQuestion open = engine.questions(Optional.empty()).getFirst();
    assertThat(open.prompt()).isEqualTo("Really?");
    assertThat(open.step()).isEqualTo("gate");
    assertThat(open.form()).extracting(Plan.Input::name).containsExactly("reason", "level");
    assertThatThrownBy(
            () -> engine.approve(run, "gate", "Ada", Json.object().put("level", "x").build()))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> engine.approve(run, "gat", "Ada", TestEngine.NOTHING))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("`gate`");
    engine.approve(run, "gate", "Ada", Json.object().put("reason", "fine").build());
    assertThat(all(ended(run)))
        .isEqualTo(
            JsonText.parse("{\"approved\":true,\"by\":\"Ada\",\"reason\":\"fine\",\"level\":1}"));
    assertThatThrownBy(() -> engine.approve(run, "gate", "Bob", TestEngine.NOTHING))
        .isInstanceOf(EngineException.class);
  }

  @Test
  void aDenialFailsTheStep() throws Exception {
    RunId run = submit(plan(approval("gate", 60_000, OnTimeout.APPROVE)));
    awaitAsked(run);
    engine.deny(run, "gate", "Ada", "too soon");
    RunView view = ended(run);
    assertThat(view.summary().state()).isEqualTo(RunState.FAILED);
    assertThat(view.steps().getFirst().error().name()).isEqualTo("Denied");
    assertThat(view.steps().getFirst().error().message()).isEqualTo("denied by Ada: too soon");
  }

  @Test
  void silenceCountsAsTheAuthorSays() throws Exception {
    RunView denied = ended(submit(plan(approval("d", 50, OnTimeout.DENY))));
    RunView late = ended(submit(plan(approval("f", 50, OnTimeout.FAIL))));
    RunView approved = ended(submit(plan(approval("a", 50, OnTimeout.APPROVE))));
    RunView went = ended(submit(plan(approval("c", 50, OnTimeout.CONTINUE))));
    assertThat(denied.steps().getFirst().error().name()).isEqualTo("Denied");
    assertThat(late.steps().getFirst().error().name()).isEqualTo("Timeout");
    assertThat(all(approved))
        .isEqualTo(JsonText.parse("{\"reason\":null,\"level\":1,\"approved\":true}"));
    assertThat(all(went))
        .isEqualTo(JsonText.parse("{\"reason\":null,\"level\":1,\"approved\":false}"));
  }

  @Test
  void anAnswerAndTheEndOfTheTimeEndAStepOnce() throws Exception {
    for (int i = 0; i < 20; i++) {
      RunId run = submit(plan(waitFor("race", null, 60 + i, OnTimeout.CONTINUE)));
      awaitAsked(run, i);
      boolean taken = sent(run);
      RunView view = ended(run);
      assertThat(view.summary().state()).isEqualTo(RunState.SUCCEEDED);
      // One that was not taken at once may have been kept, and taken a moment later.
      if (taken) {
        assertThat(((Json.Obj) all(view)).get("received")).isEqualTo(Json.TRUE);
      }
    }
  }

  private static void awaitAsked(RunId run, int round) throws InterruptedException {
    engine.awaitEnd(run, Duration.ofMillis(50 + 2L * round));
  }

  private static boolean sent(RunId run) {
    try {
      return engine.signal(run, "go", TestEngine.NOTHING);
    } catch (EngineException e) {
      assertThat(e.kind()).isEqualTo(EngineException.Kind.TOO_LATE);
      return false;
    }
  }

  @Test
  void aCancelledRunWaitsForNobody() throws Exception {
    RunId run = submit(plan(approval("gate", 0, OnTimeout.FAIL)));
    awaitAsked(run);
    engine.cancel(List.of(run));
    assertThat(engine.questions(Optional.of(run))).isEmpty();
    assertThat(step(run)).isEqualTo(StepState.CANCELLED);
  }
}
