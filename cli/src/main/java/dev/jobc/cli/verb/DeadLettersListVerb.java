package dev.jobc.cli.verb;

import dev.jobc.cli.context.CliException;
import dev.jobc.cli.context.Database;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.Letters;
import dev.jobc.cli.context.Session;
import dev.jobc.cli.view.LetterText;
import dev.jobc.executor.DeadLetter;
import dev.jobc.executor.DeadLetters;
import dev.jobc.executor.Engine;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code jobc deadletters list}: tasks that failed for good, newest first. */
@Command(name = "list", description = "List tasks that failed for good, newest first")
public final class DeadLettersListVerb implements Callable<Integer> {
  private final Session session;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "At most that many; default: ${DEFAULT-VALUE}")
  private int limit = 20;

  @Option(names = "--where", paramLabel = "KEY=VALUE", description = Letters.HELP)
  private List<String> where = List.of();

  @Option(names = "-o", paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES}")
  private Format format = Format.text;

  DeadLettersListVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (limit < 1) {
      throw new CliException(ExitCode.USAGE, "--limit " + limit + " is below 1");
    }
    Instant now = session.clock().instant();
    DeadLetters.Filter filter = Letters.read(where, now);
    try (Engine engine = Database.connect(session)) {
      List<DeadLetter> letters = engine.deadLetters().find(filter, null, limit);
      PrintStream out = session.console().out();
      switch (format) {
        case json ->
            out.print(JsonText.pretty(Json.array(letters.stream().map(LetterText::json).toList())));
        case text ->
            LetterText.list(letters, engine.deadLetters().count(filter), now).forEach(out::println);
      }
      return ExitCode.OK.code();
    }
  }
}
