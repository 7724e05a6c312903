package dev.jobc.cli.verb;

import dev.jobc.cli.context.CliException;
import dev.jobc.cli.context.Database;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.Session;
import dev.jobc.cli.view.QueueText;
import dev.jobc.executor.Engine;
import dev.jobc.executor.Queues.Queue;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code jobc queues show}. */
@Command(name = "show", description = "Show one queue")
public final class QueuesShowVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "QUEUE", description = "Its name")
  private String name = "";

  QueuesShowVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (Engine engine = Database.connect(session)) {
      Queue found =
          engine.queues().queues().stream()
              .filter(queue -> queue.name().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new CliException(
                          ExitCode.NOT_FOUND, "no queue `" + name + "`", "jobc queues list"));
      QueueText.show(found).forEach(session.console().out()::println);
      return ExitCode.OK.code();
    }
  }
}
