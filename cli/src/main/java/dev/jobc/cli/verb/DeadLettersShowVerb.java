package dev.jobc.cli.verb;

import dev.jobc.cli.context.Database;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.Letters;
import dev.jobc.cli.context.RunIds;
import dev.jobc.cli.context.Session;
import dev.jobc.cli.view.LetterText;
import dev.jobc.executor.DeadLetter;
import dev.jobc.executor.DeadLetters;
import dev.jobc.executor.Engine;
import dev.jobc.executor.RunView;
import dev.jobc.json.JsonText;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jobc deadletters show}: one task that failed for good. */
@Command(name = "show", description = "Show a task that failed for good, with its run's inputs")
public final class DeadLettersShowVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "ID", description = "A dead letter's number")
  private String letter = "";

  @Option(names = "-o", paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES}")
  private Format format = Format.text;

  DeadLettersShowVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    long id = Letters.id(letter);
    try (Engine engine = Database.connect(session)) {
      DeadLetter found =
          engine.deadLetters().find(DeadLetters.Filter.of(id), null, 1).stream()
              .findFirst()
              .orElseThrow(() -> Letters.missing(id));
      RunView run = RunIds.find(engine, found.run().id());
      PrintStream out = session.console().out();
      switch (format) {
        case json -> out.print(JsonText.pretty(LetterText.json(found, run)));
        case text -> LetterText.show(found, run, session.clock().instant()).forEach(out::println);
      }
      return ExitCode.OK.code();
    }
  }
}
