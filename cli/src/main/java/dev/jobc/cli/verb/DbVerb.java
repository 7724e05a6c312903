package dev.jobc.cli.verb;

import dev.jobc.cli.context.Session;
import picocli.CommandLine.Command;

/** {@code jobc db}: holds the verbs about the embedded server. */
@Command(name = "db", description = "The embedded PostgreSQL: start, stop, status")
public final class DbVerb {
  /** The group, with its verbs still to be added. */
  public DbVerb() {}

  /** The verbs of the group. */
  public static Object[] verbs(Session session) {
    return new Object[] {
      new DbStartVerb(session), new DbStopVerb(session), new DbStatusVerb(session)
    };
  }
}
