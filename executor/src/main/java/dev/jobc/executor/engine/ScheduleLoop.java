package dev.jobc.executor.engine;

import dev.jobc.executor.EngineException;
import dev.jobc.executor.Schedules;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Looks at schedules when they are due. Several processes may; they don't get in the way. */
final class ScheduleLoop implements Schedules.Firing, Runnable {
  /** Deployments and resumed schedules of other processes are seen after so long. */
  private static final long LONGEST_WAIT_MILLIS = 1_000;

  private static final long CLOSE_SECONDS = 5;

  private final BooleanSupplier turn;
  private final LongSupplier untilDue;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile @Nullable String trouble;

  private ScheduleLoop(BooleanSupplier turn, LongSupplier untilDue) {
    this.turn = turn;
    this.untilDue = untilDue;
  }

  /**
   * @param turn looks at one schedule, says whether there was one to look at
   * @param untilDue milliseconds until the next is due, -1 for never
   */
  static ScheduleLoop start(BooleanSupplier turn, LongSupplier untilDue) {
    ScheduleLoop loop = new ScheduleLoop(turn, untilDue);
    Thread.ofPlatform().daemon().name("jobc-schedules").start(loop);
    return loop;
  }

  @Override
  public void run() {
    try {
      long wait = 0;
      while (!stopped.await(wait, TimeUnit.MILLISECONDS)) {
        wait = look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended.countDown();
    }
  }

  /** Milliseconds to wait before the next look. */
  private long look() {
    try {
      boolean found = turn.getAsBoolean();
      long due = found ? 0 : untilDue.getAsLong();
      trouble = null;
      return due < 0 ? LONGEST_WAIT_MILLIS : Math.min(due, LONGEST_WAIT_MILLIS);
    } catch (EngineException e) {
      trouble = e.getMessage();
      return LONGEST_WAIT_MILLIS;
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
