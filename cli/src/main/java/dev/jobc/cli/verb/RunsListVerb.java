package dev.jobc.cli.verb;

import dev.jobc.cli.context.CliException;
import dev.jobc.cli.context.Database;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.Session;
import dev.jobc.cli.context.Where;
import dev.jobc.cli.view.RunJson;
import dev.jobc.cli.view.RunText;
import dev.jobc.executor.Engine;
import dev.jobc.executor.RunFilter;
import dev.jobc.executor.RunSummary;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import java.io.PrintStream;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code jobc runs list}: what ran, newest first. */
@Command(name = "list", description = "List runs, newest first")
public final class RunsListVerb implements Callable<Integer> {
  private final Session session;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "At most that many; default: ${DEFAULT-VALUE}")
  private int limit = 20;

  @Option(names = "--where", paramLabel = "KEY=VALUE", description = Where.HELP)
  private List<String> where = List.of();

  @Option(names = "-o", paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES}")
  private Format format = Format.text;

  RunsListVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (limit < 1) {
      throw new CliException(ExitCode.USAGE, "--limit " + limit + " is below 1");
    }
    RunFilter filter = Where.read(where, session.clock().instant());
    try (Engine engine = Database.connect(session)) {
      List<RunSummary> runs = engine.runs(filter, limit);
      PrintStream out = session.console().out();
      switch (format) {
        case json ->
            out.print(JsonText.pretty(Json.array(runs.stream().map(RunJson::of).toList())));
        case text ->
            RunText.list(runs, session.clock().instant(), ZoneId.systemDefault())
                .forEach(out::println);
      }
      return ExitCode.OK.code();
    }
  }
}
