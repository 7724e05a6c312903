package dev.jobc.cli.context;

import dev.jobc.executor.Engine;
import dev.jobc.executor.engine.Engines;
import dev.jobc.executor.runner.local.LocalRunners;
import dev.jobc.executor.store.DatabaseSettings;
import dev.jobc.executor.telemetry.Telemetry;
import dev.jobc.executor.telemetry.otel.TelemetrySettings;
import dev.jobc.postgres.EmbeddedPostgres;
import java.util.List;

/** Opens the engine on the database that a call uses. */
public final class Database {
  private Database() {}

  /** Connects; starts the embedded server first when it is the one and doesn't run. */
  public static Engine connect(Session session) {
    return switch (session.database()) {
      case DatabaseChoice.Configured(String url, String user, String password) ->
          connect(session, new DatabaseSettings(url, user, password));
      case DatabaseChoice.Embedded(var settings) -> {
        EmbeddedPostgres server = EmbeddedPostgres.open(settings);
        yield connect(
            session,
            new DatabaseSettings(
                server.jdbcUrl(server.database()), server.user(), server.password()));
      }
    };
  }

  /** Off, unless the standard variables of OpenTelemetry say otherwise. */
  private static Telemetry telemetry(Session session) {
    return TelemetrySettings.start(
        session.variables("OTEL_"),
        Version.number(),
        line -> {
          session.console().err().println(line);
          session.console().err().flush();
        });
  }

  private static Engine connect(Session session, DatabaseSettings database) {
    return Engines.connect(
        database,
        session.clock(),
        settings -> List.of(LocalRunners.create(settings)),
        telemetry(session));
  }
}
