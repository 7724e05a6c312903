package dev.jobc.cli.verb;

import dev.jobc.cli.context.Database;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.RunIds;
import dev.jobc.cli.context.Session;
import dev.jobc.executor.Engine;
import dev.jobc.executor.RunId;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jobc runs resume}: takes up a run that has ended. */
@Command(
    name = "resume",
    description =
        "Take up a run that has ended: what succeeded is kept, the rest runs in a new run")
public final class RunsResumeVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "RUN", description = "A run's id")
  private String run = "";

  @Option(
      names = "--from",
      paramLabel = "STEP",
      description = "Run this step again too, and all that needs it; may be repeated")
  private List<String> from = List.of();

  RunsResumeVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    RunId id = RunIds.parse(run);
    try (Engine engine = Database.connect(session)) {
      session.console().out().println(engine.resume(id, from));
    }
    session.console().err().println("`jobc worker` executes it");
    return ExitCode.OK.code();
  }
}
