package dev.jobc.cli.verb;

import dev.jobc.cli.context.Approving;
import dev.jobc.cli.context.Database;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.RunIds;
import dev.jobc.cli.context.Session;
import dev.jobc.cli.context.Values;
import dev.jobc.executor.Engine;
import dev.jobc.executor.RunId;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jobc approve}: says yes to a step that waits for a person. */
@Command(name = "approve", description = "Say yes to a step that waits for a person")
public final class ApproveVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(index = "0", paramLabel = "RUN", description = "A run's id")
  private String run = "";

  @Parameters(index = "1", paramLabel = "STEP", description = "The step's id, like gate or gate[3]")
  private String step = "";

  @Option(
      names = {"-i", "--input"},
      paramLabel = "NAME=VALUE",
      description = "A field of its form")
  private List<String> values = List.of();

  @Option(names = "--by", paramLabel = "NAME", description = Approving.BY)
  private @Nullable String by;

  public ApproveVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    RunIds.check(run);
    try (Engine engine = Database.connect(session)) {
      RunId id = RunIds.of(engine, run);
      engine.approve(
          id, step, Approving.by(by), Values.read(Approving.fields(engine, id, step), values));
      session.console().out().println(id + "  " + step + "  approved");
      return ExitCode.OK.code();
    }
  }
}
