package dev.jobc.executor.engine;

import dev.jobc.executor.RunId;
import dev.jobc.executor.store.RunStore;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Who waits for which run. One question to the store serves everybody who waits. */
final class EndWatch {
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final RunStore runs;
  private final Map<RunId, CompletableFuture<Void>> waiting = new HashMap<>();

  EndWatch(RunStore runs) {
    this.runs = runs;
  }

  /** Waits for the end, at most so long; looks for itself now and then. */
  boolean await(RunId id, long nanos) throws InterruptedException {
    long until = System.nanoTime() + nanos;
    CompletableFuture<Void> end = register(id);
    try {
      if (!runs.over(List.of(id)).isEmpty()) {
        return true;
      }
      for (long left = nanos; left > 0; left = until - System.nanoTime()) {
        if (ended(end, Math.min(left, POLL_NANOS)) || !runs.over(List.of(id)).isEmpty()) {
          return true;
        }
      }
      return false;
    } finally {
      forget(id, end);
    }
  }

  private static boolean ended(CompletableFuture<Void> end, long nanos)
      throws InterruptedException {
    try {
      end.get(nanos, TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a wait can't fail", e);
    }
  }

  private synchronized CompletableFuture<Void> register(RunId id) {
    return waiting.computeIfAbsent(id, run -> new CompletableFuture<>());
  }

  /** The last one to leave would take the entry with it; those who stay poll. */
  private synchronized void forget(RunId id, CompletableFuture<Void> end) {
    waiting.remove(id, end);
  }

  /** These runs have ended. */
  synchronized void ended(Collection<Long> ended) {
    if (waiting.isEmpty()) {
      return;
    }
    for (long id : ended) {
      CompletableFuture<Void> end = waiting.remove(new RunId(id));
      if (end != null) {
        end.complete(null);
      }
    }
  }

  /** Some run somewhere has ended. */
  void look() {
    Set<RunId> ids;
    synchronized (this) {
      ids = Set.copyOf(waiting.keySet());
    }
    if (!ids.isEmpty()) {
      ended(runs.over(ids).stream().map(RunId::value).toList());
    }
  }
}
