package dev.jobc.executor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.Background;
import dev.jobc.executor.Engine;
import dev.jobc.executor.RunFilter;
import dev.jobc.executor.RunState;
import dev.jobc.executor.Schedules;
import dev.jobc.executor.inprocess.RegisteredRunner;
import dev.jobc.executor.testing.Await;
import dev.jobc.executor.testing.Plans;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.plan.Head;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.TaskSpec;
import dev.jobc.plan.Timeouts;
import dev.jobc.plan.Trigger;
import dev.jobc.plan.Trigger.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs that start when a condition comes to hold, on a real server. */
class ConditionTest {
  private final AtomicReference<String> answer = new AtomicReference<>("ExitCode");
  private final AtomicInteger asked = new AtomicInteger();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final Map<String, RegisteredRunner.Function> tasks =
      Map.of(
          "work",
          call -> TestEngine.NOTHING,
          "ask",
          call -> {
            asked.incrementAndGet();
            if (!answer.get().isEmpty()) {
              throw new RegisteredRunner.TaskFailure(answer.get(), "not yet");
            }
            return TestEngine.NOTHING;
          });
  private TestEngine test;

  @BeforeEach
  void start() {
    test = new TestEngine(tasks);
    test.engine().startWorker(EngineTest.settings("one", 8));
  }

  @AfterEach
  void stop() throws Exception {
    test.engine().schedules().undeploy("orders");
    for (AutoCloseable one : opened) {
      one.close();
    }
    Await.until(() -> test.engine().count(RunFilter.ALL.in(RunState.RUNNING)) == 0);
    test.close();
  }

  private Schedules schedules() {
    return test.engine().schedules();
  }

  private Schedules.Schedule deploy(Probe probe) {
    Plans plans =
        Plans.named("orders").trigger(new Trigger.Condition(probe, 1_000, Map.of(), "x.yaml:4:3"));
    plans.task(0, "a", "work", List.of());
    TaskSpec ask = Plans.spec("ask", List.of(), List.of(), List.of("Broken"));
    plans.task(0, "b", ask, Map.of(), List.of(), RetryPolicy.NONE, Timeouts.NONE);
    // It is no step: what the condition runs.
    plans.replace(0, 1, new Node.Join(Head.of("b", List.of(), "x.yaml:5:3")));
    Plan plan = plans.plan();
    return schedules().deploy(test.engine().storePlan(plan, Map.of())).getFirst();
  }

  private long runs() {
    return test.engine().count(new RunFilter("default", "orders", null, null, Map.of()));
  }

  private void awaitAskedAgain() throws InterruptedException {
    int before = asked.get();
    Await.until(() -> asked.get() >= before + 3);
  }

  @Test
  void aRunStartsEachTimeAProgramComesToSucceed() throws Exception {
    Schedules.Schedule schedule = deploy(new Probe.Program(1));
    assertThat(schedule.key()).isEqualTo("condition every PT1S");
    assertThat(schedule.next()).isNotNull();
    for (int i = 0; i < 3; i++) {
      Engine other = TestEngine.connect(test.database(), tasks);
      Background scheduler = other.schedules().start();
      opened.addFirst(other);
      opened.addFirst(scheduler);
    }
    awaitAskedAgain();
    assertThat(runs()).isZero();

    answer.set("");
    Await.until(() -> runs() == 1);
    awaitAskedAgain();
    assertThat(runs()).as("it goes on to hold").isEqualTo(1);

    answer.set("ExitCode");
    awaitAskedAgain();
    answer.set("");
    Await.until(() -> runs() == 2);
    assertThat(schedules().find(schedule.id()).orElseThrow().last()).isNotNull();

    // What asks is removed when it has answered, and is no workflow of anybody's.
    assertThat(test.engine().count(RunFilter.ALL)).isLessThanOrEqualTo(3);
    assertThat(test.engine().revisions(null)).hasSize(1);
  }

  @Test
  void aProgramThatCannotBeAskedIsTold() throws Exception {
    int id = deploy(new Probe.Program(1)).id();
    opened.add(schedules().start());
    answer.set("Broken");
    Await.until(() -> schedules().find(id).orElseThrow().waits() != null);
    assertThat(schedules().find(id).orElseThrow().waits())
        .isEqualTo("its condition could not be asked: Broken: not yet");

    answer.set("");
    Await.until(() -> runs() == 1);
    assertThat(schedules().find(id).orElseThrow().waits()).isNull();
  }

  @Test
  void aPauseAsksNothing() throws Exception {
    int id = deploy(new Probe.Program(1)).id();
    schedules().pause(id, true);
    opened.add(schedules().start());
    assertThat(schedules().list().getFirst().paused()).isTrue();
    answer.set("");
    schedules().pause(id, false);
    Await.until(() -> runs() == 1);
  }

  @Test
  void anExpressionIsEvaluatedAndItsFailureTold() throws Exception {
    int id = deploy(new Probe.Holds(new PlanExpr.RunFact("directory"))).id();
    opened.add(schedules().start());
    Await.until(() -> schedules().find(id).orElseThrow().waits() != null);
    assertThat(schedules().find(id).orElseThrow().waits())
        .isEqualTo("its condition failed: run.directory is not known before there is a run");

    deploy(new Probe.Holds(new PlanExpr.Const(Json.TRUE)));
    Await.until(() -> runs() == 1);
    assertThat(schedules().find(id).orElseThrow().waits()).isNull();
    assertThat(schedules().next(id, 3)).isEmpty();
  }
}
