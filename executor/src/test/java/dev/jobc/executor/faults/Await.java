package dev.jobc.executor.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.Engine;
import dev.jobc.executor.EngineException;
import dev.jobc.executor.RunId;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what must come about, while things break. */
final class Await {
  private static final Duration LONG = Duration.ofSeconds(60);

  private Await() {}

  static void until(String what, BooleanSupplier condition) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    long until = System.nanoTime() + LONG.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(until);
      never.await(10, TimeUnit.MILLISECONDS);
    }
  }

  static void ends(Engine engine, Collection<RunId> runs) throws InterruptedException {
    for (RunId run : runs) {
      until("run " + run + " ends", () -> ended(engine, run));
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
  interface Asking<T> {
    T ask();
  }

  /** Asks again, as a client would, until there is an answer. */
  static <T> T answer(Asking<T> question) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    long until = System.nanoTime() + LONG.toNanos();
    while (true) {
      try {
        return question.ask();
      } catch (EngineException e) {
        if (e.kind() != EngineException.Kind.UNREACHABLE || System.nanoTime() > until) {
          throw e;
        }
        never.await(10, TimeUnit.MILLISECONDS);
      }
    }
  }
}
