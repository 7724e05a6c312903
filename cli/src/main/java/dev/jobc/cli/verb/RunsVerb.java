package dev.jobc.cli.verb;

import dev.jobc.cli.context.Session;
import picocli.CommandLine.Command;

/** {@code jobc runs}: holds the verbs about runs. */
@Command(name = "runs", description = "Look at runs, cancel or resume them, remove old ones")
public final class RunsVerb {
  /** The group, with its verbs still to be added. */
  public RunsVerb() {}

  /** The verbs of the group. */
  public static Object[] verbs(Session session) {
    return new Object[] {
      new RunsListVerb(session),
      new RunsShowVerb(session),
      new RunsCancelVerb(session),
      new RunsReleaseVerb(session),
      new RunsResumeVerb(session),
      new RunsCleanVerb(session)
    };
  }
}
