package dev.jobc.cli.verb;

import dev.jobc.cli.context.CliException;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.cli.context.Interruption;
import dev.jobc.cli.context.Outage;
import dev.jobc.cli.context.RunIds;
import dev.jobc.cli.context.Session;
import dev.jobc.cli.context.WorkerFailure;
import dev.jobc.cli.context.WorkerTrouble;
import dev.jobc.cli.view.Progress;
import dev.jobc.executor.Engine;
import dev.jobc.executor.EngineException;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunView;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Shows how a run goes on until it has ended, also while the database is away for a moment. */
final class Following {
  private static final Duration REFRESH = Duration.ofMillis(80);

  /** Looking may take this share of the time, so that a run of many steps isn't slowed by it. */
  private static final int LOOKING_SHARE = 10;

  /** How long the database may be away, and how soon to try again. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration AGAIN = Duration.ofMillis(500);

  private final Session session;
  private final Engine engine;
  private final RunId id;
  private final Progress progress;
  private final Interruption interruption;
  private final CompletableFuture<Void> failure;
  private final WorkerTrouble trouble;
  private final Outage outage = new Outage(PATIENCE, this::whileAway);

  /**
   * @param worker executes the run in this process
   */
  Following(
      Session session,
      Engine engine,
      RunId id,
      Engine.Worker worker,
      Progress progress,
      Interruption interruption) {
    this.session = session;
    this.engine = engine;
    this.id = id;
    this.progress = progress;
    this.interruption = interruption;
    failure = worker.failure().toCompletableFuture();
    trouble = new WorkerTrouble(worker, progress::note);
  }

  /** The run as it has ended. */
  RunView toTheEnd() throws InterruptedException {
    try {
      Duration pause = REFRESH;
      while (!hasEnded(pause)) {
        WorkerFailure.throwIfAny(failure);
        interruption.unlessBegun(trouble::tellNews);
        long start = System.nanoTime();
        look();
        Duration looking = Duration.ofNanos((System.nanoTime() - start) * LOOKING_SHARE);
        pause = looking.compareTo(REFRESH) > 0 ? looking : REFRESH;
      }
      return look();
    } catch (EngineException e) {
      throw e.kind() == EngineException.Kind.UNREACHABLE ? lost(e) : e;
    }
  }

  private boolean hasEnded(Duration pause) throws InterruptedException {
    return outage.bear(() -> engine.awaitEnd(id, pause));
  }

  private RunView look() throws InterruptedException {
    RunView view = outage.bear(() -> RunIds.find(engine, id));
    interruption.unlessBegun(() -> progress.show(view, session.clock().instant()));
    return view;
  }

  private void whileAway() throws InterruptedException {
    interruption.unlessBegun(trouble::tellNews);
    WorkerFailure.within(failure, AGAIN);
  }

  private CliException lost(EngineException reason) {
    return new CliException(
        ExitCode.DATABASE_UNREACHABLE,
        String.valueOf(reason.getMessage()),
        reason,
        "run " + id + " is in the database; `jobc worker` goes on with it when that is back");
  }
}
