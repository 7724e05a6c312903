package dev.jobc.executor.engine;

import dev.jobc.executor.Background;
import dev.jobc.executor.EngineException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A thread that takes one step after the other, with waits between them. */
final class BackgroundLoop implements Background, Runnable {
  private static final long CLOSE_SECONDS = 5;

  private final LongSupplier step;
  private final long againMillis;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile @Nullable String trouble;

  private BackgroundLoop(LongSupplier step, long againMillis) {
    this.step = step;
    this.againMillis = againMillis;
  }

  /**
   * Starts the thread.
   *
   * @param step does something; milliseconds to wait before the next one
   * @param againMillis how long to wait after a step that failed
   */
  static BackgroundLoop start(String name, LongSupplier step, long againMillis) {
    BackgroundLoop loop = new BackgroundLoop(step, againMillis);
    Thread.ofPlatform().daemon().name(name).start(loop);
    return loop;
  }

  @Override
  public void run() {
    try {
      long wait = 0;
      while (!stopped.await(wait, TimeUnit.MILLISECONDS)) {
        wait = take();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended.countDown();
    }
  }

  private long take() {
    try {
      long wait = step.getAsLong();
      trouble = null;
      return wait;
    } catch (EngineException e) {
      trouble = e.getMessage();
      return againMillis;
    }
  }

  @Override
  public Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  @Override
  public void close() {
    stopped.countDown();
    try {
      ended.await(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
