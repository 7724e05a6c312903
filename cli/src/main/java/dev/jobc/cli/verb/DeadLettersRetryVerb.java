package dev.jobc.cli.verb;

import dev.jobc.cli.context.Database;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.Letters;
import dev.jobc.cli.context.Session;
import dev.jobc.executor.DeadLetter;
import dev.jobc.executor.DeadLetters;
import dev.jobc.executor.Engine;
import dev.jobc.executor.EngineException;
import dev.jobc.executor.RunId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jobc deadletters retry}: takes up the runs in which tasks failed for good. */
@Command(
    name = "retry",
    description = "Take up runs from where tasks failed for good: by id, or all that fit --where")
public final class DeadLettersRetryVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "ID", description = "Numbers of dead letters")
  private List<String> letters = List.of();

  @Option(names = "--where", paramLabel = "KEY=VALUE", description = Letters.HELP)
  private List<String> where = List.of();

  @Option(names = "--dry-run", description = "Only count those that --where picks")
  private boolean dryRun;

  private ExitCode exit = ExitCode.OK;

  DeadLettersRetryVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Letters.checkChoice("retry", letters, where, dryRun);
    DeadLetters.Filter filter = Letters.read(where, session.clock().instant());
    Set<Long> ids = Letters.ids(letters);
    try (Engine engine = Database.connect(session)) {
      DeadLetters all = engine.deadLetters();
      if (dryRun) {
        List<DeadLetter> found = Letters.all(all, filter);
        long runs = found.stream().map(letter -> letter.run().id()).distinct().count();
        String of = runs == 1 ? " of 1 run" : " of " + runs + " runs";
        tell(Letters.count(found.size()) + of + " would be retried");
        return exit.code();
      }
      List<DeadLetter> chosen = new ArrayList<>();
      if (ids.isEmpty()) {
        chosen.addAll(Letters.all(all, filter));
      } else {
        chosen.addAll(named(all, ids));
      }
      retry(all, chosen);
    }
    return exit.code();
  }

  private List<DeadLetter> named(DeadLetters all, Set<Long> ids) {
    DeadLetters.Filter filter = new DeadLetters.Filter(ids, null, null, null, null);
    List<DeadLetter> found = Letters.all(all, filter);
    Set<Long> missing = new TreeSet<>(ids);
    found.forEach(letter -> missing.remove(letter.id()));
    missing.forEach(id -> problem("no dead letter `" + id + "`", ExitCode.NOT_FOUND));
    return found;
  }

  /** One run is taken up once, whatever number of its letters was chosen. */
  private void retry(DeadLetters all, List<DeadLetter> chosen) {
    Map<Long, Set<Long>> runs = new TreeMap<>();
    for (DeadLetter letter : chosen) {
      runs.computeIfAbsent(letter.run().id().value(), run -> new HashSet<>()).add(letter.id());
    }
    int taken = 0;
    for (var run : runs.entrySet()) {
      try {
        DeadLetters.Retried retried = all.retry(new RunId(run.getKey()), run.getValue());
        tell(words(retried.letters()) + "  retried by run " + retried.run());
        taken++;
      } catch (EngineException e) {
        boolean refused =
            e.kind() == EngineException.Kind.INVALID_INPUT
                || e.kind() == EngineException.Kind.NOT_FOUND;
        if (!refused) {
          throw e;
        }
        problem(words(run.getValue()) + ": " + e.getMessage(), ExitCode.FAILED);
      }
    }
    if (taken > 0) {
      session.console().err().println("`jobc worker` executes " + (taken == 1 ? "it" : "them"));
    }
  }

  private static String words(Set<Long> ids) {
    return ids.stream().sorted().map(String::valueOf).collect(Collectors.joining(", "));
  }

  private void problem(String message, ExitCode code) {
    session.console().err().println("error: " + message);
    exit = exit == ExitCode.OK ? code : exit;
  }

  private void tell(String line) {
    session.console().out().println(line);
  }
}
