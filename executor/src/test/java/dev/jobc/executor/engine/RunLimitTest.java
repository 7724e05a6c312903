package dev.jobc.executor.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobc.executor.Engine;
import dev.jobc.executor.InvalidInputException;
import dev.jobc.executor.RunFilter;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.RunView;
import dev.jobc.executor.StepState;
import dev.jobc.executor.Submission;
import dev.jobc.executor.TaskError;
import dev.jobc.executor.inprocess.RegisteredRunner;
import dev.jobc.executor.testing.Await;
import dev.jobc.executor.testing.Plans;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.plan.Contract;
import dev.jobc.plan.FlowControl;
import dev.jobc.plan.FlowControl.Concurrency.OnLimit;
import dev.jobc.plan.Head;
import dev.jobc.plan.Plan;
import dev.jobc.plan.SubWorkflow;
import dev.jobc.type.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Limits that runs share, on two executors. */
class RunLimitTest {

  private final Active active = new Active();
  private final CountDownLatch open = new CountDownLatch(1);
  private volatile boolean interrupted;
  private volatile boolean broken = true;
  private TestEngine test;
  private Engine other;

  /** Runs between their first and their last task. */
  private static final class Active {
    private final Set<String> now = new HashSet<>();
    private final List<String> begun = new ArrayList<>();
    private int most;

    synchronized Json.Obj enter(String run) {
      now.add(run);
      begun.add(run);
      most = Math.max(most, now.size());
      return TestEngine.NOTHING;
    }

    synchronized Json.Obj leave(String run) {
      now.remove(run);
      return TestEngine.NOTHING;
    }

    synchronized int most() {
      return most;
    }

    synchronized List<String> begun() {
      return List.copyOf(begun);
    }
  }

  @BeforeEach
  void start() {
    Map<String, RegisteredRunner.Function> tasks =
        Map.of(
            "first", call -> active.enter(call.facts().get("JOBC_RUN_ID")),
            "last", call -> active.leave(call.facts().get("JOBC_RUN_ID")),
            "work", call -> TestEngine.NOTHING,
            "hang", call -> hang(call.facts().get("JOBC_RUN_ID")),
            "fragile", call -> fragile());
    test = new TestEngine(tasks);
    other = TestEngine.connect(test.database(), tasks);
    test.engine().startWorker(EngineTest.settings("one", 8));
    other.startWorker(EngineTest.settings("two", 8));
  }

  private Json.Obj hang(String run) throws InterruptedException {
    active.enter(run);
    try {
      open.await();
    } catch (InterruptedException e) {
      // It takes its time to stop.
      new CountDownLatch(1).await(300, TimeUnit.MILLISECONDS);
      interrupted = true;
      throw e;
    } finally {
      active.leave(run);
    }
    return TestEngine.NOTHING;
  }

  private Json.Obj fragile() {
    if (broken) {
      throw new IllegalStateException("broken");
    }
    return TestEngine.NOTHING;
  }

  @AfterEach
  void stop() {
    open.countDown();
    other.close();
    test.close();
    assertThat(test.database().query("select * from jobc.held_back")).isEmpty();
    assertThat(test.database().query("select * from jobc.permit where ends_at is null")).isEmpty();
    assertThat(
            test.database()
                .query(
                    "select run_id from jobc.run where flags & 512 <> 0 and finished_at is null"))
        .isEmpty();
  }

  private void awaitBegun(int count) throws InterruptedException {
    Await.until(() -> active.begun().size() == count);
  }

  private static Plan chain(String name, FlowControl flow, String... tasks) {
    Plans plans = Plans.named(name);
    plans.input("key", Type.Simple.STRING, new PlanExpr.Const(Json.of("none")));
    for (int i = 0; i < tasks.length; i++) {
      plans.task(0, "s" + i, tasks[i], i == 0 ? List.of() : List.of(i - 1));
    }
    return LimitedPlans.ofRuns(plans.plan(), flow);
  }

  private static FlowControl one(OnLimit onLimit) {
    return LimitedPlans.concurrency(1, onLimit, null);
  }

  private RunId submit(Plan plan, String key) {
    return test.submit(plan, Json.object().put("key", key).build());
  }

  private RunView view(RunId run) {
    return test.engine().run(run).orElseThrow();
  }

  private RunState ended(RunId run) throws InterruptedException {
    return test.ended(run).summary().state();
  }

