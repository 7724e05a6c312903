package dev.jobc.executor.work;

import dev.jobc.executor.EngineException;
import dev.jobc.executor.store.Completion;
import dev.jobc.executor.store.FencedException;
import dev.jobc.executor.store.Outcome;
import dev.jobc.executor.store.Recorded;
import dev.jobc.executor.store.Room;
import dev.jobc.executor.store.WorkSession;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Has outcomes recorded, as many at once as have come together. Successors that were taken along
 * start only after the commit.
 */
final class Recorder implements Runnable {
  private static final int MAX_BATCH = 2_000;
  private static final int FULL = 1_000;
  private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long SLICE_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
  private static final double SHARE_WITH_BACKLOG = 0.9;

  private final WorkSession session;
  private final Desk desk;
  private final ValueCache cache;
  private final QueueBoard queues;
  private final TaskMeter meter;
  private final Listener listener;
  private final Linger linger = new Linger();

  /** What the rest of the worker wants to know. */
  interface Listener {
    void recorded(Recorded recorded);

    void fenced();

    void failed(EngineException reason);
  }

  Recorder(
      WorkSession session,
      Desk desk,
      ValueCache cache,
      QueueBoard queues,
      TaskMeter meter,
      Listener listener) {
    this.meter = meter;
    this.session = session;
    this.desk = desk;
    this.cache = cache;
    this.queues = queues;
    this.listener = listener;
  }

  @Override
  public void run() {
    try {
      while (!isOver()) {
        if (!desk.hasFinished()) {
          desk.recording.await(IDLE_NANOS);
          continue;
        }
        gather();
        List<Completion> batch = desk.takeFinished(MAX_BATCH);
        linger.took(batch.size(), System.nanoTime());
        try {
          record(batch);
        } finally {
          desk.recorded(batch.size());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (EngineException e) {
      listener.failed(e);
    } catch (RuntimeException e) {
      // A worker that can record nothing must not go on as if it worked.
      listener.failed(
          new EngineException(
              EngineException.Kind.INTERNAL, "results can't be recorded: " + e.getMessage(), e));
    }
  }

  /** A lost session still hears its tasks out, to show what came too late. */
  private boolean isOver() {
    return switch (desk.phase()) {
      case WORKING, STOPPING -> false;
      case CLOSING -> !desk.hasFinished();
      case FENCED -> !desk.hasFinished() && desk.held() == 0;
    };
  }

  /** Lets outcomes come together, as long as anything runs that could bring more. */
  private void gather() {
    long until = System.nanoTime() + linger.nanos();
    while (desk.held() > 0 && System.nanoTime() < until && desk.finishedCount() < FULL) {
      LockSupport.parkNanos(SLICE_NANOS);
    }
  }

  private void record(List<Completion> batch) {
    if (desk.phase() == Desk.Phase.FENCED) {
      refuse(batch);
      return;
    }
    Recorded recorded;
    long began = System.nanoTime();
    try {
      recorded = session.recordOutcomes(batch, this::room);
    } catch (FencedException e) {
      desk.advance(Desk.Phase.FENCED);
      listener.fenced();
      refuse(batch);
      return;
    }
    meter.worker().flushed(batch.size(), recorded.refused().size(), System.nanoTime() - began);
    meter.recorded(batch, recorded);
    for (Completion completion : batch) {
      boolean stands = !recorded.refused().contains(completion.claimed());
      if (stands
          && completion.outcome() instanceof Outcome.Succeeded(byte[] outputs)
          && outputs != null) {
        cache.produced(completion.claimed().work(), outputs);
      }
    }
    cache.forget(recorded.ended());
    desk.arrived(recorded.claimed());
    desk.claiming.ring();
    listener.recorded(recorded);
  }

  /** Shows results that came too late; what was never finished is no result. */
  private void refuse(List<Completion> batch) {
    meter.over(batch);
    List<Completion> results = batch.stream().filter(one -> isResult(one.outcome())).toList();
    if (!results.isEmpty()) {
      session.recordRefused(results);
    }
  }

  private static boolean isResult(Outcome outcome) {
    return !(outcome instanceof Outcome.GivenBack || outcome instanceof Outcome.Cancelled);
  }

  /** Room for successors: what the session may hold, less a part that is left for the job table. */
  private Room room() {
    double share = desk.backlog() ? SHARE_WITH_BACKLOG : 1;
    int free =
        desk.phase() == Desk.Phase.WORKING ? (int) (desk.demand.target() * share) - desk.held() : 0;
    int[] left = {free};
    List<Integer> served = queues.served();
    return queue -> left[0] > 0 && (queue == 0 || served.contains(queue)) && left[0]-- > 0;
  }
}
