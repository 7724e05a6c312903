package dev.jobc.cli.verb;

import dev.jobc.cli.context.Session;
import picocli.CommandLine.Command;

/** {@code jobc deadletters}: holds the verbs about tasks that failed for good. */
@Command(
    name = "deadletters",
    description = "Look at tasks that failed for good, run them again or discard them")
public final class DeadLettersVerb {
  /** The group, with its verbs still to be added. */
  public DeadLettersVerb() {}

  /** The verbs of the group. */
  public static Object[] verbs(Session session) {
    return new Object[] {
      new DeadLettersListVerb(session),
      new DeadLettersShowVerb(session),
      new DeadLettersRetryVerb(session),
      new DeadLettersDiscardVerb(session)
    };
  }
}
