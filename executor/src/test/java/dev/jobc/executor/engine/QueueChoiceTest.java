package dev.jobc.executor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.Engine;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.Submission;
import dev.jobc.executor.WorkerSettings;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.plan.FlowControl;
import dev.jobc.plan.FlowControl.Concurrency.OnLimit;
import dev.jobc.plan.Plan;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.TaskPolicy.QueueChoice;
import dev.jobc.plan.TaskPolicy.QueueChoice.By;
import dev.jobc.plan.Timeouts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tasks that are spread over several queues; each queue has a worker of its own. */
class QueueChoiceTest {
  private static final List<String> QUEUES = List.of("a", "b", "c");

  private final Map<String, String> queueOfRun = new ConcurrentHashMap<>();
  private final List<Engine> engines = new ArrayList<>();
  private TestEngine test;

  @BeforeEach
  void start() {
    test = new TestEngine(Map.of());
    for (String queue : QUEUES) {
      Engine engine =
          TestEngine.connect(
              test.database(),
              Map.of(
                  "work",
                  call -> {
                    if (call.facts().get("JOBC_STEP").equals("twice")
                        && call.facts().get("JOBC_ATTEMPT").equals("1")) {
                      throw new IllegalStateException("again");
                    }
                    queueOfRun.put(call.facts().get("JOBC_RUN_ID"), queue);
                    return TestEngine.NOTHING;
                  }));
      engine.startWorker(
          new WorkerSettings(
              queue,
              List.of(queue),
              4,
              Path.of("unused"),
              Duration.ofSeconds(10),
              Duration.ofSeconds(2)));
      engines.add(engine);
    }
  }

  @AfterEach
  void stop() {
    engines.forEach(Engine::close);
    test.close();
  }

  private static Plan plan(String name, By by, FlowControl flow, RetryPolicy retry) {
    PlanExpr key = by == By.HASH ? LimitedPlans.inputKey() : null;
    return LimitedPlans.plan(
        name, flow, new QueueChoice(QUEUES, by, key), "default", 5, Timeouts.NONE, retry);
  }

  private static Plan plan(String name, By by) {
    return plan(name, by, FlowControl.NONE, RetryPolicy.NONE);
  }

  /** The queues that the runs went through, in order of their submission. */
  private List<String> queues(List<RunId> runs) throws InterruptedException {
    List<String> queues = new ArrayList<>();
    for (RunId run : runs) {
      assertThat(test.ended(run).summary().state()).isEqualTo(RunState.SUCCEEDED);
      queues.add(queueOfRun.get(run.toString()));
    }
    return queues;
  }

  private static Map<String, Integer> counts(List<String> queues) {
    Map<String, Integer> counts = new HashMap<>();
    queues.forEach(queue -> counts.merge(queue, 1, Integer::sum));
    return counts;
  }

  private List<RunId> submit(Plan plan, int count, int keys) {
    String id = test.engine().storePlan(plan, Map.of());
    List<Submission> submissions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      submissions.add(new Submission(id, Json.object().put("key", "key " + i % keys).build()));
    }
    return test.engine().submitAll(submissions);
  }

  @Test
  void inTurnEachQueueGetsTheSame() throws Exception {
    List<String> queues = queues(submit(plan("turns", By.ROUND_ROBIN), 60, 1));
    assertThat(counts(queues))
        .containsExactlyInAnyOrderEntriesOf(Map.of("a", 20, "b", 20, "c", 20));
    assertThat(Set.copyOf(queues.subList(0, 3))).isEqualTo(Set.copyOf(QUEUES));
  }

  @Test
  void aTaskThatWaitsForALimitKeepsItsTurn() throws Exception {
    FlowControl limited = LimitedPlans.concurrency(2, OnLimit.QUEUE, null);
    Plan plan = plan("limited", By.ROUND_ROBIN, limited, RetryPolicy.NONE);
    assertThat(counts(queues(submit(plan, 30, 1))))
        .containsExactlyInAnyOrderEntriesOf(Map.of("a", 10, "b", 10, "c", 10));
  }

  @Test
  void byChanceEachQueueGetsAboutTheSame() throws Exception {
    Map<String, Integer> counts = counts(queues(submit(plan("chance", By.RANDOM), 300, 1)));
    assertThat(counts.keySet()).isEqualTo(Set.copyOf(QUEUES));
    assertThat(counts.values()).allSatisfy(count -> assertThat(count).isBetween(60, 140));
  }

  @Test
  void equalKeysTakeTheSameQueue() throws Exception {
    int keys = 12;
    List<String> queues = queues(submit(plan("keys", By.HASH), 120, keys));
    assertThat(Set.copyOf(queues)).isEqualTo(Set.copyOf(QUEUES));
    for (int key = 0; key < keys; key++) {
      Set<String> ofKey = new HashSet<>();
      for (int i = key; i < queues.size(); i += keys) {
        ofKey.add(queues.get(i));
      }
      assertThat(ofKey).as("key " + key).hasSize(1);
    }
  }

  @Test
  void alsoWhenTheyAreLimitedAndTriedAgain() throws Exception {
    FlowControl limited = LimitedPlans.concurrency(2, OnLimit.QUEUE, null);
    RetryPolicy again = dev.jobc.executor.testing.Plans.retry(2, 1);
    List<String> once = queues(submit(plan("once", By.HASH), 6, 6));
    List<String> twice = queues(submit(plan("twice", By.HASH, limited, again), 6, 6));
    assertThat(twice).isEqualTo(once);
  }
}
