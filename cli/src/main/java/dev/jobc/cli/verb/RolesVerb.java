package dev.jobc.cli.verb;

import dev.jobc.cli.context.Session;
import picocli.CommandLine.Command;

/** {@code jobc roles}: holds the verbs about roles. */
@Command(name = "roles", description = "Sets of queues that workers follow")
public final class RolesVerb {
  /** The group, with its verbs still to be added. */
  public RolesVerb() {}

  /** The verbs of the group. */
  public static Object[] verbs(Session session) {
    return new Object[] {
      new RolesListVerb(session), new RolesSetVerb(session), new RolesRemoveVerb(session)
    };
  }
}
