package dev.jobc.executor.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobc.executor.Engine;
import dev.jobc.executor.EngineException;
import dev.jobc.executor.RunFilter;
import dev.jobc.executor.RunId;
import dev.jobc.executor.Submission;
import dev.jobc.executor.testing.Plans;
import dev.jobc.json.Json;
import dev.jobc.plan.Plan;
import dev.jobc.type.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Submissions that can be repeated, on a real server. */
class GivenIdTest {
  private TestEngine test;
  private Engine engine;
  private String plan;

  @BeforeEach
  void start() {
    test = new TestEngine(Map.of("work", call -> TestEngine.NOTHING));
    engine = test.engine();
    plan = engine.storePlan(plan("one"), Map.of());
  }

  @AfterEach
  void stop() throws InterruptedException {
    engine.startWorker(EngineTest.settings("one", 4));
    for (var run : engine.runs(1000)) {
      test.ended(run.id());
    }
    test.close();
  }

  private static Plan plan(String name) {
    Plans plans = Plans.named(name).input("n", Type.Simple.INT, null);
    plans.task(0, "a", "work", List.of());
    return plans.plan();
  }

  private Submission order(int n, String id) {
    return new Submission(plan, Json.object().put("n", Json.of((long) n)).build()).named(id);
  }

  @Test
  void theSameAgainIsTheSameRun() {
    RunId run = engine.submit(order(1, "order-1"));

    assertThat(engine.submit(order(1, "order-1"))).isEqualTo(run);
    assertThat(engine.submitAll(List.of(order(2, "order-2"), order(1, "order-1"))).get(1))
        .isEqualTo(run);
    assertThat(engine.named("order-1")).contains(run);
    assertThat(engine.named("order-9")).isEmpty();
    assertThat(engine.run(run).orElseThrow().summary().given()).isEqualTo("order-1");
    assertThat(engine.count(RunFilter.ALL)).isEqualTo(2);
  }

  @Test
  void somethingElseOfThatIdIsRefused() {
    RunId run = engine.submit(order(1, "order-1"));

    assertThatThrownBy(() -> engine.submitAll(List.of(order(5, null), order(2, "order-1"))))
        .isInstanceOf(EngineException.class)
        .hasMessage(
            "the id `order-1` is that of run " + run + ", which has another plan or other inputs");
    String other = engine.storePlan(plan("two"), Map.of());
    Submission same = order(1, "order-1");
    assertThatThrownBy(() -> engine.submit(new Submission(other, same.inputs()).named("order-1")))
        .hasMessageContaining("another plan");
    assertThatThrownBy(() -> engine.submitAll(List.of(order(3, "new"), order(4, "new"))))
        .hasMessageContaining("the id `new`");
    assertThat(engine.count(RunFilter.ALL)).isEqualTo(1);
  }

  @Test
  void twiceInOneCallIsOneRunAndOthersHaveNone() {
    List<RunId> runs =
        engine.submitAll(
            List.of(order(1, "a"), order(7, null), order(1, "a"), order(7, null), order(2, "b")));

    assertThat(runs.get(0)).isEqualTo(runs.get(2));
    assertThat(new HashSet<>(runs)).hasSize(4);
  }

  @Test
  void manyAtOnceMakeOne() throws Exception {
    int callers = 6;
    CountDownLatch ready = new CountDownLatch(callers);
    List<List<RunId>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
      List<Future<List<RunId>>> calls = new ArrayList<>();
      for (int caller = 0; caller < callers; caller++) {
        boolean backwards = caller % 2 == 1;
        calls.add(
            threads.submit(
                () -> {
                  List<Submission> orders = new ArrayList<>();
                  for (int n = 0; n < 70; n++) {
                    orders.add(order(n, "order-" + n));
                  }
                  ready.countDown();
                  ready.await();
                  List<RunId> ids = engine.submitAll(backwards ? orders.reversed() : orders);
                  return backwards ? ids.reversed() : ids;
                }));
      }
      for (Future<List<RunId>> call : calls) {
        answers.add(call.get());
      }
    }
    assertThat(answers).allMatch(answers.getFirst()::equals);
    assertThat(engine.count(RunFilter.ALL)).isEqualTo(70);
  }

  @Test
  void idsThatCannotBeAreRefused() {
    for (String bad : List.of("", "a b", "x\n", "y".repeat(201), "z".repeat(26))) {
      assertThatThrownBy(() -> engine.submit(order(1, bad)))
          .as(bad)
          .isInstanceOf(EngineException.class);
    }
    assertThat(engine.submit(order(1, "y".repeat(200)))).isNotNull();
  }
}
