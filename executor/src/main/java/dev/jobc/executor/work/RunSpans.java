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
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Tells telemetry of traced runs that have ended, on a thread of its own: how they ended is read
 * from the database, for all that have come together in one go. When too many wait for that, the
 * newest are not told.
 */
public final class RunSpans implements AutoCloseable {
  private static final int MAX_WAITING = 20_000;
  private static final long GATHER_MILLIS = 200;
  private static final long CLOSE_SECONDS = 2;

  private final Telemetry telemetry;
  private final Store store;

  /** Has no thread until there is something to do. */
  private final ScheduledThreadPoolExecutor reader;

  private List<Long> unknown = new ArrayList<>();
  private Map<Long, TraceContext> traced = new HashMap<>();

  public RunSpans(Telemetry telemetry, Store store) {
    this.telemetry = telemetry;
    this.store = store;
    reader =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("jobc-run-spans").factory());
    reader.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Runs of which it is not known whether they are traced. */
  public void ended(Collection<Long> runs) {
    if (telemetry.isOn()) {
      ended(runs, Map.of());
    }
  }

  /** Traced runs, and runs of which that is not known. */
  synchronized void ended(Collection<Long> others, Map<Long, TraceContext> known) {
    boolean first = unknown.isEmpty() && traced.isEmpty();
    if (unknown.size() + traced.size() < MAX_WAITING) {
      unknown.addAll(others);
      known.forEach(
          (run, trace) -> {
            if (trace.sampled()) {
              traced.put(run, trace);
            }
          });
    }
    if (first && !(unknown.isEmpty() && traced.isEmpty()) && !reader.isShutdown()) {
      var unused = reader.schedule(this::tellWaiting, GATHER_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void tellWaiting() {
    List<Long> others;
    Map<Long, TraceContext> known;
    synchronized (this) {
      others = unknown;
      known = traced;
      unknown = new ArrayList<>();
      traced = new HashMap<>();
    }
    try {
      tell(others, known);
    } catch (EngineException e) {
      // The database is away: these runs have no span, which is all that is lost.
      return;
    }
  }

  private void tell(List<Long> others, Map<Long, TraceContext> known) {
    Map<Long, TraceContext> sampled = new HashMap<>(known);
    if (!others.isEmpty()) {
      store
          .values()
          .traces(others)
          .forEach(
              (run, trace) -> {
                if (trace.sampled()) {
                  sampled.put(run, trace);
                }
              });
    }
    if (!sampled.isEmpty()) {
      List<RunId> runs = sampled.keySet().stream().map(RunId::new).toList();
      store
          .runs()
          .ended(runs)
          .forEach(
              run -> {
                TraceContext trace = sampled.get(run.id().value());
                if (trace != null) {
                  telemetry.ended(run, trace);
                }
              });
    }
  }

  /** Tells what is left, for a short time at most. */
  @Override
  public void close() {
    if (!telemetry.isOn() || reader.isShutdown()) {
      return;
    }
    reader.execute(this::tellWaiting);
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
