package dev.jobc.cli.context;

import java.util.concurrent.CountDownLatch;

/**
 * What is done when the caller presses Ctrl-C or the process is told to end. The JVM's own way: it
 * runs the hook and then ends with 130 or 143, whatever other threads are doing.
 */
public final class Interruption implements AutoCloseable {
  private final Thread hook;
  private volatile boolean begun;

  private Interruption(Runnable farewell) {
    hook =
        new Thread(
            () -> {
              begun = true;
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

  /** Returns at once in the normal case; never, once the process is on its way out. */
  public void standStillIfBegun() throws InterruptedException {
    if (begun) {
      new CountDownLatch(1).await();
    }
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
