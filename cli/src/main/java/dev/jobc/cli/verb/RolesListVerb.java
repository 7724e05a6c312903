package dev.jobc.cli.verb;

import dev.jobc.cli.context.Database;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.Session;
import dev.jobc.cli.view.QueueText;
import dev.jobc.executor.Engine;
import dev.jobc.executor.Queues.Role;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code jobc roles list}. */
@Command(name = "list", description = "List roles with their queues")
public final class RolesListVerb implements Callable<Integer> {
  private final Session session;

  @Option(names = "-o", paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES}")
  private Format format = Format.text;

  RolesListVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (Engine engine = Database.connect(session)) {
      List<Role> roles = engine.queues().roles();
      PrintStream out = session.console().out();
      switch (format) {
        case json ->
            out.print(JsonText.pretty(Json.array(roles.stream().map(QueueText::json).toList())));
        case text -> QueueText.roles(roles).forEach(out::println);
      }
      return ExitCode.OK.code();
    }
  }
}
