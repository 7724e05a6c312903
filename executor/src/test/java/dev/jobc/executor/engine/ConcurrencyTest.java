package dev.jobc.executor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.Engine;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.RunView;
import dev.jobc.executor.TaskError;
import dev.jobc.executor.testing.Await;
import dev.jobc.executor.testing.Plans;
import dev.jobc.executor.testing.TestDatabase;
import dev.jobc.json.Json;
import dev.jobc.plan.FlowControl.Concurrency.OnLimit;
import dev.jobc.plan.Plan;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.Timeouts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tasks that share a concurrency key, on two executors. */
class ConcurrencyTest {

  private final Crowd crowd = new Crowd(5);
  private final CountDownLatch open = new CountDownLatch(1);
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private volatile boolean interrupted;
  private TestEngine test;
  private Engine other;

  @BeforeEach
  void start() {
    var tasks =
        Map.<String, dev.jobc.executor.inprocess.RegisteredRunner.Function>of(
            "work",
            call -> {
              if (call.facts().get("JOBC_STEP").startsWith("long")) {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                try {
                  open.await();
                } catch (InterruptedException e) {
                  // It takes its time to stop.
                  new CountDownLatch(1).await(300, TimeUnit.MILLISECONDS);
                  interrupted = true;
                  throw e;
                } finally {
                  inside.decrementAndGet();
                }
              }
              if (call.facts().get("JOBC_STEP").equals("fails")) {
                throw new IllegalStateException("again");
              }
              return crowd.task(call.facts().get("JOBC_STEP")).run(call);
            });
    test = new TestEngine(tasks);
    other = TestEngine.connect(test.database(), tasks);
    test.engine().startWorker(EngineTest.settings("one", 8));
    other.startWorker(EngineTest.settings("two", 8));
  }

  @AfterEach
  void stop() {
    open.countDown();
    other.close();
    test.close();
    assertThat(rows(test.database())).isZero();
  }

  private static long rows(TestDatabase database) {
    return database.count(
        "select (select count(*) from jobc.permit) + (select count(*) from jobc.held_back)");
  }

  private RunView.Step step(RunId run) throws InterruptedException {
    return test.ended(run).steps().getFirst();
  }

