package dev.jobc.cli.verb;

import dev.jobc.cli.context.Database;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.Session;
import dev.jobc.cli.view.QuestionText;
import dev.jobc.executor.Engine;
import dev.jobc.executor.OpenQuestion;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code jobc approvals list}: what waits for people, longest first. */
@Command(name = "list", description = "List what waits for people, longest first")
public final class ApprovalsListVerb implements Callable<Integer> {
  private final Session session;

  @Option(names = "-o", paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES}")
  private Format format = Format.text;

  public ApprovalsListVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (Engine engine = Database.connect(session)) {
      List<OpenQuestion> approvals =
          engine.questions(Optional.empty()).stream()
              .filter(question -> question.kind() == OpenQuestion.Kind.APPROVAL)
              .toList();
      PrintStream out = session.console().out();
      switch (format) {
        case json ->
            out.print(
                JsonText.pretty(Json.array(approvals.stream().map(QuestionText::json).toList())));
        case text -> QuestionText.list(approvals, session.clock().instant()).forEach(out::println);
      }
      return ExitCode.OK.code();
    }
  }
}
