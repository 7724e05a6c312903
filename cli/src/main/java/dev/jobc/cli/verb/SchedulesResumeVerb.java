package dev.jobc.cli.verb;

import dev.jobc.cli.context.Database;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.Session;
import dev.jobc.executor.Engine;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code jobc schedules resume}. */
@Command(name = "resume", description = "Let a schedule go on; times meanwhile count as missed")
public final class SchedulesResumeVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "ID", description = "A schedule's number")
  private int id;

  SchedulesResumeVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (Engine engine = Database.connect(session)) {
      if (!engine.schedules().pause(id, false)) {
        throw SchedulesShowVerb.missing(id);
      }
      session.console().out().println("schedule " + id + " goes on");
      return ExitCode.OK.code();
    }
  }
}
