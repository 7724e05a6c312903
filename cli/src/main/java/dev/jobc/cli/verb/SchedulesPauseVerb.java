package dev.jobc.cli.verb;

import dev.jobc.cli.context.Database;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.Session;
import dev.jobc.executor.Engine;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code jobc schedules pause}. */
@Command(name = "pause", description = "Stop a schedule; what is under way goes on")
public final class SchedulesPauseVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "ID", description = "A schedule's number")
  private int id;

  SchedulesPauseVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (Engine engine = Database.connect(session)) {
      if (!engine.schedules().pause(id, true)) {
        throw SchedulesShowVerb.missing(id);
      }
      session.console().out().println("schedule " + id + " paused");
      return ExitCode.OK.code();
    }
  }
}
