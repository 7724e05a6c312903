package dev.jobc.cli.verb;

import dev.jobc.cli.context.Database;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.RunIds;
import dev.jobc.cli.context.Session;
import dev.jobc.cli.context.Values;
import dev.jobc.executor.Engine;
import dev.jobc.executor.RunId;
import dev.jobc.json.Json;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jobc signal}: tells a run what it waits for, or will. */
@Command(name = "signal", description = "Send a signal to a run")
public final class SignalVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(index = "0", paramLabel = "RUN", description = "A run's id")
  private String run = "";

  @Parameters(index = "1", paramLabel = "NAME", description = "The signal's name")
  private String name = "";

  @Option(
      names = {"-i", "--input"},
      paramLabel = "NAME=VALUE",
      description = "What comes with it: the fields of its record, or `value`")
  private List<String> values = List.of();

  public SignalVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    RunIds.check(run);
    try (Engine engine = Database.connect(session)) {
      RunId id = RunIds.of(engine, run);
      Json.Obj given = Values.read(engine.signalFields(id, name), values);
      boolean taken = engine.signal(id, name, given);
      session
          .console()
          .out()
          .println(taken ? "a step took it" : "kept for the first step that waits for it");
      return ExitCode.OK.code();
    }
  }
}
