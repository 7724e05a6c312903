package dev.jobc.cli.verb;

import dev.jobc.cli.context.Database;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.RunIds;
import dev.jobc.cli.context.Session;
import dev.jobc.executor.Engine;
import dev.jobc.executor.RunId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jobc runs release}: decides about a step that is held because its worker died. */
@Command(
    name = "release",
    description = "Run a step again that is held because its worker died (onLost: hold)")
public final class RunsReleaseVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(index = "0", paramLabel = "RUN", description = "A run's id")
  private String run = "";

  @Parameters(index = "1", paramLabel = "STEP", description = "The step's id, like load or load[3]")
  private String step = "";

  @Option(
      names = "--fail",
      description = "Don't run it again: it fails with WorkerLost, and the run goes on")
  private boolean fail;

  RunsReleaseVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    RunIds.check(run);
    try (Engine engine = Database.connect(session)) {
      RunId id = RunIds.of(engine, run);
      engine.release(id, step, !fail);
      String what = fail ? "failed" : "runs again as soon as a worker takes it";
      session.console().out().println(id + "  " + step + "  " + what);
      return ExitCode.OK.code();
    }
  }
}
