package dev.jobc.cli.verb;

import dev.jobc.cli.context.Session;
import picocli.CommandLine.Command;

/** {@code jobc schedules}: holds the verbs about schedules. */
@Command(
    name = "schedules",
    description = "Look at schedules of deployed workflows, pause, make up")
public final class SchedulesVerb {
  /** The group, with its verbs still to be added. */
  public SchedulesVerb() {}

  /** The verbs of the group. */
  public static Object[] verbs(Session session) {
    return new Object[] {
      new SchedulesListVerb(session),
      new SchedulesShowVerb(session),
      new SchedulesPauseVerb(session),
      new SchedulesResumeVerb(session),
      new SchedulesBackfillVerb(session)
    };
  }
}
