package dev.jobc.executor.work;

import dev.jobc.executor.EngineException;
import dev.jobc.executor.RunId;
import dev.jobc.executor.TraceContext;
import dev.jobc.executor.store.Store;
import dev.jobc.executor.telemetry.Telemetry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Tells telemetry of traced runs that have ended, on a thread of its own: how they ended is read
 * from the database. When too many wait for that, the newest are not told.
 */
public final class RunSpans implements AutoCloseable {
  private static final int MAX_WAITING = 1_000;
  private static final long CLOSE_SECONDS = 2;

  private final Telemetry telemetry;
  private final Store store;
  private final ExecutorService reader;

  public RunSpans(Telemetry telemetry, Store store) {
    this.telemetry = telemetry;
    this.store = store;
    reader =
        new ThreadPoolExecutor(
            0,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_WAITING),
            Thread.ofPlatform().daemon().name("jobc-run-spans").factory(),
            new ThreadPoolExecutor.DiscardPolicy());
  }

  /** Runs of which it is not known whether they are traced. */
  public void ended(Collection<Long> runs) {
    if (telemetry.isOn() && !runs.isEmpty()) {
      List<Long> all = List.copyOf(runs);
      reader.execute(() -> read(all, Map.of()));
    }
  }

  /** Traced runs, and runs of which that is not known. */
  void ended(Collection<Long> unknown, Map<Long, TraceContext> traced) {
    if (!unknown.isEmpty() || !traced.isEmpty()) {
      List<Long> rest = List.copyOf(unknown);
      reader.execute(() -> read(rest, traced));
    }
  }

  private void read(Collection<Long> unknown, Map<Long, TraceContext> traced) {
    try {
      Map<Long, TraceContext> all = new HashMap<>(traced);
      if (!unknown.isEmpty()) {
        all.putAll(store.values().traces(unknown));
      }
      for (Map.Entry<Long, TraceContext> one : new ArrayList<>(all.entrySet())) {
        if (one.getValue().sampled()) {
          store
              .runs()
              .summary(new RunId(one.getKey()))
              .filter(run -> run.state().ended())
              .ifPresent(run -> telemetry.ended(run, one.getValue()));
        }
      }
    } catch (EngineException e) {
      // The database is away: these runs have no span, which is all that is lost.
      return;
    }
  }

  /** Tells what is left, for a short time at most. */
  @Override
  public void close() {
    reader.shutdown();
    try {
      if (!reader.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        reader.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
