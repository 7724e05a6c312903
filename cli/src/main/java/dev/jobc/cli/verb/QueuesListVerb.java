package dev.jobc.cli.verb;

import dev.jobc.cli.context.Database;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.Session;
import dev.jobc.cli.view.QueueText;
import dev.jobc.executor.Engine;
import dev.jobc.executor.Queues.Queue;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code jobc queues list}. */
@Command(name = "list", description = "List queues with their limits and what waits in them")
public final class QueuesListVerb implements Callable<Integer> {
  private final Session session;

  @Option(names = "-o", paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES}")
  private Format format = Format.text;

  QueuesListVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (Engine engine = Database.connect(session)) {
      List<Queue> queues = engine.queues().queues();
      PrintStream out = session.console().out();
      switch (format) {
        case json ->
            out.print(JsonText.pretty(Json.array(queues.stream().map(QueueText::json).toList())));
        case text -> QueueText.queues(queues).forEach(out::println);
      }
      return ExitCode.OK.code();
    }
  }
}
