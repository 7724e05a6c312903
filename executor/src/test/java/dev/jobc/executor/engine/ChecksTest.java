package dev.jobc.executor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.Engine;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.RunView;
import dev.jobc.executor.StepState;
import dev.jobc.executor.TaskError;
import dev.jobc.executor.inprocess.RegisteredRunner;
import dev.jobc.executor.runner.TaskCall;
import dev.jobc.executor.testing.Plans;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.plan.Check;
import dev.jobc.plan.Handlers;
import dev.jobc.plan.Node;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.Timeouts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Programs that have to succeed before tasks and workflows, on a real server. */
class ChecksTest {
  private final List<String> ran = Collections.synchronizedList(new ArrayList<>());
  private final Semaphore begun = new Semaphore(0);
  private final Semaphore interrupted = new Semaphore(0);
  private volatile int refusals;
  private volatile int failures;
  private final TestEngine jobc =
      new TestEngine(
          Map.of(
              "look", this::look,
              "work", this::work,
              "hang", call -> TestEngine.hang(begun::release, interrupted::release)));
  private final Engine engine = jobc.engine();

  @BeforeEach
  void start() {
    engine.startWorker(EngineTest.settings("w", 4));
  }

  @AfterEach
  void stop() {
    jobc.close();
  }

  private Json.Obj look(TaskCall call) throws RegisteredRunner.TaskFailure {
    ran.add("look " + call.facts().get("JOBC_STEP"));
    if (refusals-- > 0) {
      throw new RegisteredRunner.TaskFailure(TaskError.EXIT_CODE, "exited with 1");
    }
    return TestEngine.NOTHING;
  }

  private Json.Obj work(TaskCall call) throws RegisteredRunner.TaskFailure {
    ran.add(call.facts().get("JOBC_STEP"));
    if (failures-- > 0) {
      throw new RegisteredRunner.TaskFailure(TaskError.EXIT_CODE, "exited with 1");
    }
    return TestEngine.NOTHING;
  }

  private static PlanExpr text(String text) {
    return new PlanExpr.Const(Json.of(text));
  }

  private static Check program(int task) {
    return new Check.Program(task, text("no " + task), "test.yaml:2:" + task);
  }

  private static Check that(boolean holds) {
    return new Check.That(new PlanExpr.Const(Json.of(holds)), text("never"), "test.yaml:3:1");
  }

  /** One step, whose task has number 0; those of programs are 1 (looks) and 2 (hangs). */
  private static Plans plans(RetryPolicy retry, Timeouts limits, Check... checks) {
    Plans plans = Plans.named("checked");
    plans.task(0, "a", Plans.spec("work"), Map.of(), List.of(), retry, limits);
    plans.knows(Plans.spec("look")).knows(Plans.spec("hang"));
    plans.replace(0, 0, Plans.checked((Node.Task) plans.at(0, 0), List.of(checks)));
    return plans;
  }

  private RunView run(Check... checks) throws InterruptedException {
    return jobc.run(plans(RetryPolicy.NONE, Timeouts.NONE, checks).plan());
  }

  private static void assertRefused(RunView view, String message) {
    assertThat(view.summary().state()).isEqualTo(RunState.FAILED);
    RunView.Step step = view.steps().getFirst();
    assertThat(step.state()).isEqualTo(StepState.FAILED);
    assertThat(step.error().name()).isEqualTo(TaskError.CHECK_FAILED);
    assertThat(step.error().message()).isEqualTo(message);
    assertThat(step.attempts()).isEqualTo(1);
  }

