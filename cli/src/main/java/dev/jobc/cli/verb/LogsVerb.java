package dev.jobc.cli.verb;

import dev.jobc.cli.context.CliException;
import dev.jobc.cli.context.Database;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.RunIds;
import dev.jobc.cli.context.Session;
import dev.jobc.cli.view.LogText;
import dev.jobc.executor.Engine;
import dev.jobc.executor.LogChunk;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunView;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jobc logs}: what the tasks of a run wrote. */
@Command(name = "logs", description = "Print what the tasks of a run wrote")
public final class LogsVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "RUN", description = "A run's id")
  private String run = "";

  @Option(names = "--step", paramLabel = "ID", description = "Only this step's")
  private @Nullable String step;

  @Option(
      names = "--raw",
      description = "The bytes as they were written, without saying where they come from")
  private boolean raw;

  public LogsVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    RunIds.check(run);
    try (Engine engine = Database.connect(session)) {
      RunId id = RunIds.of(engine, run);
      checkStep(RunIds.find(engine, id));
      List<LogChunk> log = engine.logs(id, Optional.ofNullable(step));
      PrintStream out = session.console().out();
      if (raw) {
        log.forEach(chunk -> out.writeBytes(chunk.bytes()));
      } else {
        LogText.lines(log).forEach(out::println);
      }
      return ExitCode.OK.code();
    }
  }

  private void checkStep(RunView view) {
    String wanted = step;
    if (wanted != null && view.steps().stream().noneMatch(known -> known.id().equals(wanted))) {
      throw new CliException(
          ExitCode.NOT_FOUND,
          "run " + run + " has no step `" + wanted + "`",
          view.steps().stream()
              .map(RunView.Step::id)
              .collect(Collectors.joining(", ", "its steps: ", "")));
    }
  }
}
