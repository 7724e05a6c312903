package dev.jobc.executor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.Engine;
import dev.jobc.executor.Queues;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.WorkerSettings;
import dev.jobc.executor.inprocess.RegisteredRunner;
import dev.jobc.executor.testing.Await;
import dev.jobc.plan.FlowControl;
import dev.jobc.plan.Plan;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.Timeouts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Queues that the operator limits and pauses, and workers that follow roles. */
class QueueLimitTest {
  private final Crowd crowd = new Crowd(5);
  private TestEngine test;
  private Engine other;

  @BeforeEach
  void start() {
    Map<String, RegisteredRunner.Function> tasks = Map.of("work", crowd.task("all"));
    test = new TestEngine(tasks);
    other = TestEngine.connect(test.database(), tasks);
  }

  @AfterEach
  void stop() {
    other.close();
    test.close();
    assertThat(test.database().query("select * from jobc.held_back")).isEmpty();
    assertThat(test.database().query("select * from jobc.permit where ends_at is null")).isEmpty();
  }

  private static WorkerSettings worker(String name, List<String> queues, List<String> roles) {
    return new WorkerSettings(
        name, queues, roles, 8, Path.of("unused"), Duration.ofSeconds(10), Duration.ofSeconds(2));
  }

  private static Plan plan(String queue) {
    return LimitedPlans.plan(
        queue, FlowControl.NONE, null, queue, 5, Timeouts.NONE, RetryPolicy.NONE);
  }

  private List<RunId> submit(String queue, int count) {
    List<RunId> runs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      runs.add(test.submit(plan(queue)));
    }
    return runs;
  }

  private void awaitSuccess(List<RunId> runs) throws InterruptedException {
    for (RunId run : runs) {
      assertThat(test.ended(run).summary().state()).isEqualTo(RunState.SUCCEEDED);
    }
  }

  @Test
  void noMoreTasksOfAQueueAtOnceThanItHasSlots() throws Exception {
    test.engine().queues().setQueue("q", limits -> limits.withSlots(2));
    test.engine().startWorker(worker("one", List.of("q"), List.of()));
    other.startWorker(worker("two", List.of("q"), List.of()));
    awaitSuccess(submit("q", 40));
    assertThat(crowd.runs()).hasSize(40);
    assertThat(crowd.most("all")).isEqualTo(2);
  }

  @Test
  void aLargerLimitHoldsAtOnceAndTheReasonIsShown() throws Exception {
    test.engine()
        .queues()
        .setQueue("q", limits -> limits.withRate(1, Duration.ofHours(1)).withSlots(5));
    test.engine().startWorker(worker("one", List.of("q"), List.of()));
    awaitSuccess(submit("q", 1));
    List<RunId> waiting = submit("q", 2);
    Await.until(() -> test.database().count("select count(*) from jobc.held_back") == 2);
    assertThat(test.engine().run(waiting.getFirst()).orElseThrow().steps().getFirst().waits())
        .isEqualTo("waits for queue rate q: 1 of 1 starts taken");
    assertThat(test.engine().queues().queues())
        .contains(
            new Queues.Queue("q", new Queues.Settings(5, 1, Duration.ofHours(1), false), 0, 2, 0));
    test.engine().queues().setQueue("q", limits -> limits.withRate(0, Duration.ZERO));
    awaitSuccess(waiting);
  }

  @Test
  void nothingIsTakenFromAPausedQueue() throws Exception {
    test.engine().queues().setQueue("still", limits -> limits.withPaused(true));
    test.engine().startWorker(worker("one", List.of("still", "busy"), List.of()));
    List<RunId> paused = submit("still", 3);
    awaitSuccess(submit("busy", 3));
    assertThat(test.database().count("select count(*) from jobc.ready")).isEqualTo(3);
    test.engine().queues().setQueue("still", limits -> limits.withPaused(false));
    awaitSuccess(paused);
  }

  @Test
  void workersFollowTheirRoleWithoutARestart() throws Exception {
    test.engine().queues().setRole("heavy", List.of("a"));
    other.startWorker(worker("two", List.of(), List.of("heavy")));
    List<RunId> later = submit("b", 2);
    awaitSuccess(submit("a", 2));
    assertThat(test.database().count("select count(*) from jobc.ready")).isEqualTo(2);
    test.engine().queues().setRole("heavy", List.of("b", "c"));
    awaitSuccess(later);
    List<RunId> left = submit("a", 1);
    awaitSuccess(submit("c", 1));
    assertThat(test.engine().queues().roles())
        .containsExactly(new Queues.Role("heavy", List.of("b", "c")));
    assertThat(test.database().count("select count(*) from jobc.ready")).isEqualTo(1);
    assertThat(test.engine().queues().removeRole("heavy")).isTrue();
    test.engine().cancel(left);
  }
}
