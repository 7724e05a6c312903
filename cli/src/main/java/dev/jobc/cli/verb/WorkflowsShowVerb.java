package dev.jobc.cli.verb;

import dev.jobc.cli.context.CliException;
import dev.jobc.cli.context.Database;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.Session;
import dev.jobc.executor.Engine;
import dev.jobc.executor.Revision;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jobc workflows show}: all revisions of one. */
@Command(name = "show", description = "Show the revisions of a workflow, newest first")
public final class WorkflowsShowVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "WORKFLOW", description = "A name, or namespace/name")
  private String workflow = "";

  @Option(names = "-o", paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES}")
  private Format format = Format.text;

  WorkflowsShowVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (Engine engine = Database.connect(session)) {
      List<Revision> revisions = engine.revisions(workflow);
      if (revisions.isEmpty()) {
        throw new CliException(
            ExitCode.NOT_FOUND,
            "no workflow `" + workflow + "` is stored",
            "`jobc workflows list` shows those that are");
      }
      WorkflowsListVerb.print(session, revisions, format);
      return ExitCode.OK.code();
    }
  }
}
