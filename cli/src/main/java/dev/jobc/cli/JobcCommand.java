package dev.jobc.cli;

import dev.jobc.cli.context.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The root of the command tree: holds the options that every verb has. */
@Command(
    name = "jobc",
    description = "Compiles workflows written in YAML and runs them",
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "jobc COMMAND --help tells more. Exit codes and variables: docs/cli.md"})
final class JobcCommand {
  @Mixin private final Session session;

  JobcCommand(Session session) {
    this.session = session;
  }

  Session session() {
    return session;
  }
}
