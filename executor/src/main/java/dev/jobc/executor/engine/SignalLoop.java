package dev.jobc.executor.engine;

import dev.jobc.executor.EngineException;
import dev.jobc.executor.store.Signals;
import dev.jobc.executor.store.Signals.Signal;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Listens for signals on a thread of its own, from the first time anybody cares. */
final class SignalLoop implements AutoCloseable {
  private static final Duration WAIT = Duration.ofSeconds(5);
  private static final long RETRY_MILLIS = 500;

  private final Signals signals;
  private final Consumer<Signal> hearer;
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean started;

  SignalLoop(Signals signals, Consumer<Signal> hearer) {
    this.signals = signals;
    this.hearer = hearer;
  }

  synchronized void start() {
    if (!started) {
      started = true;
      Thread.ofPlatform().daemon().name("jobc-listen").start(this::listen);
    }
  }

  private void listen() {
    try {
      while (closed.getCount() > 0) {
        try {
          signals.await(WAIT).forEach(hearer);
        } catch (EngineException e) {
          if (!closed.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
            // What was said meanwhile was missed: look at everything once.
            EnumSet.allOf(Signal.class).forEach(this::hearQuietly);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void hearQuietly(Signal signal) {
    try {
      hearer.accept(signal);
    } catch (EngineException e) {
      // Still away; the next round comes.
      return;
    }
  }

  @Override
  public void close() {
    closed.countDown();
    signals.close();
  }
}
