package dev.jobc.cli.verb;

import dev.jobc.cli.context.EmbeddedServer;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.Session;
import dev.jobc.postgres.EmbeddedPostgres;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code jobc db start}: starts the embedded server, or finds it running. */
@Command(name = "start", description = "Start the embedded PostgreSQL")
public final class DbStartVerb implements Callable<Integer> {
  private final Session session;

  DbStartVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    EmbeddedPostgres server = EmbeddedPostgres.open(EmbeddedServer.of(session));
    String word = server.started() ? "started" : "runs already";
    session.console().out().println("embedded PostgreSQL " + word + ": " + server);
    return ExitCode.OK.code();
  }
}
