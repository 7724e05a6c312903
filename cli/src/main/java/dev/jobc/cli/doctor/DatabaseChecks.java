package dev.jobc.cli.doctor;

import dev.jobc.cli.context.CliException;
import dev.jobc.cli.context.Database;
import dev.jobc.cli.context.DatabaseChoice;
import dev.jobc.cli.context.Session;
import dev.jobc.executor.Engine;
import dev.jobc.executor.EngineException;
import dev.jobc.postgres.EmbeddedPostgres;
import dev.jobc.postgres.PostgresException;
import dev.jobc.postgres.Settings;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** The database that would be used: does it answer, what did a killed server leave. */
final class DatabaseChecks {
  private static final String SUBJECT = "database";

  private DatabaseChecks() {}

  static List<Finding> of(Session session) {
    try {
      return switch (session.database()) {
        case DatabaseChoice.Configured configured -> List.of(reach(session, configured.toString()));
        case DatabaseChoice.Embedded(Settings settings) -> embedded(session, settings);
      };
    } catch (CliException e) {
      return List.of(
          Finding.broken(SUBJECT, String.valueOf(e.getMessage()), String.join("; ", e.hints())));
    }
  }

  private static Finding reach(Session session, String what) {
    try (Engine engine = Database.connect(session)) {
      engine.runs(1);
      return Finding.ok(SUBJECT, what);
    } catch (EngineException e) {
      return Finding.broken(
          SUBJECT, what + ": " + e.getMessage(), "is the server up, are user and password right?");
    }
  }

  private static List<Finding> embedded(Session session, Settings settings) {
    List<Finding> findings = new ArrayList<>();
    try {
      List<Long> leftovers = EmbeddedPostgres.leftovers(settings);
      if (EmbeddedPostgres.find(settings).isPresent()) {
        findings.add(reach(session, "embedded, running"));
      } else {
        boolean made = Files.isDirectory(settings.directory().resolve("data"));
        findings.add(Finding.ok(SUBJECT, "embedded, " + (made ? "stopped" : "not made yet")));
      }
      if (!leftovers.isEmpty()) {
        findings.add(
            Finding.missing(
                "leftovers", "processes of a killed server: " + leftovers, "jobc db stop"));
      }
    } catch (PostgresException e) {
      findings.add(Finding.broken(SUBJECT, "embedded: " + e.getMessage(), e.hint()));
    }
    return findings;
  }
}
