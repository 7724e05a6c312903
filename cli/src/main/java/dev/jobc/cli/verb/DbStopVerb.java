package dev.jobc.cli.verb;

import dev.jobc.cli.context.EmbeddedServer;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.Session;
import dev.jobc.postgres.EmbeddedPostgres;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code jobc db stop}: stops the embedded server and whatever a killed one left. */
@Command(name = "stop", description = "Stop the embedded PostgreSQL; its data stays")
public final class DbStopVerb implements Callable<Integer> {
  private final Session session;

  DbStopVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    boolean stopped = EmbeddedPostgres.stop(EmbeddedServer.of(session));
    session.console().out().println("embedded PostgreSQL " + (stopped ? "stopped" : "did not run"));
    return ExitCode.OK.code();
  }
}
