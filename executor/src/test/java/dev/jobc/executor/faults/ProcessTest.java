package dev.jobc.executor.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.Engine;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.Submission;
import dev.jobc.executor.TaskError;
import dev.jobc.executor.WorkerSettings;
import dev.jobc.executor.engine.Engines;
import dev.jobc.executor.inprocess.RegisteredRunner;
import dev.jobc.executor.testing.Await;
import dev.jobc.executor.testing.Invariants;
import dev.jobc.executor.testing.Plans;
import dev.jobc.executor.testing.TestDatabase;
import dev.jobc.json.Json;
import dev.jobc.plan.Node;
import dev.jobc.plan.TaskPolicy.OnShutdown;
import java.io.BufferedReader;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Processes of workers that are frozen, or told to end, while they work. */
class ProcessTest {
  private static final Json.Obj NOTHING = Json.object().build();

  private TestDatabase database;
  private Engine engine;
  private final List<Process> processes = new ArrayList<>();

  @BeforeEach
  void start() {
    database = TestDatabase.create();
    engine =
        Engines.connect(
            database.settings(),
            InstantSource.system(),
            settings -> List.of(new RegisteredRunner(Map.of("work", call -> NOTHING))));
  }

  @AfterEach
  void stop() throws Exception {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
    engine.close();
  }

  private Process worker(String name, int millis, int lease) throws Exception {
    Process worker = WorkerProcess.start(database, name, millis, lease);
    processes.add(worker);
    return worker;
  }

  private List<RunId> submit(int length, int count) {
    String plan = engine.storePlan(Plans.chain(length), Map.of());
    return engine.submitAll(Collections.nCopies(count, new Submission(plan, NOTHING)));
  }

  private long attempts(String where) {
    return database.count("select count(*) from jobc.attempt where " + where);
  }

  private void allSucceeded(List<RunId> runs) throws Exception {
    Await.ends(engine, runs);
    for (RunId run : runs) {
      assertThat(engine.run(run).orElseThrow().summary().state()).isEqualTo(RunState.SUCCEEDED);
    }
  }

  /**
   * It was frozen in the middle of four tasks, for longer than its lease, and watched over the
   * sessions of others itself.
   */
  @Test
  void theResultsOfAFrozenWorkerAreRefusedAndShown() throws Exception {
    Process frozen = worker("frozen", 400, 3);
    List<RunId> runs = submit(2, 8);
    Await.until("its slots are full", () -> attempts("outcome = 1") > 3);
    Await.until(
        "it runs more",
        () -> database.count("select coalesce(sum(cardinality(run_ids)), 0) from jobc.lease") >= 4);
    WorkerProcess.signal(frozen, "STOP");
    engine.startWorker(
        new WorkerSettings(
            "heir",
            List.of("default"),
            8,
            Path.of("unused"),
            Duration.ofSeconds(10),
            Duration.ofSeconds(1)));
    allSucceeded(runs);
    assertThat(database.query("select name, state from jobc.worker order by 1"))
        .containsExactly("frozen|2", "heir|0");
    long lost = attempts("outcome = 5");
    assertThat(lost).isPositive();
    WorkerProcess.signal(frozen, "CONT");
    Await.until(
        "what it still finishes is refused and shown",
        () -> database.count("select count(*) from jobc.run_event where kind = 2") > 0);
    Await.until(
        "it has registered anew",
        () -> database.count("select count(*) from jobc.worker where name = 'frozen'") == 2);
    // What had been running elsewhere ran once more, and nothing ended twice.
    assertThat(attempts("outcome = 1")).isEqualTo(2 * 8);
    assertThat(attempts("attempt > 1 and outcome = 1")).isEqualTo(lost);
    Invariants.check(database);
  }

  /** Workers are replaced one by one while they are busy, as in an upgrade. */
  @Test
  void workersThatAreToldToEndLoseNothing() throws Exception {
    List<RunId> runs = new ArrayList<>();
    Process worker = worker("first", 5, 20);
    for (String next : List.of("second", "third")) {
      Process successor = worker(next, 5, 20);
      Await.until(
          "the next one is there",
          () -> database.count("select count(*) from jobc.worker where name = '" + next + "'") > 0);
      long before = attempts("outcome = 1");
      runs.addAll(submit(5, 120));
      Await.until("they are busy", () -> attempts("outcome = 1") > before + 100);
      WorkerProcess.signal(worker, "TERM");
      assertThat(worker.waitFor()).isEqualTo(143);
      worker = successor;
    }
    allSucceeded(runs);
    assertThat(attempts("outcome = 1")).isEqualTo(5 * 240);
    assertThat(attempts("outcome = 5")).as("attempts of a worker that died").isZero();
    assertThat(database.query("select name, state from jobc.worker order by name"))
        .containsExactly("first|1", "second|1", "third|0");
    Invariants.check(database);
  }

  private RunId submit(OnShutdown policy) {
    Plans plans = Plans.named("task" + policy);
    plans.task(0, "task", "work", List.of());
    plans.replace(0, 0, Plans.onShutdown((Node.Task) plans.at(0, 0), policy));
    return engine.submit(new Submission(engine.storePlan(plans.plan(), Map.of()), NOTHING));
  }

  private RunState ended(RunId run) {
    Await.ends(engine, List.of(run));
    return engine.run(run).orElseThrow().summary().state();
  }

  /** The process has to do it all before it is gone: nothing is left to whoever finds it dead. */
  @Test
  void aWorkerThatIsToldToEndDoesWithEachTaskWhatItsAuthorSays() throws Exception {
    Process worker = worker("ends", 4_000, 60);
    BufferedReader output = worker.inputReader();
    RunId stop = submit(OnShutdown.STOP);
    RunId resubmit = submit(OnShutdown.RESUBMIT);
    RunId goOn = submit(OnShutdown.CONTINUE);
    WorkerProcess.awaitBegun(output, 3);
    WorkerProcess.signal(worker, "TERM");
    output.transferTo(Writer.nullWriter());
    assertThat(worker.waitFor()).isEqualTo(143);
    assertThat(database.query("select name, state from jobc.worker")).containsExactly("ends|1");
    assertThat(database.count("select count(*) from jobc.lease")).isZero();
    assertThat(engine.run(stop).orElseThrow().summary().state()).isEqualTo(RunState.FAILED);
    assertThat(engine.run(stop).orElseThrow().steps().get(0).error())
        .isEqualTo(new TaskError(TaskError.CANCELLED, "its worker was shut down"));
    assertThat(engine.run(goOn).orElseThrow().summary().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(engine.run(resubmit).orElseThrow().summary().state()).isEqualTo(RunState.RUNNING);
    assertThat(attempts("outcome = 8 and run_id = " + resubmit.value())).isEqualTo(1);
    worker("heir", 5, 20);
    assertThat(ended(resubmit)).isEqualTo(RunState.SUCCEEDED);
    assertThat(attempts("outcome in (5, 6)")).as("attempts of a worker that died").isZero();
    Invariants.check(database);
  }
}
