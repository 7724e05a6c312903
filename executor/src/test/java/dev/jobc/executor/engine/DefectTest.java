package dev.jobc.executor.engine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobc.executor.Engine;
import dev.jobc.executor.EngineException;
import dev.jobc.executor.Submission;
import dev.jobc.executor.inprocess.RegisteredRunner;
import dev.jobc.executor.store.Store;
import dev.jobc.executor.store.Upkeep;
import dev.jobc.executor.store.WorkSession;
import dev.jobc.executor.store.postgres.PostgresStore;
import dev.jobc.executor.telemetry.Telemetry;
import dev.jobc.executor.testing.Await;
import dev.jobc.executor.testing.Plans;
import dev.jobc.executor.testing.TestDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A defect in any part of a worker ends it with the reason: it must not seem to work on. */
class DefectTest {
  /** What a worker asks the store for, now and then or for each task. */
  @ParameterizedTest
  @ValueSource(strings = {"claimReady", "recordOutcomes", "beat", "promoteDue", "watchSessions"})
  void endsTheWorkerWithTheReason(String method) throws Exception {
    TestDatabase database = TestDatabase.create();
    Store store =
        broken(
            Store.class, PostgresStore.open(database.settings(), InstantSource.system()), method);
    RegisteredRunner runner = new RegisteredRunner(Map.of("work", call -> TestEngine.NOTHING));
    try (Engine engine = new StoreEngine(store, settings -> List.of(runner), Telemetry.OFF)) {
      Engine.Worker worker = engine.startWorker(EngineTest.settings("w", 2));
      engine.submit(new Submission(engine.storePlan(Plans.chain(2), Map.of()), TestEngine.NOTHING));
      assertThatThrownBy(
              () ->
                  worker
                      .failure()
                      .toCompletableFuture()
                      .get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("unforeseen in " + method);
    }
  }

  /** The same, but for one method of it, or of a session or the upkeep that it gives. */
  private static <T> T broken(Class<T> type, T sound, String method) {
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, called, arguments) -> {
              if (called.getName().equals(method)) {
                throw new IllegalStateException("unforeseen in " + method);
              }
              try {
                return switch (called.invoke(sound, arguments)) {
                  case WorkSession session -> broken(WorkSession.class, session, method);
                  case Upkeep upkeep -> broken(Upkeep.class, upkeep, method);
                  case null -> null;
                  case Object other -> other;
                };
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
    return type.cast(proxy);
  }
}
