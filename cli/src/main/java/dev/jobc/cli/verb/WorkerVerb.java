package dev.jobc.cli.verb;

import dev.jobc.cli.context.CliException;
import dev.jobc.cli.context.Database;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.Interruption;
import dev.jobc.cli.context.LocalWorker;
import dev.jobc.cli.context.Session;
import dev.jobc.cli.context.WorkerFailure;
import dev.jobc.cli.context.WorkerTrouble;
import dev.jobc.executor.Background;
import dev.jobc.executor.Engine;
import dev.jobc.executor.Keeping;
import dev.jobc.executor.WorkerSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code jobc worker}: executes whatever is in the job table, until it is told to end. */
@Command(name = "worker", description = "Execute submitted runs until interrupted")
public final class WorkerVerb implements Callable<Integer> {
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Session session;

  @Option(
      names = "--slots",
      paramLabel = "N",
      description = "Tasks at once; default: one a processor, at least 4")
  private int slots;

  @Option(
      names = "--queue",
      paramLabel = "NAME",
      description =
          "A queue to serve; may be repeated: they take turns; default: default, unless there is a"
              + " --role")
  private List<String> queues = List.of();

  @Option(
      names = "--role",
      paramLabel = "NAME",
      description = "A role whose queues to serve, as they are at any time; may be repeated")
  private List<String> roles = List.of();

  @Option(
      names = "--grace",
      paramLabel = "SECONDS",
      description = "How long running tasks may take to end at a stop; default: ${DEFAULT-VALUE}")
  private int grace = 20;

  @Option(
      names = "--no-schedules",
      description = "Start no runs of deployed workflows; another worker does")
  private boolean noSchedules;

  @Option(
      names = "--keep",
      paramLabel = "AGE",
      description = "Remove runs so long after their end, such as 30d; default: keep them")
  private String keep = "";

  @Option(
      names = "--keep-letters",
      paramLabel = "AGE",
      description = "Discard dead letters so long after their failure; default: keep them")
  private String keepLetters = "";

  @Option(
      names = "--most-letters",
      paramLabel = "N",
      description = "Keep only the newest dead letters; default: all")
  private @Nullable Long mostLetters;

  public WorkerVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    WorkerSettings settings = LocalWorker.settings(session, served(), roles, slots, grace);
    Keeping keeping = keeping();
    Engine engine = Database.connect(session);
    Engine.Worker worker = engine.startWorker(settings);
    List<Background> chores = new ArrayList<>();
    if (!noSchedules) {
      chores.add(engine.schedules().start());
    }
    if (keeping.isLimited()) {
      chores.add(engine.startCleaning(keeping));
    }
    Interruption interruption = Interruption.watch(() -> stop(worker, chores));
    try (engine;
        worker;
        interruption) {
      tell("worker " + settings.name() + " runs, " + settings.slots() + " slots; Ctrl-C stops it");
      WorkerTrouble trouble = new WorkerTrouble(() -> trouble(worker, chores), this::tell);
      CompletableFuture<Void> failure = worker.failure().toCompletableFuture();
      while (!WorkerFailure.within(failure, LOOK)) {
        interruption.unlessBegun(trouble::tellNews);
      }
      return ExitCode.OK.code();
    } finally {
      chores.forEach(Background::close);
    }
  }

  private Keeping keeping() {
    if (mostLetters != null && mostLetters < 0) {
      throw new CliException(ExitCode.USAGE, "--most-letters " + mostLetters + " is below 0");
    }
    return new Keeping(
        keep.isEmpty() ? null : RunsCleanVerb.age("--keep", keep),
        keepLetters.isEmpty() ? null : RunsCleanVerb.age("--keep-letters", keepLetters),
        mostLetters);
  }

  private List<String> served() {
    return queues.isEmpty() && roles.isEmpty() ? List.of(LocalWorker.QUEUE) : queues;
  }

  private static Optional<String> trouble(Engine.Worker worker, List<Background> chores) {
    return worker
        .trouble()
        .or(() -> chores.stream().flatMap(chore -> chore.trouble().stream()).findFirst());
  }

  private void stop(Engine.Worker worker, List<Background> chores) {
    chores.forEach(Background::close);
    int running = worker.running();
    if (running > 0) {
      tell("stopping; " + running + (running == 1 ? " task ends" : " tasks end") + " first");
    }
    worker.close();
  }

  private void tell(String line) {
    session.console().err().println(line);
    session.console().err().flush();
  }
}
