package dev.jobc.cli.verb;

import dev.jobc.cli.context.CliException;
import dev.jobc.cli.context.Database;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.Session;
import dev.jobc.cli.view.ScheduleText;
import dev.jobc.executor.Engine;
import dev.jobc.executor.Schedules;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jobc schedules show}: how one stands, its coming times, and those that got no run. */
@Command(name = "show", description = "Show a schedule, its next times, and times without a run")
public final class SchedulesShowVerb implements Callable<Integer> {
  private static final int MOST = 1_000;

  private final Session session;

  @Parameters(paramLabel = "ID", description = "A schedule's number")
  private int id;

  @Option(
      names = {"-n", "--next"},
      paramLabel = "N",
      description = "How many coming times; default: ${DEFAULT-VALUE}")
  private int next = 5;

  SchedulesShowVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (next < 0 || next > MOST) {
      throw new CliException(ExitCode.USAGE, "--next must be from 0 to " + MOST + ", not " + next);
    }
    try (Engine engine = Database.connect(session)) {
      Schedules schedules = engine.schedules();
      Schedules.Schedule schedule = find(schedules, id);
      ScheduleText.show(schedule, schedules.next(id, next), schedules.passed(id, 10))
          .forEach(session.console().out()::println);
      return ExitCode.OK.code();
    }
  }

  /** The schedule of that number. */
  static Schedules.Schedule find(Schedules schedules, int id) {
    return schedules.find(id).orElseThrow(() -> missing(id));
  }

  static CliException missing(int id) {
    return new CliException(ExitCode.NOT_FOUND, "no schedule " + id, "jobc schedules list");
  }
}
