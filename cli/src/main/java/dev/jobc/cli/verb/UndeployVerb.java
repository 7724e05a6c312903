package dev.jobc.cli.verb;

import dev.jobc.cli.context.CliException;
import dev.jobc.cli.context.Database;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.Session;
import dev.jobc.executor.Engine;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code jobc undeploy}: nothing starts a workflow by itself any more. */
@Command(name = "undeploy", description = "Remove the schedules of a workflow; its runs go on")
public final class UndeployVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "WORKFLOW", description = "NAME or NAMESPACE/NAME")
  private String workflow = "";

  public UndeployVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (Engine engine = Database.connect(session)) {
      int removed = engine.schedules().undeploy(workflow);
      if (removed == 0) {
        throw new CliException(
            ExitCode.NOT_FOUND,
            "no schedule of a workflow `" + workflow + "`",
            "jobc schedules list");
      }
      session
          .console()
          .out()
          .println("removed " + removed + (removed == 1 ? " schedule" : " schedules"));
      return ExitCode.OK.code();
    }
  }
}
