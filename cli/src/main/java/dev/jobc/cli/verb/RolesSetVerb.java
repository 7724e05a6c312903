package dev.jobc.cli.verb;

import dev.jobc.cli.context.Database;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.Session;
import dev.jobc.executor.Engine;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code jobc roles set}. */
@Command(name = "set", description = "Make a role, or change its queues; its workers notice")
public final class RolesSetVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(index = "0", paramLabel = "ROLE", description = "Its name")
  private String name = "";

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "QUEUE", description = "All its queues")
  private List<String> queues = List.of();

  RolesSetVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (Engine engine = Database.connect(session)) {
      engine.queues().setRole(name, queues);
      session.console().out().println("role " + name + " serves " + String.join(", ", queues));
      return ExitCode.OK.code();
    }
  }
}
