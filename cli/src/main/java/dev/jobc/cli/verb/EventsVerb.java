package dev.jobc.cli.verb;

import dev.jobc.cli.context.Session;
import picocli.CommandLine.Command;

/** {@code jobc events}: what workflows wait for by their {@code event} triggers. */
@Command(name = "events", description = "Send events to workflows that wait for them")
public final class EventsVerb {
  /** The group, with its verbs still to be added. */
  public EventsVerb() {}

  /** The verbs of the group. */
  public static Object[] verbs(Session session) {
    return new Object[] {new EventsSendVerb(session)};
  }
}