  @Test
  void programsRunInOrderBeforeTheTask() throws Exception {
    RunView view = run(program(1), that(true), program(1));
    assertThat(view.summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(ran).containsExactly("look a", "look a", "a");
  }

  @Test
  void aProgramThatFailsFailsTheTaskWithItsMessage() throws Exception {
    refusals = 1;
    RunView view = run(program(1), program(2));
    assertRefused(view, "no 1");
    assertThat(view.steps().getFirst().error().trace()).contains("ExitCode: exited with 1");
    assertThat(ran).containsExactly("look a");
  }

  @Test
  void whatDoesNotHoldIsToldInItsOrder() throws Exception {
    assertRefused(run(program(1), that(false), program(2)), "never");
    assertThat(ran).containsExactly("look a");
    ran.clear();
    assertRefused(run(that(false), program(1)), "never");
    assertThat(ran).isEmpty();
  }

  @Test
  void aFailedCheckIsTriedAgainOnlyIfThatIsListed() throws Exception {
    refusals = 1;
    RetryPolicy all = Plans.retry(3, 0);
    assertRefused(jobc.run(plans(all, Timeouts.NONE, program(1)).plan()), "no 1");
    refusals = 1;
    ran.clear();
    RetryPolicy listed = Plans.retry(3, 0, TaskError.CHECK_FAILED);
    RunView view = jobc.run(plans(listed, Timeouts.NONE, program(1)).plan());
    assertThat(view.summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(ran).containsExactly("look a", "look a", "a");
  }

  @Test
  void programsRunBeforeTheFirstAttemptOnly() throws Exception {
    failures = 1;
    RunView view = jobc.run(plans(Plans.retry(2, 0), Timeouts.NONE, program(1)).plan());
    assertThat(view.summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(ran).containsExactly("look a", "a", "a");
  }

  @Test
  void aProgramHasTheTimeOfAnAttempt() throws Exception {
    RunView view = jobc.run(plans(RetryPolicy.NONE, new Timeouts(200), program(2)).plan());
    assertRefused(view, "no 2");
    assertThat(view.steps().getFirst().error().trace()).contains("Timeout");
    assertThat(interrupted.tryAcquire(1, TimeUnit.MINUTES)).isTrue();
    assertThat(ran).isEmpty();
  }

  @Test
  void aRunIsCancelledWhileAProgramRuns() throws Exception {
    RunId run = jobc.submit(plans(RetryPolicy.NONE, Timeouts.NONE, program(2)).plan());
    assertThat(begun.tryAcquire(1, TimeUnit.MINUTES)).isTrue();
    engine.cancel(List.of(run));
    assertThat(jobc.ended(run).summary().state()).isEqualTo(RunState.CANCELLED);
    assertThat(interrupted.tryAcquire(1, TimeUnit.MINUTES)).isTrue();
    assertThat(ran).isEmpty();
  }

  private static Plans guarded(Check... checks) {
    Plans plans = plans(RetryPolicy.NONE, Timeouts.NONE).checks(List.of(checks));
    int last = plans.graph();
    plans.task(last, "last", "work", List.of());
    return plans.handlers(new Handlers(List.of(), last));
  }

  @Test
  void aWorkflowWhoseChecksHoldBegins() throws Exception {
    RunView view = jobc.run(guarded(that(true), program(1)).plan());
    assertThat(view.summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(ran).containsExactly("look check2", "a", "last");
    assertThat(view.steps().subList(0, 2))
        .extracting(RunView.Step::kind, RunView.Step::state)
        .containsOnly(org.assertj.core.groups.Tuple.tuple("check", StepState.SUCCEEDED));
  }

  @Test
  void aWorkflowWhoseChecksDoNotHoldHasNotBegun() throws Exception {
    refusals = 1;
    assertRefused(jobc.run(guarded(program(1), program(1)).plan()), "no 1");
    assertThat(ran).containsExactly("look check1");
    ran.clear();
    RunView view = jobc.run(guarded(program(1), that(false)).plan());
    assertThat(view.steps().get(1).error().message()).isEqualTo("never");
    assertThat(ran).containsExactly("look check1");
  }

  @Test
  void aWorkflowWithoutHandlersFailsByItsChecksToo() throws Exception {
    Plans plans = plans(RetryPolicy.NONE, Timeouts.NONE).checks(List.of(that(true), that(false)));
    RunView view = jobc.run(plans.plan());
    assertThat(view.summary().state()).isEqualTo(RunState.FAILED);
    assertThat(view.steps().get(1).error().message()).isEqualTo("never");
    assertThat(ran).isEmpty();
  }

  @Test
  void aRunThatIsTakenUpIsCheckedAgain() throws Exception {
    failures = 1;
    Plans plans = Plans.named("taken");
    plans.task(0, "first", "look", List.of());
    plans.task(0, "second", "work", List.of(0));
    plans.task(0, "third", "work", List.of(1));
    plans.checks(List.of(program(0)));
    RunView failed = jobc.run(plans.plan());
    ran.clear();
    RunView view = jobc.ended(engine.resume(failed.summary().id(), List.of()));
    assertThat(view.summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(ran).containsExactly("look check1", "second", "third");
  }

  @Test
  void nothingCleansUpInARunThatIsCancelledWhileItIsChecked() throws Exception {
    RunId run = jobc.submit(guarded(program(2)).plan());
    assertThat(begun.tryAcquire(1, TimeUnit.MINUTES)).isTrue();
    engine.cancel(List.of(run));
    assertThat(jobc.ended(run).summary().state()).isEqualTo(RunState.CANCELLED);
    assertThat(interrupted.tryAcquire(1, TimeUnit.MINUTES)).isTrue();
    assertThat(ran).isEmpty();
  }
}
