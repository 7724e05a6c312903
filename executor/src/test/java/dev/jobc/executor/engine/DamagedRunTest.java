package dev.jobc.executor.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobc.executor.Engine;
import dev.jobc.executor.EngineException;
import dev.jobc.executor.Submission;
import dev.jobc.executor.testing.Await;
import dev.jobc.executor.testing.Plans;
import dev.jobc.executor.testing.TestDatabase;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Head;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import dev.jobc.type.Type;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Rows that somebody has removed by hand. */
class DamagedRunTest {
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);

  @Test
  void aWorkerThatCanRecordNothingSaysSoAndStops() throws Exception {
    TestDatabase database = TestDatabase.create();
    try (Engine engine = TestEngine.connect(database, Map.of("work", call -> work()))) {
      Engine.Worker worker = engine.startWorker(EngineTest.settings("w", 1));
      Json.Obj inputs = Json.object().put("list", JsonText.parse("[1]")).build();
      engine.submit(new Submission(engine.storePlan(map(), Map.of()), inputs));
      assertThat(begun.await(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      database.execute("delete from jobc.scope");
      go.countDown();
      assertThatThrownBy(
              () ->
                  worker
                      .failure()
                      .toCompletableFuture()
                      .get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("results can't be recorded");
    }
  }

  private Json.Obj work() throws InterruptedException {
    begun.countDown();
    go.await();
    return TestEngine.NOTHING;
  }

  private static Plan map() {
    Plans plans = Plans.named("map");
    int body = plans.graph();
    plans.node(
        0,
        new Node.ForEach(
            Head.of("each", List.of(), "test.yaml:1:1"),
            new PlanExpr.WorkflowInput("list"),
            body,
            1,
            100,
            null,
            1,
            true));
    plans.task(body, "item", "work", List.of());
    plans.input("list", new Type.ListOf(Type.Simple.INT), null);
    return plans.plan();
  }
}
