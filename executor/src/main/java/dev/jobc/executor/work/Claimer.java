package dev.jobc.executor.work;

import dev.jobc.executor.EngineException;
import dev.jobc.executor.store.Claimed;
import dev.jobc.executor.store.WorkSession;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Keeps the desk supplied: claims when there is room, waits for a ring or a while when there is
 * none.
 */
final class Claimer implements Runnable {
  private static final int MAX_BATCH = 2_000;
  private static final long FIRST_POLL_MILLIS = 50;
  private static final long LAST_POLL_MILLIS = 1_000;
  private static final long FULL_WAIT_MILLIS = 100;

  private final WorkSession session;
  private final Desk desk;
  private final QueueBoard queues;
  private final TaskMeter meter;
  private final BooleanSupplier mayStart;
  private long pollMillis = FIRST_POLL_MILLIS;
  private int turn;

  Claimer(
      WorkSession session,
      Desk desk,
      QueueBoard queues,
      TaskMeter meter,
      BooleanSupplier mayStart) {
    this.meter = meter;
    this.session = session;
    this.desk = desk;
    this.queues = queues;
    this.mayStart = mayStart;
  }

  @Override
  public void run() {
    try {
      while (desk.phase() == Desk.Phase.WORKING) {
        int wanted = mayStart.getAsBoolean() ? desk.demand.wanted(desk.taken()) : 0;
        if (wanted > 0) {
          claim(Math.min(wanted, MAX_BATCH));
        } else {
          await(FULL_WAIT_MILLIS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void claim(int wanted) throws InterruptedException {
    List<Claimed> claimed;
    long began = System.nanoTime();
    try {
      claimed = session.claimReady(inTurn(), wanted);
    } catch (EngineException e) {
      // The database will be back, or the heartbeat finds out that the session is over.
      await(pollMillis);
      pollMillis = Math.min(LAST_POLL_MILLIS, pollMillis * 2);
      return;
    }
    meter.worker().claimed(claimed.size(), System.nanoTime() - began);
    desk.backlog(claimed.size() == wanted);
    desk.arrived(claimed);
    if (claimed.isEmpty()) {
      await(pollMillis);
      pollMillis = Math.min(LAST_POLL_MILLIS, pollMillis * 2);
    } else {
      pollMillis = FIRST_POLL_MILLIS;
    }
  }

  /** The queues, each time beginning with the next one: a full queue does not starve the others. */
  private List<Integer> inTurn() {
    List<Integer> order = new ArrayList<>(queues.served());
    if (order.size() > 1) {
      Collections.rotate(order, -(turn++ % order.size()));
    }
    return order;
  }

  private void await(long millis) throws InterruptedException {
    desk.claiming.await(TimeUnit.MILLISECONDS.toNanos(millis));
  }
}
