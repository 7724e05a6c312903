package dev.jobc.cli.verb;

import dev.jobc.cli.context.Database;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.RunIds;
import dev.jobc.cli.context.Session;
import dev.jobc.cli.view.RunJson;
import dev.jobc.cli.view.RunText;
import dev.jobc.executor.Engine;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunView;
import dev.jobc.json.JsonText;
import java.io.PrintStream;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jobc runs show}: one run with its steps. */
@Command(name = "show", description = "Show a run with its steps")
public final class RunsShowVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "RUN", description = "A run's id")
  private String run = "";

  @Option(names = "-o", paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES}")
  private Format format = Format.text;

  RunsShowVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    RunIds.check(run);
    try (Engine engine = Database.connect(session)) {
      RunId id = RunIds.of(engine, run);
      RunView view = RunIds.find(engine, id);
      PrintStream out = session.console().out();
      switch (format) {
        case json -> out.print(JsonText.pretty(RunJson.of(view)));
        case text ->
            RunText.show(view, session.clock().instant(), ZoneId.systemDefault())
                .forEach(out::println);
      }
      return ExitCode.OK.code();
    }
  }
}
