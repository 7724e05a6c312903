package dev.jobc.cli.verb;

import dev.jobc.cli.context.CliException;
import dev.jobc.cli.context.Database;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.Session;
import dev.jobc.executor.Engine;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code jobc roles remove}. */
@Command(name = "remove", description = "Remove a role; its workers go on without it")
public final class RolesRemoveVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "ROLE", description = "Its name")
  private String name = "";

  RolesRemoveVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (Engine engine = Database.connect(session)) {
      if (!engine.queues().removeRole(name)) {
        throw new CliException(ExitCode.NOT_FOUND, "no role `" + name + "`", "jobc roles list");
      }
      session.console().out().println("role " + name + " removed");
      return ExitCode.OK.code();
    }
  }
}
