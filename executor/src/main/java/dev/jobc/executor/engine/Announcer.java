package dev.jobc.executor.engine;

import dev.jobc.executor.store.Signals;
import dev.jobc.executor.store.Signals.Signal;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Sends signals to other processes, at most one of a kind every few milliseconds: a commit with a
 * notification holds up every other such commit of the server. The last of a burst is never lost.
 */
final class Announcer {
  private static final long SPACING_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final Signals signals;
  private final ScheduledExecutorService timer;
  private final Map<Signal, Long> sentNanos = new EnumMap<>(Signal.class);
  private final Map<Signal, Boolean> pending = new EnumMap<>(Signal.class);

  Announcer(Signals signals, ScheduledExecutorService timer) {
    this.signals = signals;
    this.timer = timer;
  }

  /** Sends soon; returns at once. */
  synchronized void announce(Signal signal) {
    if (Boolean.TRUE.equals(pending.get(signal)) || timer.isShutdown()) {
      return;
    }
    pending.put(signal, true);
    long since = System.nanoTime() - sentNanos.getOrDefault(signal, Long.MIN_VALUE / 2);
    long wait = Math.max(0, SPACING_NANOS - since);
    var unused = timer.schedule(() -> send(signal), wait, TimeUnit.NANOSECONDS);
  }

  private void send(Signal signal) {
    synchronized (this) {
      pending.put(signal, false);
      sentNanos.put(signal, System.nanoTime());
    }
    signals.send(signal);
  }
}
