package dev.jobc.cli.verb;

import dev.jobc.cli.context.Database;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.Session;
import dev.jobc.cli.view.RevisionText;
import dev.jobc.executor.Engine;
import dev.jobc.executor.Revision;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import java.io.PrintStream;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code jobc workflows list}: the newest revision of each. */
@Command(name = "list", description = "List workflows with their newest revisions")
public final class WorkflowsListVerb implements Callable<Integer> {
  private final Session session;

  @Option(names = "-o", paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES}")
  private Format format = Format.text;

  WorkflowsListVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (Engine engine = Database.connect(session)) {
      print(session, engine.revisions(null), format);
      return ExitCode.OK.code();
    }
  }

  static void print(Session session, List<Revision> revisions, Format format) {
    PrintStream out = session.console().out();
    switch (format) {
      case json ->
          out.print(
              JsonText.pretty(Json.array(revisions.stream().map(RevisionText::json).toList())));
      case text -> RevisionText.table(revisions, ZoneId.systemDefault()).forEach(out::println);
    }
  }
}
