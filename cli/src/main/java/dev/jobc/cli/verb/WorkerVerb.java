package dev.jobc.cli.verb;

import dev.jobc.cli.context.Database;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.Interruption;
import dev.jobc.cli.context.LocalWorker;
import dev.jobc.cli.context.Session;
import dev.jobc.cli.context.WorkerFailure;
import dev.jobc.cli.context.WorkerTrouble;
import dev.jobc.executor.Engine;
import dev.jobc.executor.Schedules;
import dev.jobc.executor.WorkerSettings;
import java.time.Duration;
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
      description = "A queue to serve; may be repeated, the best first; default: default")
  private List<String> queues = List.of(LocalWorker.QUEUE);

  @Option(
      names = "--grace",
      paramLabel = "SECONDS",
      description = "How long running tasks may take to end at a stop; default: ${DEFAULT-VALUE}")
  private int grace = 20;

  @Option(
      names = "--no-schedules",
      description = "Start no runs of deployed workflows; another worker does")
  private boolean noSchedules;

  public WorkerVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    WorkerSettings settings = LocalWorker.settings(session, queues, slots, grace);
    Engine engine = Database.connect(session);
    Engine.Worker worker = engine.startWorker(settings);
    Schedules.Firing firing = noSchedules ? null : engine.schedules().start();
    Interruption interruption = Interruption.watch(() -> stop(worker, firing));
    try (engine;
        worker;
        firing;
        interruption) {
      tell("worker " + settings.name() + " runs, " + settings.slots() + " slots; Ctrl-C stops it");
      WorkerTrouble trouble =
          new WorkerTrouble(
              () -> worker.trouble().or(() -> firing == null ? Optional.empty() : firing.trouble()),
              this::tell);
      CompletableFuture<Void> failure = worker.failure().toCompletableFuture();
      while (!WorkerFailure.within(failure, LOOK)) {
        interruption.unlessBegun(trouble::tellNews);
      }
      return ExitCode.OK.code();
    }
  }

  private void stop(Engine.Worker worker, Schedules.@Nullable Firing firing) {
    if (firing != null) {
      firing.close();
    }
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
