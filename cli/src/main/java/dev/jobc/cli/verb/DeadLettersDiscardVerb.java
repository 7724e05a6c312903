package dev.jobc.cli.verb;

import dev.jobc.cli.context.Database;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.Letters;
import dev.jobc.cli.context.Session;
import dev.jobc.executor.DeadLetters;
import dev.jobc.executor.Engine;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jobc deadletters discard}: removes dead letters, by id or all that fit. */
@Command(name = "discard", description = "Discard dead letters: by id, or all that fit --where")
public final class DeadLettersDiscardVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "ID", description = "Numbers of dead letters")
  private List<String> letters = List.of();

  @Option(names = "--where", paramLabel = "KEY=VALUE", description = Letters.HELP)
  private List<String> where = List.of();

  @Option(names = "--dry-run", description = "Only count those that --where picks")
  private boolean dryRun;

  DeadLettersDiscardVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Letters.checkChoice("discard", letters, where, dryRun);
    DeadLetters.Filter filter = Letters.read(where, session.clock().instant());
    List<Long> ids = List.copyOf(Letters.ids(letters));
    try (Engine engine = Database.connect(session)) {
      DeadLetters all = engine.deadLetters();
      if (dryRun) {
        tell(Letters.count(all.count(filter)) + " would be discarded");
        return ExitCode.OK.code();
      }
      return (ids.isEmpty() ? all(all, filter) : named(all, ids)).code();
    }
  }

  private ExitCode all(DeadLetters all, DeadLetters.Filter filter) {
    tell(Letters.count(all.discard(filter)) + " discarded");
    return ExitCode.OK;
  }

  private ExitCode named(DeadLetters all, List<Long> ids) {
    ExitCode exit = ExitCode.OK;
    for (long id : ids) {
      if (all.discard(DeadLetters.Filter.of(id)) == 0) {
        session.console().err().println("error: no dead letter `" + id + "`");
        exit = ExitCode.NOT_FOUND;
      } else {
        tell(id + "  discarded");
      }
    }
    return exit;
  }

  private void tell(String line) {
    session.console().out().println(line);
  }
}
