package dev.jobc.executor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.Engine;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunView;
import dev.jobc.executor.Submission;
import dev.jobc.executor.inprocess.RegisteredRunner;
import dev.jobc.executor.testing.Await;
import dev.jobc.executor.testing.Invariants;
import dev.jobc.executor.testing.TestDatabase;
import dev.jobc.json.Json;
import dev.jobc.plan.Plan;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** An engine on a database of its own whose tasks are functions of a test. */
final class TestEngine implements AutoCloseable {
  static final Json.Obj NOTHING = Json.object().build();

  private final TestDatabase database = TestDatabase.create();
  private final Engine engine;

  TestEngine(Map<String, RegisteredRunner.Function> tasks) {
    engine = connect(database, tasks);
  }

  /** One engine more on the same database, to be closed by the caller. */
  static Engine connect(TestDatabase database, Map<String, RegisteredRunner.Function> tasks) {
    return Engines.connect(
        database.settings(),
        InstantSource.system(),
        settings -> List.of(new RegisteredRunner(tasks)));
  }

  Engine engine() {
    return engine;
  }

  TestDatabase database() {
    return database;
  }

  RunId submit(Plan plan) {
    return submit(plan, NOTHING);
  }

  RunId submit(Plan plan, Json.Obj inputs) {
    return engine.submit(new Submission(engine.storePlan(plan, Map.of()), inputs));
  }

  /** What became of a run that ends within a minute. */
  RunView ended(RunId run) throws InterruptedException {
    assertThat(engine.awaitEnd(run, Await.PATIENCE)).isTrue();
    return engine.run(run).orElseThrow();
  }

  RunView run(Plan plan) throws InterruptedException {
    return ended(submit(plan));
  }

  /** A task that ends only when its attempt is interrupted. */
  static Json.Obj hang(Runnable begun, Runnable interrupted) throws InterruptedException {
    begun.run();
    try {
      new CountDownLatch(1).await();
      return NOTHING;
    } catch (InterruptedException e) {
      interrupted.run();
      throw e;
    }
  }

  /** Ends the workers; then everything in the database must add up. */
  @Override
  public void close() {
    engine.close();
    Invariants.check(database);
  }
}
