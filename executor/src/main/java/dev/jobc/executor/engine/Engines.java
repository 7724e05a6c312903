package dev.jobc.executor.engine;

import dev.jobc.executor.Engine;
import dev.jobc.executor.WorkerSettings;
import dev.jobc.executor.runner.TaskRunner;
import dev.jobc.executor.store.DatabaseSettings;
import dev.jobc.executor.store.postgres.PostgresStore;
import dev.jobc.executor.telemetry.Telemetry;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/** Where engines come from. */
public final class Engines {
  private Engines() {}

  /**
   * Connects to a PostgreSQL database (15 or later, no superuser needed) and brings the schema
   * {@code jobc} in it up to date.
   *
   * @param machine the clock of this machine; the database's counts as soon as it has been asked
   * @param runners makes the runners of a worker when one is started; the worker closes them
   * @throws dev.jobc.executor.EngineException when the database can't be reached, refuses the
   *     login, or has a schema that is not fit
   */
  public static Engine connect(
      DatabaseSettings database,
      InstantSource machine,
      Function<WorkerSettings, List<TaskRunner>> runners) {
    return connect(database, machine, runners, Telemetry.OFF);
  }

  /**
   * The same with telemetry, which the engine closes with itself.
   *
   * @see dev.jobc.executor.telemetry.otel.TelemetrySettings
   */
  public static Engine connect(
      DatabaseSettings database,
      InstantSource machine,
      Function<WorkerSettings, List<TaskRunner>> runners,
      Telemetry telemetry) {
    try {
      return new StoreEngine(PostgresStore.open(database, machine), runners, telemetry);
    } catch (RuntimeException e) {
      telemetry.close();
      throw e;
    }
  }
}
