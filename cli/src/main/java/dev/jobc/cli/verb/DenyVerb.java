package dev.jobc.cli.verb;

import dev.jobc.cli.context.Approving;
import dev.jobc.cli.context.Database;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.RunIds;
import dev.jobc.cli.context.Session;
import dev.jobc.executor.Engine;
import dev.jobc.executor.RunId;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jobc deny}: says no to a step that waits for a person, which fails it. */
@Command(name = "deny", description = "Say no to a step that waits for a person; it fails")
public final class DenyVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(index = "0", paramLabel = "RUN", description = "A run's id")
  private String run = "";

  @Parameters(index = "1", paramLabel = "STEP", description = "The step's id, like gate or gate[3]")
  private String step = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; part of the step's error")
  private String reason = "";

  @Option(names = "--by", paramLabel = "NAME", description = Approving.BY)
  private @Nullable String by;

  public DenyVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    RunIds.check(run);
    try (Engine engine = Database.connect(session)) {
      RunId id = RunIds.of(engine, run);
      engine.deny(id, step, Approving.by(by), reason);
      session.console().out().println(id + "  " + step + "  denied");
      return ExitCode.OK.code();
    }
  }
}