  @Test
  void atMostSoManyRunsAtOnceHoweverTheyAreSubmitted() throws Exception {
    Plan plan =
        chain("few", LimitedPlans.concurrency(3, OnLimit.QUEUE, null), "first", "work", "last");
    String id = test.engine().storePlan(plan, Map.of());
    List<RunId> runs = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      runs.add(test.submit(plan));
    }
    runs.addAll(other.submitAll(Collections.nCopies(60, new Submission(id, TestEngine.NOTHING))));
    for (RunId run : runs) {
      assertThat(ended(run)).isEqualTo(RunState.SUCCEEDED);
    }
    assertThat(active.begun()).hasSize(80);
    assertThat(active.most()).isEqualTo(3);
  }

  @Test
  void runsGoOnInOrderOfTheirSubmission() throws Exception {
    Plan hanging = chain("order", one(OnLimit.QUEUE), "hang");
    List<RunId> runs = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      runs.add(test.submit(hanging));
    }
    awaitBegun(1);
    open.countDown();
    for (RunId run : runs) {
      ended(run);
    }
    assertThat(active.begun())
        .containsExactlyElementsOf(runs.stream().map(RunId::toString).toList());
  }

  @Test
  void whatWaitsHasNothingInTheJobTableAndSaysWhy() throws Exception {
    Plan plan =
        chain(
            "deploy",
            LimitedPlans.concurrency(1, OnLimit.QUEUE, LimitedPlans.inputKey()),
            "hang",
            "work");
    RunId a = submit(plan, "a");
    RunId b = submit(plan, "b");
    awaitBegun(2);
    RunId again = submit(plan, "a");
    assertThat(view(again).waits()).isEqualTo("waits for runs default: a: 1 of 1 slots taken");
    assertThat(view(again).steps()).allMatch(step -> step.state() == StepState.WAITING);
    assertThat(test.database().query("select * from jobc.ready where run_id = " + again.value()))
        .isEmpty();
    assertThat(view(a).waits()).isNull();
    assertThatThrownBy(() -> test.engine().cancelStep(again, "s0"))
        .hasMessageContaining("limits hold it back");
    open.countDown();
    for (RunId run : List.of(a, b, again)) {
      assertThat(ended(run)).isEqualTo(RunState.SUCCEEDED);
    }
  }

  @Test
  void oneMoreFailsOrIsCancelledIfItsAuthorSaysSo() throws Exception {
    RunId first = test.submit(chain("w", one(OnLimit.QUEUE), "hang"));
    awaitBegun(1);
    RunView failed = test.ended(test.submit(chain("w", one(OnLimit.FAIL), "hang")));
    assertThat(failed.summary().state()).isEqualTo(RunState.FAILED);
    assertThat(failed.error().name()).isEqualTo(TaskError.LIMIT_REACHED);
    assertThat(failed.error().message()).isEqualTo("no room at `runs default: w`");
    RunView cancelled = test.ended(test.submit(chain("w", one(OnLimit.CANCEL_NEW), "hang")));
    assertThat(cancelled.summary().state()).isEqualTo(RunState.CANCELLED);
    assertThat(cancelled.error().message()).isEqualTo("no room at `runs default: w`");
    assertThat(active.begun()).hasSize(1);
    open.countDown();
    assertThat(ended(first)).isEqualTo(RunState.SUCCEEDED);
    assertThat(ended(test.submit(chain("w", one(OnLimit.FAIL), "hang"))))
        .isEqualTo(RunState.SUCCEEDED);
  }

  @Test
  void theOldestMakesWayAndTheNewOneBeginsWhenItHasStopped() throws Exception {
    Plan plan = chain("w", one(OnLimit.CANCEL_RUNNING), "hang");
    RunId first = test.submit(plan);
    awaitBegun(1);
    RunId second = test.submit(plan);
    RunView made = test.ended(first);
    assertThat(made.summary().state()).isEqualTo(RunState.CANCELLED);
    assertThat(made.error().message())
        .isEqualTo("made way for another run of the same concurrency key");
    awaitBegun(2);
    assertThat(interrupted).isTrue();
    open.countDown();
    assertThat(ended(second)).isEqualTo(RunState.SUCCEEDED);
    assertThat(active.most()).isEqualTo(1);
  }

  @Test
  void whatIsCancelledHoldsOnUntilItHasStoppedAndWhatWaitsNeverBegins() throws Exception {
    Plan plan = chain("w", one(OnLimit.QUEUE), "hang");
    RunId first = test.submit(plan);
    awaitBegun(1);
    RunId second = test.submit(plan);
    RunId third = test.submit(plan);
    test.engine().cancel(List.of(first, second));
    assertThat(view(second).summary().state()).isEqualTo(RunState.CANCELLED);
    assertThat(view(third).waits()).isEqualTo("waits for runs default: w: 1 of 1 slots taken");
    awaitBegun(2);
    assertThat(interrupted).isTrue();
    open.countDown();
    assertThat(ended(third)).isEqualTo(RunState.SUCCEEDED);
    assertThat(active.most()).isEqualTo(1);
    assertThat(active.begun()).doesNotContain(second.toString());
  }

  @Test
  void theTimeOfARunGoesOnWhileItWaits() throws Exception {
    RunId first = test.submit(chain("w", one(OnLimit.QUEUE), "hang"));
    awaitBegun(1);
    RunId late =
        test.submit(
            LimitedPlans.ofRuns(chain("w", one(OnLimit.QUEUE), "hang"), one(OnLimit.QUEUE), 300));
    RunView view = test.ended(late);
    assertThat(view.summary().state()).isEqualTo(RunState.FAILED);
    assertThat(view.error().name()).isEqualTo(TaskError.TIMEOUT);
    open.countDown();
    assertThat(ended(first)).isEqualTo(RunState.SUCCEEDED);
    assertThat(active.begun()).hasSize(1);
  }

  @Test
  void noWindowHasMoreBeginningsThanItsLimit() throws Exception {
    test.database()
        .execute(
            """
            create table public.starts (at timestamptz);
            create function public.note() returns trigger language plpgsql as
              'begin insert into public.starts values (new.begun_at); return null; end';
            create trigger note after update of begun_at on jobc.permit
              for each row execute function public.note();
            """);
    Plan plan = chain("rated", LimitedPlans.rate(4, 300, null), "first", "last");
    List<RunId> runs = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      runs.add(test.submit(plan));
    }
    for (RunId run : runs) {
      assertThat(ended(run)).isEqualTo(RunState.SUCCEEDED);
    }
    assertThat(test.database().count("select count(*) from public.starts")).isEqualTo(15);
    assertThat(
            test.database()
                .query(
                    """
                    select * from (select at, lag(at, 4) over (order by at) before from public.starts) s
                    where at - before < interval '300 milliseconds'\
                    """))
        .isEmpty();
  }

  @Test
  void aRunThatWaitsForItsRateIsRefusedWhenItWouldBeOneTooMany() throws Exception {
    FlowControl both =
        new FlowControl(
            one(OnLimit.FAIL).concurrency(), null, LimitedPlans.rate(1, 600, null).rateLimit());
    RunId first = test.submit(chain("w", both, "hang"));
    awaitBegun(1);
    RunView second = test.ended(test.submit(chain("w", both, "hang")));
    assertThat(second.error().name()).isEqualTo(TaskError.LIMIT_REACHED);
    open.countDown();
    assertThat(ended(first)).isEqualTo(RunState.SUCCEEDED);
  }

  @Test
  void aWorkflowWithoutStepsGivesItsSlotBackAtOnce() throws Exception {
    Plan plan = LimitedPlans.ofRuns(Plans.named("w").plan(), one(OnLimit.QUEUE));
    for (int i = 0; i < 3; i++) {
      assertThat(ended(test.submit(plan))).isEqualTo(RunState.SUCCEEDED);
    }
  }

  @Test
  void moreThanSixtyFourStepsBegin() throws Exception {
    String[] tasks = IntStream.range(0, 70).mapToObj(i -> "work").toArray(String[]::new);
    tasks[0] = "first";
    tasks[69] = "last";
    Plan plan = chain("wide", one(OnLimit.QUEUE), tasks);
    List<RunId> runs = List.of(test.submit(plan), test.submit(plan), test.submit(plan));
    for (RunId run : runs) {
      assertThat(ended(run)).isEqualTo(RunState.SUCCEEDED);
    }
    assertThat(active.most()).isEqualTo(1);
  }

  @Test
  void aKeyThatHasNoValueIsAnErrorOfTheSubmission() {
    PlanExpr nothing =
        new PlanExpr.Index(new PlanExpr.ListOf(List.of()), new PlanExpr.Const(Json.of(0L)));
    Plan plan = chain("w", LimitedPlans.concurrency(1, OnLimit.QUEUE, nothing), "hang");
    assertThatThrownBy(() -> test.submit(plan))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("the limits of `w` can't be told: ");
  }

  private static SubWorkflow call(String id, Plan callee) {
    String contract = Contract.digest(callee.inputs(), callee.outputs());
    return new SubWorkflow(
        Head.of(id, List.of(), "x.yaml:1:1"), "default", callee.name(), null, contract, Map.of());
  }

  private Plan caller(String name, FlowControl flow, Plan callee) {
    test.engine().storePlan(callee, Map.of());
    Plans plans = Plans.named(name);
    plans.node(0, call("c0", callee));
    plans.node(0, call("c1", callee));
    return LimitedPlans.ofRuns(plans.plan(), flow);
  }

  @Test
  void calledRunsKeepToTheirLimits() throws Exception {
    Plan caller =
        caller("caller", FlowControl.NONE, chain("callee", one(OnLimit.QUEUE), "first", "last"));
    List<RunId> runs = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      runs.add(test.submit(caller));
    }
    for (RunId run : runs) {
      assertThat(ended(run)).isEqualTo(RunState.SUCCEEDED);
    }
    assertThat(active.begun()).hasSize(10);
    assertThat(active.most()).isEqualTo(1);
  }

  @Test
  void aCalledRunThatIsRefusedFailsItsStep() throws Exception {
    RunId caller =
        test.submit(caller("caller", FlowControl.NONE, chain("callee", one(OnLimit.FAIL), "hang")));
    Await.until(
        () -> test.database().count("select count(*) from jobc.run_event where kind = 5") == 1);
    open.countDown();
    RunView run = test.ended(caller);
    assertThat(run.summary().state()).isEqualTo(RunState.FAILED);
    assertThat(run.steps())
        .filteredOn(step -> step.state() == StepState.FAILED)
        .singleElement()
        .satisfies(step -> assertThat(step.error().name()).isEqualTo(TaskError.LIMIT_REACHED));
  }

  @Test
  void aCalledRunStaysWithinTheSlotOfItsCaller() throws Exception {
    FlowControl shared =
        LimitedPlans.concurrency(1, OnLimit.QUEUE, new PlanExpr.Const(Json.of("shared")));
    Plan caller = caller("caller", shared, chain("callee", shared, "work"));
    List<RunId> runs = List.of(test.submit(caller), test.submit(caller));
    for (RunId run : runs) {
      assertThat(ended(run)).isEqualTo(RunState.SUCCEEDED);
    }
  }

  @Test
  void aCallerHoldsOnUntilWhatItHasCalledHasStopped() throws Exception {
    Plan callee = chain("callee", FlowControl.NONE, "hang");
    Plan caller = caller("caller", one(OnLimit.CANCEL_RUNNING), callee);
    test.submit(caller);
    awaitBegun(2);
    RunId second = test.submit(caller);
    awaitBegun(4);
    open.countDown();
    assertThat(ended(second)).isEqualTo(RunState.SUCCEEDED);
    assertThat(active.most()).isEqualTo(2);
  }

  @Test
  void aRunThatIsTakenUpWaitsToo() throws Exception {
    Plan fragile =
        chain(
            "w",
            LimitedPlans.concurrency(1, OnLimit.QUEUE, LimitedPlans.inputKey()),
            "first",
            "fragile",
            "last");
    RunId failed = submit(fragile, "a");
    assertThat(ended(failed)).isEqualTo(RunState.FAILED);
    RunId holder =
        submit(
            chain(
                "other",
                LimitedPlans.concurrency(1, OnLimit.QUEUE, LimitedPlans.inputKey()),
                "hang"),
            "a");
    awaitBegun(2);
    broken = false;
    RunId resumed = test.engine().resume(failed, Set.of());
    assertThat(view(resumed).waits()).isEqualTo("waits for runs default: a: 1 of 1 slots taken");
    assertThat(view(resumed).steps())
        .extracting(RunView.Step::state)
        .containsExactly(StepState.SUCCEEDED, StepState.WAITING, StepState.WAITING);
    open.countDown();
    assertThat(ended(resumed)).isEqualTo(RunState.SUCCEEDED);
    assertThat(ended(holder)).isEqualTo(RunState.SUCCEEDED);
    // What was kept has not run again.
    assertThat(active.begun()).hasSize(2);
  }

  @Test
  void runsWithoutLimitsAreNotHeldUpByOthers() throws Exception {
    RunId holder = test.submit(chain("w", one(OnLimit.QUEUE), "hang"));
    awaitBegun(1);
    RunId waiting = test.submit(chain("w", one(OnLimit.QUEUE), "hang"));
    assertThat(ended(test.submit(Plans.chain(5)))).isEqualTo(RunState.SUCCEEDED);
    assertThat(test.engine().runs(new RunFilter(null, "w", null, null, Map.of()), 5)).hasSize(2);
    open.countDown();
    assertThat(ended(holder)).isEqualTo(RunState.SUCCEEDED);
    assertThat(ended(waiting)).isEqualTo(RunState.SUCCEEDED);
  }
}