  @Test
  void atMostSoManyAtOnceAcrossExecutors() throws Exception {
    Plan plan = LimitedPlans.plan("few", LimitedPlans.concurrency(3, OnLimit.QUEUE, null));
    List<RunId> runs = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      runs.add(test.submit(plan));
    }
    for (RunId run : runs) {
      assertThat(test.ended(run).summary().state()).isEqualTo(RunState.SUCCEEDED);
    }
    assertThat(crowd.most("few")).isEqualTo(3);
    assertThat(crowd.runs()).hasSize(200);
    assertThat(test.database().count("select count(distinct worker) from jobc.attempt"))
        .isEqualTo(2);
  }

  @Test
  void differentKeysDoNotWaitForEachOther() throws Exception {
    Plan plan =
        LimitedPlans.plan(
            "long", LimitedPlans.concurrency(1, OnLimit.QUEUE, LimitedPlans.inputKey()));
    RunId a = test.submit(plan, Json.object().put("key", "a").build());
    RunId b = test.submit(plan, Json.object().put("key", "b").build());
    RunId again = test.submit(plan, Json.object().put("key", "a").build());
    Await.until(
        () ->
            test.database().query("select waits_for from jobc.held_back").size() == 1
                && test.database().count("select count(*) from jobc.permit") == 2);
    assertThat(test.database().query("select waits_for from jobc.held_back"))
        .containsExactly("concurrency default: a");
    assertThat(test.database().query("select run_id from jobc.held_back"))
        .containsExactly(Long.toString(again.value()));
    open.countDown();
    for (RunId run : List.of(a, b, again)) {
      assertThat(test.ended(run).summary().state()).isEqualTo(RunState.SUCCEEDED);
    }
  }

  @Test
  void whoWaitsHoldsNoWorkerAndGoesOnByPriorityThenAge() throws Exception {
    List<RunId> runs = new ArrayList<>();
    runs.add(test.submit(prioritised(5)));
    Await.until(() -> test.database().count("select count(*) from jobc.permit") == 1);
    for (int priority : new int[] {0, 9, 5, 9}) {
      int waiting = runs.size();
      runs.add(test.submit(prioritised(priority)));
      Await.until(() -> test.database().count("select count(*) from jobc.held_back") == waiting);
    }
    assertThat(test.database().count("select count(*) from jobc.lease")).isEqualTo(1);
    open.countDown();
    for (RunId run : runs) {
      test.ended(run);
    }
    assertThat(crowd.runs())
        .containsExactlyElementsOf(
            List.of(0, 2, 4, 3, 1).stream().map(i -> runs.get(i).toString()).toList());
  }

  private static Plan prioritised(int priority) {
    return LimitedPlans.plan(
        "long",
        LimitedPlans.concurrency(1, OnLimit.QUEUE, null),
        null,
        "default",
        priority,
        Timeouts.NONE,
        RetryPolicy.NONE);
  }

  @Test
  void oneMoreFailsOrIsCancelledIfItsAuthorSaysSo() throws Exception {
    RunId first = test.submit(onLimit(OnLimit.QUEUE));
    Await.until(() -> test.database().count("select count(*) from jobc.permit") == 1);
    TaskError failed = step(test.submit(onLimit(OnLimit.FAIL))).error();
    assertThat(failed.name()).isEqualTo(TaskError.LIMIT_REACHED);
    assertThat(failed.message()).isEqualTo("no room at `concurrency default: long/work`");
    TaskError cancelled = step(test.submit(onLimit(OnLimit.CANCEL_NEW))).error();
    assertThat(cancelled.name()).isEqualTo(TaskError.CANCELLED);
    assertThat(test.database().count("select count(*) from jobc.permit")).isEqualTo(1);
    open.countDown();
    assertThat(test.ended(first).summary().state()).isEqualTo(RunState.SUCCEEDED);
  }

  private static Plan onLimit(OnLimit onLimit) {
    return LimitedPlans.plan("long", LimitedPlans.concurrency(1, onLimit, null));
  }

  @Test
  void theOldestMakesWayIfTheAuthorSaysSo() throws Exception {
    RunId first = test.submit(onLimit(OnLimit.CANCEL_RUNNING));
    Await.until(
        () ->
            test.database().count("select count(*) from jobc.permit where begun_at is not null")
                == 1);
    RunId second = test.submit(onLimit(OnLimit.CANCEL_RUNNING));
    assertThat(step(first).error().name()).isEqualTo(TaskError.CANCELLED);
    Await.until(() -> interrupted);
    open.countDown();
    assertThat(test.ended(second).summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(crowd.runs()).containsExactly(second.toString());
    assertThat(most).hasValue(1);
  }

  @Test
  void aRetryGivesItsSlotToOthersMeanwhile() throws Exception {
    RetryPolicy inAMinute = Plans.retry(2, 60_000);
    Plan failing =
        LimitedPlans.plan(
            "fails",
            LimitedPlans.concurrency(1, OnLimit.QUEUE, LimitedPlans.inputKey()),
            null,
            "default",
            5,
            Timeouts.NONE,
            inAMinute);
    RunId first = test.submit(failing);
    Await.until(() -> test.database().count("select count(*) from jobc.deferred") == 1);
    RunId second =
        test.submit(
            LimitedPlans.plan(
                "next", LimitedPlans.concurrency(1, OnLimit.QUEUE, LimitedPlans.inputKey())));
    assertThat(test.ended(second).summary().state()).isEqualTo(RunState.SUCCEEDED);
    test.engine().cancel(List.of(first));
  }

  @Test
  void whatIsCancelledKeepsItsSlotUntilItHasStopped() throws Exception {
    RunId first = test.submit(onLimit(OnLimit.QUEUE));
    Await.until(
        () ->
            test.database().count("select count(*) from jobc.permit where begun_at is not null")
                == 1);
    RunId second = test.submit(onLimit(OnLimit.QUEUE));
    RunId third = test.submit(onLimit(OnLimit.QUEUE));
    Await.until(() -> test.database().count("select count(*) from jobc.held_back") == 2);
    test.engine().cancel(List.of(first, second));
    Await.until(() -> interrupted);
    open.countDown();
    assertThat(test.ended(third).summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(crowd.runs()).containsExactly(third.toString());
    assertThat(most).hasValue(1);
  }

  @Test
  void whatWaitsTooLongFails() throws Exception {
    RunId first = test.submit(onLimit(OnLimit.QUEUE));
    Await.until(() -> test.database().count("select count(*) from jobc.permit") == 1);
    RunId late =
        test.submit(
            LimitedPlans.plan(
                "long",
                LimitedPlans.concurrency(1, OnLimit.QUEUE, null),
                null,
                "default",
                5,
                new Timeouts(0, 0, 300, 0),
                RetryPolicy.NONE));
    assertThat(step(late).error().name()).isEqualTo(TaskError.TIMEOUT);
    assertThat(test.database().count("select count(*) from jobc.held_back")).isZero();
    open.countDown();
    test.ended(first);
  }
}
