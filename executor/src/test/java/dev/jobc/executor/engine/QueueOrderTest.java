package dev.jobc.executor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.Engine;
import dev.jobc.executor.RunId;
import dev.jobc.executor.Submission;
import dev.jobc.executor.WorkerSettings;
import dev.jobc.executor.inprocess.RegisteredRunner;
import dev.jobc.executor.testing.Await;
import dev.jobc.executor.testing.Invariants;
import dev.jobc.executor.testing.Plans;
import dev.jobc.executor.testing.TestDatabase;
import dev.jobc.json.Json;
import dev.jobc.plan.Head;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.TaskSpec;
import dev.jobc.plan.Timeouts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which of the waiting tasks a worker takes next. */
class QueueOrderTest {
  private static final Json.Obj NOTHING = Json.object().build();

  private final List<String> order = Collections.synchronizedList(new ArrayList<>());
  private final List<String> begun = Collections.synchronizedList(new ArrayList<>());
  private TestDatabase database;
  private Engine engine;

  @BeforeEach
  void start() {
    database = TestDatabase.create();
    engine =
        Engines.connect(
            database.settings(),
            InstantSource.system(),
            settings ->
                List.of(
                    new RegisteredRunner(
                        Map.of(
                            "work",
                            call -> {
                              order.add(call.facts().get("JOBC_STEP"));
                              begun.add(call.facts().get("JOBC_RUN_ID"));
                              return NOTHING;
                            }))));
  }

  @AfterEach
  void stop() {
    engine.close();
    Invariants.check(database);
  }

  private void serve(int slots, String... queues) {
    engine.startWorker(
        new WorkerSettings(
            "w",
            List.of(queues),
            slots,
            Path.of("unused"),
            Duration.ofSeconds(10),
            Duration.ofSeconds(2)));
  }

  /** One task, named after its queue and priority. */
  private static Plan plan(String queue, int priority) {
    String id = queue + priority;
    Plans plans = Plans.named(id);
    TaskSpec spec = Plans.spec("work");
    plans.task(0, id, spec, Map.of(), List.of(), RetryPolicy.NONE, Timeouts.NONE);
    plans.replace(
        0,
        0,
        new Node.Task(
            Head.of(id, List.of(), "test.yaml:1:1"),
            0,
            Map.of(),
            RetryPolicy.NONE,
            Timeouts.NONE,
            queue,
            priority));
    return plans.plan();
  }

  private List<RunId> submit(String queue, int priority, int count) {
    String plan = engine.storePlan(plan(queue, priority), Map.of());
    return engine.submitAll(Collections.nCopies(count, new Submission(plan, NOTHING)));
  }

  private void await(List<RunId> runs) throws InterruptedException {
    for (RunId run : runs) {
      assertThat(engine.awaitEnd(run, Await.PATIENCE)).isTrue();
    }
  }

  @Test
  void takesTheHighestPriorityFirstAndTheOldestOfThose() throws Exception {
    List<RunId> runs = new ArrayList<>();
    for (int priority : new int[] {0, 5, 9, 5, 0, 9}) {
      runs.addAll(submit("q", priority, 1));
    }
    serve(1, "q");
    await(runs);
    assertThat(order).containsExactly("q9", "q9", "q5", "q5", "q0", "q0");
    assertThat(begun)
        .containsExactlyElementsOf(
            IntStream.of(2, 5, 1, 3, 0, 4).mapToObj(i -> runs.get(i).toString()).toList());
  }

  @Test
  void aFullQueueDoesNotStarveAnotherOne() throws Exception {
    List<RunId> runs = new ArrayList<>(submit("many", 9, 400));
    runs.addAll(submit("few", 0, 20));
    serve(2, "many", "few");
    await(runs);
    assertThat(order).hasSize(420);
    assertThat(order.lastIndexOf("few0")).isLessThan(150);
  }

  @Test
  void twoHundredQueuesGetTheSameWhateverTheirPriorities() throws Exception {
    int queues = 200;
    List<RunId> runs = new ArrayList<>(submit("q0", 9, 300));
    String[] names = new String[queues];
    names[0] = "q0";
    for (int queue = 1; queue < queues; queue++) {
      names[queue] = "q" + queue;
      runs.addAll(submit(names[queue], 0, 1));
      runs.addAll(submit(names[queue], queue % 10, 2));
    }
    serve(1, names);
    await(runs);
    assertThat(order).hasSize(300 + 3 * (queues - 1));
    for (int queue = 1; queue < queues; queue++) {
      String name = names[queue];
      List<String> own =
          order.stream().filter(step -> step.substring(0, step.length() - 1).equals(name)).toList();
      assertThat(own).hasSize(3).isSortedAccordingTo(Collections.reverseOrder());
    }
    // The large queue has not kept the others waiting until it was empty.
    int lastOfOthers =
        order.lastIndexOf(
            order.stream().filter(s -> !s.equals("q09")).reduce((a, b) -> b).orElseThrow());
    assertThat(order.subList(0, lastOfOthers).stream().filter("q09"::equals).count())
        .isLessThan(100);
  }

  @Test
  void takesNothingFromQueuesItDoesNotServe() throws Exception {
    List<RunId> other = submit("other", 9, 3);
    List<RunId> own = submit("own", 0, 3);
    serve(4, "own");
    await(own);
    assertThat(order).containsExactly("own0", "own0", "own0");
    assertThat(database.count("select count(*) from jobc.ready")).isEqualTo(3);
    serve(4, "own", "other");
    await(other);
    assertThat(order).hasSize(6);
  }
}
