package dev.jobc.executor.testing;

import dev.jobc.executor.Engine;
import dev.jobc.executor.EngineException;
import dev.jobc.executor.RunId;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what must come about and no signal tells, also while things break. */
public final class Await {
  /** Gives up only what never comes: a busy machine with a slow disk may take its time. */
  public static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

  private Await() {}

  public static void until(BooleanSupplier condition) {
    until("it comes about", condition);
  }

  public static void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + what);
      }
      LockSupport.parkNanos(PAUSE);
    }
  }

  public static void ends(Engine engine, Collection<RunId> runs) {
    for (RunId run : runs) {
      try {
        until("run " + run + " ends", () -> ended(engine, run));
      } catch (AssertionError e) {
        throw new AssertionError(e.getMessage() + "; " + engine.run(run), e);
      }
    }
  }

  private static boolean ended(Engine engine, RunId run) {
    try {
      return engine.awaitEnd(run, Duration.ofSeconds(1));
    } catch (EngineException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Something to ask while the database may be away. */
  public interface Asking<T> {
    T ask();
  }

  /** Asks again, as a client would, until there is an answer. */
  public static <T> T answer(Asking<T> question) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return question.ask();
      } catch (EngineException e) {
        if (e.kind() != EngineException.Kind.UNREACHABLE || System.nanoTime() - deadline > 0) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE);
      }
    }
  }
}
