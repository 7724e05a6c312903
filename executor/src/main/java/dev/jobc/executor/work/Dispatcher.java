package dev.jobc.executor.work;

import dev.jobc.executor.EngineException;
import dev.jobc.executor.store.Claimed;
import dev.jobc.executor.store.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Starts claimed work as slots come free; gives back what has waited too long. */
final class Dispatcher implements Runnable {
  private static final long MAX_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final Desk desk;
  private final Calls calls;
  private final ValueCache cache;
  private final TaskPreparer preparer;
  private final int slots;
  private final AtomicLong callIds;
  private final BooleanSupplier mayStart;
  private final List<Claimed> unread = new ArrayList<>();
  private final Deque<Waiting> waiting = new ArrayDeque<>();

  private record Waiting(Claimed claimed, RunValues values, long sinceNanos) {}

  Dispatcher(
      Desk desk,
      Calls calls,
      ValueCache cache,
      TaskPreparer preparer,
      int slots,
      AtomicLong callIds,
      BooleanSupplier mayStart) {
    this.desk = desk;
    this.calls = calls;
    this.cache = cache;
    this.preparer = preparer;
    this.slots = slots;
    this.callIds = callIds;
    this.mayStart = mayStart;
  }

  @Override
  public void run() {
    try {
      while (desk.phase() == Desk.Phase.WORKING) {
        unread.addAll(desk.takeArrivals());
        dropHalted();
        read();
        startWaiting();
        giveBackStale();
        desk.dispatching.await(TICK_NANOS);
      }
      giveBackAll();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reads the values of a whole batch; what can't be read now waits for the database. */
  private void read() {
    if (unread.isEmpty()) {
      return;
    }
    try {
      Map<Long, RunValues> values = cache.prepare(unread.stream().map(Claimed::work).toList());
      long now = System.nanoTime();
      for (Claimed claimed : unread) {
        RunValues run = values.get(claimed.work().runId());
        if (run != null) {
          waiting.add(new Waiting(claimed, run, now));
        }
      }
      unread.clear();
    } catch (EngineException e) {
      // Tried again on the next tick.
      return;
    } catch (RuntimeException e) {
      Outcome failed = new Outcome.Failed(Calls.unexpected(e));
      unread.forEach(claimed -> calls.finish(claimed, calls.now(), failed));
      unread.clear();
    }
  }

  /** Work that was cancelled takes no slot. */
  private void dropHalted() {
    Predicate<Claimed> drop =
        claimed -> {
          boolean halted = calls.isHalted(claimed);
          if (halted) {
            calls.finish(claimed, 0, new Outcome.Cancelled());
          }
          return halted;
        };
    unread.removeIf(drop);
    waiting.removeIf(entry -> drop.test(entry.claimed()));
  }

  private void startWaiting() {
    while (!waiting.isEmpty() && calls.count() < slots && mayStart.getAsBoolean()) {
      start(waiting.remove());
      if (desk.phase() != Desk.Phase.WORKING) {
        return;
      }
    }
  }

  private void start(Waiting next) {
    long started = calls.now();
    TaskPreparer.Prepared prepared;
    try {
      prepared = preparer.prepare(next.claimed(), next.values(), callIds.incrementAndGet());
    } catch (EngineException e) {
      unread.add(next.claimed());
      return;
    } catch (RuntimeException e) {
      prepared = new TaskPreparer.Prepared.Done(new Outcome.Failed(Calls.unexpected(e)));
    }
    switch (prepared) {
      case TaskPreparer.Prepared.Call call ->
          calls.start(next.claimed(), call.call(), call.limits());
      case TaskPreparer.Prepared.Done done -> calls.finish(next.claimed(), started, done.outcome());
    }
  }

  /** Other workers may have room for what waits here. */
  private void giveBackStale() {
    long now = System.nanoTime();
    while (!waiting.isEmpty() && now - waiting.getFirst().sinceNanos() > MAX_WAIT_NANOS) {
      desk.demand.waited(MAX_WAIT_NANOS / 1e6);
      calls.finish(waiting.remove().claimed(), 0, new Outcome.GivenBack(false));
    }
  }

  private void giveBackAll() {
    unread.addAll(desk.takeArrivals());
    waiting.forEach(entry -> unread.add(entry.claimed()));
    waiting.clear();
    unread.forEach(claimed -> calls.finish(claimed, 0, new Outcome.GivenBack(false)));
    unread.clear();
  }
}
