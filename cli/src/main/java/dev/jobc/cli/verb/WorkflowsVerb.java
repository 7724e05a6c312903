package dev.jobc.cli.verb;

import dev.jobc.cli.context.Session;
import picocli.CommandLine.Command;

/** {@code jobc workflows}: holds the verbs about stored workflows. */
@Command(name = "workflows", description = "Workflows in the database and their revisions")
public final class WorkflowsVerb {
  /** The group, with its verbs still to be added. */
  public WorkflowsVerb() {}

  /** The verbs of the group. */
  public static Object[] verbs(Session session) {
    return new Object[] {new WorkflowsListVerb(session), new WorkflowsShowVerb(session)};
  }
}
