package dev.jobc.cli.verb;

import dev.jobc.cli.context.Session;
import picocli.CommandLine.Command;

/** {@code jobc pools}: holds the verbs about pools. */
@Command(name = "pools", description = "Sizes of pools, whose slots tasks share")
public final class PoolsVerb {
  /** The group, with its verbs still to be added. */
  public PoolsVerb() {}

  /** The verbs of the group. */
  public static Object[] verbs(Session session) {
    return new Object[] {
      new PoolsListVerb(session), new PoolsSetVerb(session), new PoolsRemoveVerb(session)
    };
  }
}
