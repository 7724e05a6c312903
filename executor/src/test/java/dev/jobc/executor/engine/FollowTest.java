package dev.jobc.executor.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.jobc.executor.Background;
import dev.jobc.executor.Engine;
import dev.jobc.executor.RunFilter;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.RunView;
import dev.jobc.executor.Schedules;
import dev.jobc.executor.Schedules.Passed;
import dev.jobc.executor.Submission;
import dev.jobc.executor.inprocess.RegisteredRunner;
import dev.jobc.executor.testing.Await;
import dev.jobc.executor.testing.Plans;
import dev.jobc.expr.PlanExpr;
import dev.jobc.input.Constraints;
import dev.jobc.json.Json;
import dev.jobc.plan.Contract;
import dev.jobc.plan.Head;
import dev.jobc.plan.Plan;
import dev.jobc.plan.SubWorkflow;
import dev.jobc.plan.Trigger;
import dev.jobc.plan.Trigger.Completion.State;
import dev.jobc.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs that start after runs of other workflows, on a real server. */
class FollowTest {
  private static final PlanExpr TRIGGER = new PlanExpr.RunFact("trigger");

  private static final Map<String, RegisteredRunner.Function> TASKS =
      Map.of(
          "work", call -> TestEngine.NOTHING,
          "fail",
              call -> {
                throw new IllegalStateException("no");
              },
          "hang", call -> TestEngine.hang(() -> {}, () -> {}));

  private TestEngine test;
  private final List<AutoCloseable> opened = new ArrayList<>();

