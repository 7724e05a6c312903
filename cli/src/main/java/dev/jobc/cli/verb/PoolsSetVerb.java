package dev.jobc.cli.verb;

import dev.jobc.cli.context.CliException;
import dev.jobc.cli.context.Database;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.Session;
import dev.jobc.executor.Engine;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code jobc pools set}. */
@Command(name = "set", description = "Make a pool, or change its size; holds at once")
public final class PoolsSetVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(index = "0", paramLabel = "POOL", description = "Its name")
  private String name = "";

  @Parameters(index = "1", paramLabel = "SLOTS", description = "How many there are; 0 stops all")
  private int slots;

  PoolsSetVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (slots < 0) {
      throw new CliException(ExitCode.USAGE, "a pool has at least 0 slots, not " + slots);
    }
    try (Engine engine = Database.connect(session)) {
      engine.queues().setPool(name, slots);
      session.console().out().println("pool " + name + " has " + slots + " slots");
      return ExitCode.OK.code();
    }
  }
}
