package dev.jobc.executor.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobc.executor.Queues;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.testing.Await;
import dev.jobc.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pools whose size the operator sets, and rates. */
class PoolLimitTest {
  private final Crowd crowd = new Crowd(3);
  private final CountDownLatch open = new CountDownLatch(1);
  private TestEngine test;

  @BeforeEach
  void start() {
    test =
        new TestEngine(
            Map.of(
                "work",
                call -> {
                  if (call.facts().get("JOBC_STEP").startsWith("long")) {
                    open.await();
                  }
                  return crowd.task("all").run(call);
                }));
    test.engine().startWorker(EngineTest.settings("one", 8));
    test.engine().startWorker(EngineTest.settings("two", 8));
  }

  @AfterEach
  void stop() {
    open.countDown();
    test.close();
    assertThat(test.database().query("select * from jobc.held_back")).isEmpty();
    assertThat(test.database().query("select * from jobc.permit where ends_at is null")).isEmpty();
  }

  private void awaitWaiting(int count) throws InterruptedException {
    Await.until(() -> test.database().count("select count(*) from jobc.held_back") == count);
  }

  private List<RunId> submit(Plan plan, int count) {
    List<RunId> runs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      runs.add(test.submit(plan));
    }
    return runs;
  }

  private void awaitSuccess(List<RunId> runs) throws InterruptedException {
    for (RunId run : runs) {
      assertThat(test.ended(run).summary().state()).isEqualTo(RunState.SUCCEEDED);
    }
  }

  @Test
  void tasksTakeTheirSlotsAndTheOperatorSeesWhoWaits() throws Exception {
    test.engine().queues().setPool("db", 4);
    List<RunId> runs = submit(LimitedPlans.plan("long", LimitedPlans.pool("db", 3)), 1);
    Await.until(() -> test.database().count("select count(*) from jobc.permit") == 1);
    RunId second = test.submit(LimitedPlans.plan("long2", LimitedPlans.pool("db", 2)));
    awaitWaiting(1);
    RunId third = test.submit(LimitedPlans.plan("long1", LimitedPlans.pool("db", 1)));
    awaitWaiting(2);
    assertThat(test.engine().queues().pools()).containsExactly(new Queues.Pool("db", 4, 3, 2));
    assertThat(test.engine().run(second).orElseThrow().steps().getFirst().waits())
        .isEqualTo("waits for pool db: 3 of 4 slots taken, 2 wanted");
    test.engine().queues().setPool("db", 5);
    awaitWaiting(1);
    assertThat(test.engine().run(third).orElseThrow().steps().getFirst().waits())
        .isEqualTo("waits for pool db: 5 of 5 slots taken");
    open.countDown();
    runs.add(second);
    runs.add(third);
    awaitSuccess(runs);
    assertThat(test.engine().queues().pools()).containsExactly(new Queues.Pool("db", 5, 0, 0));
  }

  @Test
  void aPoolThatNobodyHasMadeIsRefused() {
    Plan plan = LimitedPlans.plan("some", LimitedPlans.pool("nowhere", 1));
    assertThatThrownBy(() -> test.submit(plan))
        .hasMessage("there is no pool `nowhere`; `jobc pools set nowhere SLOTS` makes it");
  }

  @Test
  void noWindowHasMoreStartsThanItsLimit() throws Exception {
    test.database()
        .execute(
            """
            create table public.starts (at timestamptz);
            create function public.note() returns trigger language plpgsql as
              'begin insert into public.starts values (new.begun_at); return null; end';
            create trigger note after update of begun_at on jobc.permit
              for each row execute function public.note();
            """);
    awaitSuccess(submit(LimitedPlans.plan("rated", LimitedPlans.rate(5, 300, null)), 23));
    assertThat(crowd.starts()).hasSize(23);
    assertThat(test.database().count("select count(*) from public.starts")).isEqualTo(23);
    assertThat(
            test.database()
                .query(
                    """
                    select * from (select at, lag(at, 5) over (order by at) before from public.starts) s
                    where at - before < interval '300 milliseconds'\
                    """))
        .isEmpty();
  }

  @Test
  void ratesOfDifferentKeysDoNotCountTogether() throws Exception {
    Plan plan = LimitedPlans.plan("rated", LimitedPlans.rate(1, 60_000, LimitedPlans.inputKey()));
    List<RunId> runs = new ArrayList<>();
    for (String key : List.of("a", "b", "c")) {
      runs.add(test.submit(plan, dev.jobc.json.Json.object().put("key", key).build()));
    }
    awaitSuccess(runs);
    RunId again = test.submit(plan, dev.jobc.json.Json.object().put("key", "b").build());
    awaitWaiting(1);
    assertThat(test.engine().run(again).orElseThrow().steps().getFirst().waits())
        .isEqualTo("waits for rate per 1m default: b: 1 of 1 starts taken");
    test.engine().cancel(List.of(again));
  }
}
