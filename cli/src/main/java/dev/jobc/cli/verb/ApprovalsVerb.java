package dev.jobc.cli.verb;

import picocli.CommandLine.Command;

/** {@code jobc approvals}: holds the verbs about what waits for people. */
@Command(name = "approvals", description = "Look at what waits for people")
public final class ApprovalsVerb {
  /** The group, with its verbs still to be added. */
  public ApprovalsVerb() {}
}
