package dev.jobc.cli.verb;

import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.Session;
import dev.jobc.cli.context.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code jobc version}. */
@Command(name = "version", description = "Print the version")
public final class VersionVerb implements Callable<Integer> {
  private final Session session;

  public VersionVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    session.console().out().println("jobc " + Version.number() + ", " + Version.platform());
    return ExitCode.OK.code();
  }
}
