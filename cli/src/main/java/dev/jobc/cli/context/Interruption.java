package dev.jobc.cli.context;

import java.util.concurrent.CountDownLatch;

/**
 * What is done when the caller presses Ctrl-C or the process is told to end. The JVM's own way: it
 * runs the hook and then ends with 130 or 143, whatever other threads are doing.
 */
public final class Interruption implements AutoCloseable {
  private static volatile boolean underWay;

  private final Thread hook;
  private volatile boolean begun;

  private Interruption(Runnable farewell) {
    hook =
        new Thread(
            () -> {
              synchronized (this) {
                begun = true;
                underWay = true;
              }
              farewell.run();
            },
            "interruption");
  }

  /** Does that at an interruption, until closed. */
  public static Interruption watch(Runnable farewell) {
    Interruption interruption = new Interruption(farewell);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /** Whether a farewell has begun, which the process must not end without. */
  public static boolean isUnderWay() {
    return underWay;
  }

  /**
   * Does something whole before a farewell, or never: once the process is on its way out, this
   * doesn't return.
   */
  public void unlessBegun(Runnable action) throws InterruptedException {
    synchronized (this) {
      if (!begun) {
        action.run();
        return;
      }
    }
    new CountDownLatch(1).await();
  }

  @Override
  public void close() {
    if (!begun) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The process is ending already and the hook has begun or is about to; that is fine.
        return;
      }
    }
  }
}
