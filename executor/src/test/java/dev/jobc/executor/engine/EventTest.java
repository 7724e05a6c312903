package dev.jobc.executor.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.jobc.executor.Background;
import dev.jobc.executor.Engine;
import dev.jobc.executor.RunFilter;
import dev.jobc.executor.RunState;
import dev.jobc.executor.RunView;
import dev.jobc.executor.Schedules;
import dev.jobc.executor.Schedules.Passed;
import dev.jobc.executor.inprocess.RegisteredRunner;
import dev.jobc.executor.testing.Await;
import dev.jobc.executor.testing.Plans;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.plan.Plan;
import dev.jobc.plan.Trigger;
import dev.jobc.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs that events start, on a real server. */
class EventTest {
  private static final Map<String, RegisteredRunner.Function> TASKS =
      Map.of("work", call -> TestEngine.NOTHING);
  private static final Type ORDER =
      new Type.RecordOf("", Map.of("id", Type.Simple.INT, "big", Type.Simple.BOOL));
  private static final PlanExpr BODY = new PlanExpr.Field(new PlanExpr.RunFact("trigger"), "body");

  private final List<AutoCloseable> opened = new ArrayList<>();
  private TestEngine test;

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

  private int deploy(String name, String topic, @Nullable PlanExpr when) {
    Map<String, PlanExpr> with = Map.of("id", new PlanExpr.Field(BODY, "id"));
    Plans plans =
        Plans.named(name)
            .input("id", Type.Simple.INT, null)
            .trigger(new Trigger.Event(topic, ORDER, when, with, "x.yaml:4:3"));
    plans.task(0, "a", "work", List.of());
    Plan plan = plans.plan();
    return schedules().deploy(test.engine().storePlan(plan, Map.of())).getFirst().id();
  }

  private static Json order(long id, boolean big) {
    return Json.object().put("id", Json.of(id)).put("big", Json.of(big)).build();
  }

  private List<Long> awaitIds(String workflow, int count) throws InterruptedException {
    RunFilter filter = new RunFilter("default", workflow, null, null, Map.of());
    Await.until(() -> test.engine().count(filter.in(RunState.SUCCEEDED)) >= count);
    List<Long> ids = new ArrayList<>();
    for (var run : test.engine().runs(filter, 1000)) {
      RunView view = test.engine().run(run.id()).orElseThrow();
      ids.add(((Json.Int) view.inputs().get("id")).value());
    }
    return ids;
  }

  private void awaitDealtWith() throws InterruptedException {
    Await.until(() -> test.database().count("select count(*) from jobc.occasion where waits") == 0);
  }

  @Test
  void anEventStartsARunOfEachThatWaitsForIt() throws Exception {
    deploy("all", "orders", null);
    deploy("big", "orders", new PlanExpr.Field(BODY, "big"));
    deploy("other", "bills", null);
    opened.add(schedules().start());

    assertThat(schedules().send("orders", order(1, false))).isEqualTo(2);
    assertThat(schedules().send("orders", order(2, true))).isEqualTo(2);
    assertThat(schedules().send("nothing", order(3, true))).isZero();

    assertThat(awaitIds("all", 2)).containsExactlyInAnyOrder(1L, 2L);
    assertThat(awaitIds("big", 1)).containsExactly(2L);
    awaitDealtWith();
    assertThat(test.engine().count(RunFilter.ALL)).isEqualTo(3);
    assertThat(test.database().count("select count(*) from jobc.event")).isEqualTo(2);
    assertThat(
            test.database().query("select convert_from(facts, 'UTF8') from jobc.run_start limit 1"))
        .singleElement()
        .asString()
        .contains("\"kind\":\"event\"", "\"topic\":\"orders\"");
  }

  @Test
  void eachGetsOneRunHoweverManyLookAndConnectionsBreak() throws Exception {
    deploy("all", "orders", null);
    for (int i = 0; i < 3; i++) {
      Engine other = TestEngine.connect(test.database(), TASKS);
      Background scheduler = other.schedules().start();
      opened.addFirst(other);
      opened.addFirst(scheduler);
    }
    for (int id = 0; id < 200; id++) {
      schedules().send("orders", order(id, false));
      if (id % 25 == 24) {
        test.database().cutConnections("application_name = 'jobc worker'");
      }
    }

    assertThat(awaitIds("all", 200))
        .containsExactlyInAnyOrderElementsOf(LongStream.range(0, 200).boxed().toList());
    awaitDealtWith();
    assertThat(test.engine().count(RunFilter.ALL)).isEqualTo(200);
  }

  @Test
  void whatDoesNotFitOrCameDuringAPauseIsNoted() throws Exception {
    int id = deploy("all", "orders", null);
    schedules().pause(id, true);
    assertThat(schedules().send("orders", order(1, true))).isEqualTo(1);
    schedules().pause(id, false);
    schedules().send("orders", Json.of("text"));
    opened.add(schedules().start());
    schedules().send("orders", order(2, true));

    assertThat(awaitIds("all", 1)).containsExactly(2L);
    assertThat(schedules().passed(id, 5))
        .extracting(Passed::why, passed -> String.valueOf(passed.detail()).split(" ")[1])
        .containsExactlyInAnyOrder(tuple("missed", "schedule"), tuple("inputs", "event:"));
  }
}
