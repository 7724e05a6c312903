package dev.jobc.cli.verb;

import dev.jobc.cli.context.CliException;
import dev.jobc.cli.context.Database;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.Session;
import dev.jobc.executor.Engine;
import dev.jobc.json.Json;
import dev.jobc.json.JsonException;
import dev.jobc.json.JsonText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jobc events send}: each workflow that waits for the topic starts a run. */
@Command(name = "send", description = "Send an event; workflows that wait for its topic start")
public final class EventsSendVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "TOPIC", description = "The topic of `event` triggers")
  private String topic = "";

  @Option(names = "--data", paramLabel = "JSON", description = "Its body; null unless given")
  private String data = "null";

  EventsSendVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Json body = body();
    try (Engine engine = Database.connect(session)) {
      int reached = engine.schedules().send(topic, body);
      if (reached == 0) {
        throw new CliException(
            ExitCode.NOT_FOUND,
            "no deployed workflow waits for events of `" + topic + "`",
            "jobc schedules list");
      }
      session.console().out().println(reached + (reached == 1 ? " schedule" : " schedules"));
      return ExitCode.OK.code();
    }
  }

  private Json body() {
    try {
      return JsonText.parse(data);
    } catch (JsonException e) {
      throw new CliException(ExitCode.USAGE, "--data is no JSON: " + e.getMessage());
    }
  }
}
