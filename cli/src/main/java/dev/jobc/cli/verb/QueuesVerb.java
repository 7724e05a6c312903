package dev.jobc.cli.verb;

import dev.jobc.cli.context.Session;
import picocli.CommandLine.Command;

/** {@code jobc queues}: holds the verbs about queues. */
@Command(name = "queues", description = "Look at queues, limit them, pause them")
public final class QueuesVerb {
  /** The group, with its verbs still to be added. */
  public QueuesVerb() {}

  /** The verbs of the group. */
  public static Object[] verbs(Session session) {
    return new Object[] {
      new QueuesListVerb(session), new QueuesShowVerb(session), new QueuesSetVerb(session)
    };
  }
}
