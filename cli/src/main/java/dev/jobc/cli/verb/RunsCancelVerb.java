package dev.jobc.cli.verb;

import dev.jobc.cli.context.CliException;
import dev.jobc.cli.context.Database;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.RunIds;
import dev.jobc.cli.context.Session;
import dev.jobc.cli.context.Where;
import dev.jobc.executor.Cancelling;
import dev.jobc.executor.Engine;
import dev.jobc.executor.RunFilter;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.RunSummary;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jobc runs cancel}: ends runs, by id or all that fit. */
@Command(name = "cancel", description = "Cancel runs: by id, or all that go on and fit --where")
public final class RunsCancelVerb implements Callable<Integer> {
  /** So many are cancelled in one transaction. */
  private static final int BATCH = 1_000;

  private final Session session;

  @Parameters(paramLabel = "RUN", description = "Ids of runs")
  private List<String> runs = List.of();

  @Option(names = "--where", paramLabel = "KEY=VALUE", description = Where.HELP)
  private List<String> where = List.of();

  @Option(
      names = "--force",
      description = "End them at once: no handler runs, not even one that has begun")
  private boolean force;

  @Option(
      names = "--step",
      paramLabel = "STEP",
      description = "Cancel only this step of the run: its id, or id[2] for one item of a map")
  private @Nullable String step;

  @Option(names = "--dry-run", description = "Only count those that --where picks")
  private boolean dryRun;

  RunsCancelVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (runs.isEmpty() == where.isEmpty()) {
      String message = "name runs, or say which with --where; one of the two";
      throw new CliException(ExitCode.USAGE, message, "jobc runs cancel --help");
    }
    if (dryRun && where.isEmpty()) {
      throw new CliException(
          ExitCode.USAGE, "`--dry-run` goes with --where", "jobc runs cancel --help");
    }
    if (step != null && (runs.size() != 1 || force)) {
      throw new CliException(
          ExitCode.USAGE, "`--step` is of one run, without --force", "jobc runs cancel --help");
    }
    runs.forEach(RunIds::check);
    RunFilter filter = Where.read(where, session.clock().instant());
    try (Engine engine = Database.connect(session)) {
      List<RunId> ids = runs.stream().map(run -> RunIds.of(engine, run)).distinct().toList();
      if (step != null) {
        int instances = engine.cancelStep(ids.getFirst(), step);
        String all = instances == 1 ? "" : ", " + instances + " instances";
        session.console().out().println(ids.getFirst() + "  " + step + "  cancelled" + all);
        return ExitCode.OK.code();
      }
      return (ids.isEmpty() ? all(engine, filter) : named(engine, ids)).code();
    }
  }

  private ExitCode named(Engine engine, List<RunId> ids) {
    Map<RunId, RunState> found = engine.cancel(ids, how());
    PrintStream out = session.console().out();
    List<String> problems = new ArrayList<>();
    ExitCode exit = ExitCode.OK;
    for (RunId id : ids) {
      RunState state = found.get(id);
      if (state == null) {
        problems.add("no run `" + id + "`");
        exit = ExitCode.NOT_FOUND;
      } else {
        switch (state) {
          case RUNNING -> out.println(id + "  " + outcome(engine, id));
          case CANCELLED -> out.println(id + "  was cancelled before");
          case SUCCEEDED, FAILED -> {
            problems.add("run " + id + " has ended already: " + state.word());
            exit = exit == ExitCode.OK ? ExitCode.FAILED : exit;
          }
        }
      }
    }
    problems.forEach(problem -> session.console().err().println("error: " + problem));
    return exit;
  }

  private Cancelling how() {
    return force ? Cancelling.AT_ONCE : Cancelling.GENTLY;
  }

  /** What has become of a run that was under way. */
  private static String outcome(Engine engine, RunId id) {
    boolean ended = engine.run(id).map(run -> run.summary().state().ended()).orElse(true);
    return ended ? "cancelled" : "is being cancelled; its handlers run";
  }

  private ExitCode all(Engine engine, RunFilter filter) {
    RunFilter running = filter.in(RunState.RUNNING);
    PrintStream out = session.console().out();
    if (dryRun) {
      out.println(count(engine.count(running)) + " would be cancelled");
      return ExitCode.OK;
    }
    int cancelled = 0;
    // Runs whose handlers go on are still under way: newer ones are not looked at again.
    for (List<RunId> batch = next(engine, running, null);
        !batch.isEmpty();
        batch = next(engine, running, batch.getLast())) {
      for (Map.Entry<RunId, RunState> run : engine.cancel(batch, how()).entrySet()) {
        if (run.getValue() == RunState.RUNNING) {
          out.println(run.getKey() + "  cancelled");
          cancelled++;
        }
      }
    }
    session.console().err().println(count(cancelled) + " cancelled");
    return ExitCode.OK;
  }

  private static String count(long runs) {
    return runs + (runs == 1 ? " run" : " runs");
  }

  private static List<RunId> next(Engine engine, RunFilter filter, @Nullable RunId before) {
    return engine.runs(filter, before, BATCH).stream().map(RunSummary::id).toList();
  }
}
