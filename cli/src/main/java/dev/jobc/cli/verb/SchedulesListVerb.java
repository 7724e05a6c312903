package dev.jobc.cli.verb;

import dev.jobc.cli.context.Database;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.Session;
import dev.jobc.cli.view.ScheduleText;
import dev.jobc.executor.Engine;
import dev.jobc.executor.Schedules.Schedule;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code jobc schedules list}: what starts by itself, and when next. */
@Command(name = "list", description = "List schedules and backfills, by workflow")
public final class SchedulesListVerb implements Callable<Integer> {
  private final Session session;

  @Option(names = "-o", paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES}")
  private Format format = Format.text;

  SchedulesListVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (Engine engine = Database.connect(session)) {
      List<Schedule> schedules = engine.schedules().list();
      PrintStream out = session.console().out();
      switch (format) {
        case json ->
            out.print(
                JsonText.pretty(Json.array(schedules.stream().map(ScheduleText::json).toList())));
        case text -> ScheduleText.list(schedules).forEach(out::println);
      }
      return ExitCode.OK.code();
    }
  }
}
