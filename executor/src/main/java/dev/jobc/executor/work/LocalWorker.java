package dev.jobc.executor.work;

import dev.jobc.executor.Engine;
import dev.jobc.executor.EngineException;
import dev.jobc.executor.WorkerSettings;
import dev.jobc.executor.runner.TaskRunner;
import dev.jobc.executor.store.Recorded;
import dev.jobc.executor.store.Store;
import dev.jobc.executor.store.WorkSession;
import dev.jobc.executor.telemetry.Telemetry;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

/** A worker of this process: one session after the other, and the chores beside them. */
public final class LocalWorker implements Engine.Worker {
  private static final long RETRY_MILLIS = 500;
  private static final long CLOSE_MILLIS = 2_000;

  private final WorkerContext context;
  private final ScheduledExecutorService timer;
  private final Housekeeper housekeeper;
  private final Thread chores;
  private final Listener listener;
  private final RunSpans runs;
  private final TaskMeter meter;
  private final Telemetry.WorkerMeter slots;
  private final CompletableFuture<Void> failure = new CompletableFuture<>();
  private volatile IntSupplier used = () -> 0;
  private volatile SessionLife life;
  private volatile boolean closed;

  /** What the engine wants to know of its workers. */
  public interface Listener {
    /** Outcomes are durable. */
    void recorded(Recorded recorded);

    /** Work has come to the job table otherwise. */
    void newWork();
  }

  private LocalWorker(
      Store store,
      WorkerSettings settings,
      List<TaskRunner> runners,
      InstantSource clock,
      Callees callees,
      Telemetry telemetry,
      RunSpans runs,
      Listener listener) {
    this.listener = listener;
    this.runs = runs;
    timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("jobc-" + settings.name() + "-timer").factory());
    ValueCache cache = new ValueCache(store.plans(), store.values());
    slots = telemetry.worker(TaskMeter.role(settings), settings.slots(), () -> used.getAsInt());
    meter = new TaskMeter(telemetry, store, cache, settings, runs, slots);
    context =
        new WorkerContext(
            settings,
            store,
            List.copyOf(runners),
            board(store, settings),
            cache,
            clock,
            timer,
            new AtomicLong(),
            callees,
            meter);
    housekeeper =
        new Housekeeper(
            store.upkeep(),
            context.queues()::refresh,
            this::newWork,
            this::recorded,
            meter::elsewhere);
    chores =
        Thread.ofPlatform()
            .daemon()
            .name("jobc-" + settings.name() + "-chores")
            .unstarted(this::keepHouse);
    try {
      life = newLife();
    } catch (EngineException e) {
      slots.close();
      timer.shutdownNow();
      throw e;
    }
    used = this::running;
  }

  /** A worker makes the queues that it serves. */
  private static QueueBoard board(Store store, WorkerSettings settings) {
    settings.queues().forEach(store.plans()::queue);
    return new QueueBoard(store.queues(), settings);
  }

  /** Registers and starts. */
  public static LocalWorker start(
      Store store,
      WorkerSettings settings,
      List<TaskRunner> runners,
      InstantSource clock,
      Callees callees,
      Telemetry telemetry,
      RunSpans runs,
      Listener listener) {
    LocalWorker worker =
        new LocalWorker(store, settings, runners, clock, callees, telemetry, runs, listener);
    worker.life.start();
    worker.chores.start();
    return worker;
  }

  private void keepHouse() {
    try {
      housekeeper.run();
    } catch (RuntimeException | Error e) {
      failure.completeExceptionally(
          new EngineException(EngineException.Kind.INTERNAL, "a defect: " + e, e));
    }
  }

  private SessionLife newLife() {
    WorkSession session = context.store().openSession(context.settings());
    return new SessionLife(context, session, new Events());
  }

  private final class Events implements SessionLife.Events {
    @Override
    public void recorded(Recorded recorded) {
      if (recorded.nextDelay() >= 0) {
        housekeeper.deferred(recorded.nextDelay());
      }
      listener.recorded(recorded);
    }

    @Override
    public void lost(SessionLife lost) {
      replace(lost);
    }

    @Override
    public void failed(EngineException reason) {
      failure.completeExceptionally(reason);
    }
  }

  /** Registers anew after a loss, as soon as the database lets it. */
  private void replace(SessionLife lost) {
    timer.execute(
        () -> {
          if (!closed && life == lost) {
            Thread.ofPlatform()
                .daemon()
                .name("jobc-" + context.settings().name() + "-lost")
                .start(lost::bury);
            reopen(lost);
          }
        });
  }

  private void reopen(SessionLife lost) {
    if (closed || life != lost) {
      return;
    }
    try {
      SessionLife next = newLife();
      life = next;
      next.start();
    } catch (EngineException e) {
      var unused = timer.schedule(() -> reopen(lost), RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** Not by this worker's tasks. */
  private void recorded(Recorded recorded) {
    meter.elsewhere(recorded.settled());
    runs.ended(recorded.ended());
    if (!recorded.queues().isEmpty()) {
      wake();
    }
    listener.recorded(recorded);
  }

  private void newWork() {
    wake();
    listener.newWork();
  }

  /** There may be work in the job table. */
  public void wake() {
    life.wake();
  }

  /** Some of its work may have to stop. */
  public void lookForHalted() {
    life.lookForHalted();
  }

  /** Live sessions of the database, this one included, as of a moment ago. */
  public int sessions() {
    return housekeeper.sessions();
  }

  @Override
  public int running() {
    return life.running();
  }

  @Override
  public Optional<String> trouble() {
    return life.trouble();
  }

  @Override
  public CompletionStage<Void> failure() {
    return failure;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      life.stop();
      housekeeper.stop();
      chores.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      slots.close();
      timer.shutdownNow();
      context.runners().forEach(TaskRunner::close);
    }
  }
}
