package dev.jobc.cli.verb;

import dev.jobc.cli.context.CliException;
import dev.jobc.cli.context.Database;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.RunIds;
import dev.jobc.cli.context.Session;
import dev.jobc.cli.context.Standing;
import dev.jobc.cli.view.Text;
import dev.jobc.executor.Engine;
import dev.jobc.executor.Revision;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunSummary;
import dev.jobc.executor.Takeover;
import dev.jobc.plan.Plan;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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

  @Option(
      names = "--revision",
      paramLabel = "N",
      description =
          "On this revision of the workflow: keep what `jobc plan diff` says still stands")
  private @Nullable Integer revision;

  @Option(
      names = "--yes",
      description = "With --revision: run again what has succeeded and doesn't stand any more")
  private boolean yes;

  @Override
  public Integer call() {
    if (revision == null && yes || revision != null && !from.isEmpty()) {
      throw new CliException(
          ExitCode.USAGE, "`--yes` goes with --revision, and --from does not", "--help");
    }
    RunIds.check(run);
    try (Engine engine = Database.connect(session)) {
      RunId id = RunIds.of(engine, run);
      RunId resumed = revision == null ? engine.resume(id, from) : resume(engine, id, revision);
      session.console().out().println(resumed);
    }
    session.console().err().println("`jobc worker` executes it");
    return ExitCode.OK.code();
  }

  private RunId resume(Engine engine, RunId id, int number) {
    RunSummary old = RunIds.find(engine, id).summary();
    String workflow = old.namespace() + "/" + old.workflow();
    Revision wanted =
        engine.revisions(workflow).stream()
            .filter(one -> one.number() == number)
            .findFirst()
            .orElseThrow(
                () ->
                    new CliException(
                        ExitCode.NOT_FOUND,
                        "`" + workflow + "` has no revision " + number,
                        "`jobc workflows show " + workflow + "` lists them"));
    Plan before = engine.plan(old.planId()).orElseThrow();
    Standing standing = new Standing(before, engine.plan(wanted.planId()).orElseThrow());
    Takeover takeover = standing.takeover(wanted);
    Takeover.Preview preview = engine.preview(id, takeover);
    confirm(standing, preview);
    return engine.resume(id, takeover);
  }

  private void confirm(Standing standing, Takeover.Preview preview) {
    PrintStream err = session.console().err();
    err.println("kept: " + (preview.kept().isEmpty() ? "nothing" : names(preview.kept())));
    for (String step : preview.again()) {
      err.println("not kept: " + Text.harmless(step) + ", " + standing.why(step));
    }
    if (!preview.again().isEmpty() && !yes) {
      int count = preview.again().size();
      throw new CliException(
          ExitCode.FAILED,
          count
              + (count == 1 ? " step that has" : " steps that have")
              + " succeeded would not count",
          "`--yes` goes on all the same");
    }
  }

  private static String names(List<String> steps) {
    return Text.harmless(String.join(", ", steps));
  }
}
