package dev.jobc.cli.verb;

import dev.jobc.cli.context.CliException;
import dev.jobc.cli.context.Database;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.Session;
import dev.jobc.executor.Engine;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code jobc pools remove}. */
@Command(name = "remove", description = "Remove a pool; what wants slots of it waits")
public final class PoolsRemoveVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "POOL", description = "Its name")
  private String name = "";

  PoolsRemoveVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (Engine engine = Database.connect(session)) {
      if (!engine.queues().removePool(name)) {
        throw new CliException(ExitCode.NOT_FOUND, "no pool `" + name + "`", "jobc pools list");
      }
      session.console().out().println("pool " + name + " removed");
      return ExitCode.OK.code();
    }
  }
}
