package dev.jobc.cli.verb;

import dev.jobc.cli.context.EmbeddedServer;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.Session;
import dev.jobc.postgres.EmbeddedPostgres;
import dev.jobc.postgres.Settings;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code jobc db status}: whether the embedded server runs; starts nothing. */
@Command(name = "status", description = "Say whether the embedded PostgreSQL runs, and where")
public final class DbStatusVerb implements Callable<Integer> {
  private final Session session;

  DbStatusVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Settings settings = EmbeddedServer.of(session);
    PrintStream out = session.console().out();
    out.println(
        EmbeddedPostgres.find(settings)
            .map(server -> "embedded PostgreSQL runs: " + server)
            .orElse("embedded PostgreSQL does not run"));
    out.println("directory " + settings.directory());
    List<Long> leftovers = EmbeddedPostgres.leftovers(settings);
    if (!leftovers.isEmpty()) {
      out.println("left by a killed server: processes " + leftovers + "; `jobc db stop` ends them");
    }
    return ExitCode.OK.code();
  }
}