  @BeforeEach
  void start() {
    test = new TestEngine(TASKS);
    test.engine().startWorker(EngineTest.settings("one", 8));
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable one : opened) {
      one.close();
    }
    test.close();
  }

  private Schedules schedules() {
    return test.engine().schedules();
  }

  private void startScheduler() {
    opened.addFirst(schedules().start());
  }

  private static Plans one(String name, String task) {
    Plans plans = Plans.named(name);
    plans.task(0, "a", task, List.of());
    return plans;
  }

  private static Trigger after(String workflow, Map<String, PlanExpr> with, State... states) {
    return new Trigger.Completion("default/" + workflow, List.of(states), with, "x.yaml:4:3");
  }

  /** A workflow that starts after another, and takes down what it is told of it. */
  private static Plan follower(String name, String followed, State... states) {
    PlanExpr outputs = new PlanExpr.Field(TRIGGER, "outputs");
    return one(name, "work")
        .input("run", Type.Simple.STRING, null)
        .input("state", Type.Simple.STRING, null)
        .input("outputs", Type.Simple.JSON, null)
        .trigger(
            after(
                followed,
                Map.of(
                    "run", new PlanExpr.Field(TRIGGER, "runId"),
                    "state", new PlanExpr.Field(TRIGGER, "state"),
                    "outputs", outputs),
                states))
        .plan();
  }

  private List<Schedules.Schedule> deploy(Plan plan) {
    return schedules().deploy(test.engine().storePlan(plan, Map.of()));
  }

  private List<RunView> runsOf(String workflow) {
    RunFilter filter = new RunFilter("default", workflow, null, null, Map.of());
    return test.engine().runs(filter, 1000).stream()
        .map(run -> test.engine().run(run.id()).orElseThrow())
        .toList();
  }

  private List<RunView> awaitRuns(String workflow, int count) throws InterruptedException {
    RunFilter filter = new RunFilter("default", workflow, null, null, Map.of());
    Await.until(() -> test.engine().count(filter.in(RunState.SUCCEEDED)) >= count);
    return runsOf(workflow);
  }

  private void awaitDealtWith() throws InterruptedException {
    Await.until(() -> test.database().count("select count(*) from jobc.occasion where waits") == 0);
  }

  @Test
  void anEndStartsARunThatIsToldOfIt() throws Exception {
    assertThat(deploy(follower("after", "first", State.SUCCEEDED)))
        .extracting(Schedules.Schedule::key, Schedules.Schedule::cause, Schedules.Schedule::next)
        .containsExactly(tuple("workflow default/first succeeded", Schedules.Cause.ENDS, null));
    startScheduler();

    Plan first =
        one("first", "work").output("n", Type.Simple.INT, new PlanExpr.Const(Json.of(7L))).plan();
    RunId run = test.submit(first);

    RunView started = awaitRuns("after", 1).getFirst();
    assertThat(started.inputs().get("run")).isEqualTo(Json.of(run.toString()));
    assertThat(started.inputs().get("state")).isEqualTo(Json.of("succeeded"));
    assertThat(started.inputs().get("outputs"))
        .isEqualTo(Json.object().put("n", Json.of(7L)).build());
    assertThat(test.database().query("select convert_from(facts, 'UTF8') from jobc.run_start"))
        .singleElement()
        .asString()
        .contains("\"kind\":\"workflow\"", "\"workflow\":\"default/first\"");
    Schedules.Schedule schedule = schedules().list().getFirst();
    assertThat(schedule.last()).isEqualTo(started.summary().id());
    assertThat(schedules().next(schedule.id(), 3)).isEmpty();
    assertThatThrownBy(
            () ->
                schedules()
                    .backfill(
                        schedule.id(),
                        started.summary().createdAt().minusSeconds(60),
                        started.summary().createdAt(),
                        1,
                        Schedules.Reprocess.NONE))
        .hasMessage("schedule " + schedule.id() + " doesn't fire at times: " + schedule.key());
  }

  @Test
  void everyKindOfEndIsToldOnceToWhoeverWaitsForIt() throws Exception {
    deploy(follower("any", "first", State.SUCCEEDED, State.FAILED, State.CANCELLED));
    deploy(follower("bad", "first", State.FAILED, State.CANCELLED));
    deploy(follower("other", "second", State.SUCCEEDED));

    RunId succeeded = test.submit(one("first", "work").plan());
    RunId failed = test.submit(one("first", "fail").plan());
    RunId cancelled = test.submit(one("first", "hang").plan());
    test.engine().cancel(List.of(cancelled));
    RunId late = test.submit(Plans.limited(one("first", "hang").plan(), 50));
    RunId empty = test.submit(Plans.named("first").plan());
    List<RunId> all = List.of(succeeded, failed, cancelled, late, empty);
    for (RunId run : all) {
      test.ended(run);
    }
    assertThat(test.database().count("select count(*) from jobc.occasion")).isEqualTo(5 + 3);
    startScheduler();

    assertThat(awaitRuns("any", 5))
        .extracting(run -> told(run, "run") + " " + told(run, "state"))
        .containsExactlyInAnyOrder(
            succeeded + " succeeded",
            failed + " failed",
            cancelled + " cancelled",
            late + " failed",
            empty + " succeeded");
    assertThat(awaitRuns("bad", 3))
        .extracting(run -> told(run, "run"))
        .containsExactlyInAnyOrder(failed.toString(), cancelled.toString(), late.toString());
    assertThat(runsOf("bad").getFirst().inputs().get("outputs")).isEqualTo(Json.NULL);
    assertThat(runsOf("other")).isEmpty();
  }

  private static String told(RunView run, String input) {
    return ((Json.Str) run.inputs().get(input)).value();
  }

  @Test
  void oneRunForEachEndHoweverManyLookAndConnectionsBreak() throws Exception {
    deploy(follower("after", "first", State.SUCCEEDED));
    for (int i = 0; i < 3; i++) {
      Engine other = TestEngine.connect(test.database(), TASKS);
      Background scheduler = other.schedules().start();
      opened.addFirst(other);
      opened.addFirst(scheduler);
    }
    String first = test.engine().storePlan(one("first", "work").plan(), Map.of());
    List<RunId> runs = new ArrayList<>();
    for (int round = 0; round < 10; round++) {
      for (int i = 0; i < 20; i++) {
        runs.add(test.engine().submit(new Submission(first, TestEngine.NOTHING)));
      }
      // Those of schedulers and of the worker.
      test.database().cutConnections("application_name = 'jobc worker'");
    }

    assertThat(awaitRuns("after", runs.size()))
        .extracting(run -> told(run, "run"))
        .containsExactlyInAnyOrderElementsOf(runs.stream().map(RunId::toString).toList());
    awaitDealtWith();
    assertThat(test.database().query("select count(*), count(distinct started) from jobc.occasion"))
        .containsExactly(runs.size() + "|" + runs.size());
  }

  @Test
  void endsDuringAPauseAreMissedAndThoseBeforeWait() throws Exception {
    int id = deploy(follower("after", "first", State.SUCCEEDED)).getFirst().id();
    Plan first = one("first", "work").plan();
    RunId before = test.run(first).summary().id();
    schedules().pause(id, true);
    RunId during = test.run(first).summary().id();
    startScheduler();
    Await.until(() -> schedules().passed(id, 5).size() == 1);
    assertThat(schedules().passed(id, 5))
        .extracting(Passed::why, Passed::detail)
        .containsExactly(tuple("missed", "the schedule was paused when run " + during + " ended"));
    assertThat(runsOf("after")).isEmpty();

    schedules().pause(id, false);
    RunId afterwards = test.run(first).summary().id();
    assertThat(awaitRuns("after", 2))
        .extracting(run -> told(run, "run"))
        .containsExactlyInAnyOrder(before.toString(), afterwards.toString());
  }

  @Test
  void anotherRevisionTakesOverWhatWaitsAndUndeployEndsIt() throws Exception {
    Plan first = one("first", "work").plan();
    deploy(follower("after", "first", State.SUCCEEDED, State.FAILED));
    test.run(first);
    Plan changed =
        one("after", "work")
            .output("new", Type.Simple.INT, new PlanExpr.Const(Json.of(1L)))
            .trigger(after("first", Map.of(), State.FAILED, State.SUCCEEDED))
            .plan();
    assertThat(deploy(changed)).hasSize(1);
    startScheduler();
    assertThat(awaitRuns("after", 1).getFirst().outputs())
        .isEqualTo(Json.object().put("new", Json.of(1L)).build());

    assertThat(schedules().undeploy("after")).isEqualTo(1);
    test.run(first);
    assertThat(test.database().count("select count(*) from jobc.occasion")).isEqualTo(1);
  }

  @Test
  void inputsThatDoNotFitAreNoted() throws Exception {
    Constraints small = new Constraints(null, null, Json.of(3L), null, null, List.of());
    Plan plan =
        one("after", "work")
            .bounded("n", Type.Simple.INT, small)
            .trigger(after("first", Map.of("n", new PlanExpr.Const(Json.of(5L))), State.SUCCEEDED))
            .plan();
    int id = deploy(plan).getFirst().id();
    startScheduler();
    test.run(one("first", "work").plan());

    Await.until(() -> schedules().passed(id, 5).size() == 1);
    assertThat(schedules().passed(id, 5).getFirst().why()).isEqualTo("inputs");
    awaitDealtWith();
    assertThat(runsOf("after")).isEmpty();
  }

  @Test
  void workflowsThatWouldStartEachOtherAreRefused() {
    deploy(follower("b", "a", State.SUCCEEDED));
    deploy(follower("c", "b", State.SUCCEEDED));

    assertThatThrownBy(() -> deploy(follower("a", "c", State.FAILED)))
        .hasMessage(
            "runs of `default/a` would start each other without end: `default/a` starts after"
                + " `default/c` starts after `default/b` starts after `default/a`");
    assertThatThrownBy(() -> deploy(follower("a", "a", State.FAILED)))
        .hasMessageEndingWith(": `default/a` starts after `default/a`");
    assertThat(deploy(follower("d", "c", State.FAILED))).hasSize(1);
    schedules().undeploy("b");
    assertThat(deploy(follower("a", "c", State.FAILED))).hasSize(1);
  }

  @Test
  void aRunThatCallsWhatItFollowsDoesNotStartItselfAgain() throws Exception {
    Plan first = one("first", "work").plan();
    String contract = Contract.digest(first.inputs(), first.outputs());
    Head head = Head.of("call", List.of(), "x.yaml:9:3");
    Plans plans = Plans.named("after").trigger(after("first", Map.of(), State.SUCCEEDED));
    plans.node(0, new SubWorkflow(head, "default", "first", null, contract, Map.of()));
    int id = deploy(plans.plan()).getFirst().id();
    startScheduler();

    test.run(first);

    assertThat(awaitRuns("after", 1)).hasSize(1);
    Await.until(() -> schedules().passed(id, 5).size() == 1);
    assertThat(schedules().passed(id, 5).getFirst().detail())
        .endsWith(" comes from a run that this schedule has started");
    awaitDealtWith();
    assertThat(runsOf("first")).hasSize(2);
    assertThat(runsOf("after")).hasSize(1);
  }
}
