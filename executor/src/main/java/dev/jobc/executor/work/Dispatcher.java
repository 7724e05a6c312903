package dev.jobc.executor.work;

import dev.jobc.executor.EngineException;
import dev.jobc.executor.store.Claimed;
import dev.jobc.executor.store.Entry;
import dev.jobc.executor.store.Outcome;
import dev.jobc.executor.store.WorkSession;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Starts claimed work as slots come free; gives back what has waited too long. */
final class Dispatcher implements Runnable {
  private static final long MAX_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final Desk desk;
  private final Calls calls;
  private final ValueCache cache;
  private final TaskPreparer preparer;
  private final TaskMeter meter;
  private final Function<List<Claimed>, Map<Claimed, Entry>> gate;
  private final int slots;
  private final AtomicLong callIds;
  private final BooleanSupplier mayStart;
  private final List<Claimed> unread = new ArrayList<>();
  private final Deque<Waiting> waiting = new ArrayDeque<>();

  private record Waiting(Claimed claimed, RunValues values, long sinceNanos) {}

  /**
   * @param gate what limits say to work, see {@link WorkSession#begin}
   */
  Dispatcher(
      Desk desk,
      Calls calls,
      ValueCache cache,
      TaskPreparer preparer,
      TaskMeter meter,
      Function<List<Claimed>, Map<Claimed, Entry>> gate,
      int slots,
      AtomicLong callIds,
      BooleanSupplier mayStart) {
    this.desk = desk;
    this.calls = calls;
    this.cache = cache;
    this.preparer = preparer;
    this.meter = meter;
    this.gate = gate;
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
      List<Waiting> next = new ArrayList<>();
      for (int free = slots - calls.count(); free > 0 && !waiting.isEmpty(); free--) {
        next.add(waiting.remove());
      }
      if (!start(next)) {
        return;
      }
    }
  }

  /** Whether more may be started. */
  private boolean start(List<Waiting> batch) {
    Map<Claimed, Entry> entries;
    try {
      entries = entries(batch);
    } catch (EngineException e) {
      batch.forEach(one -> unread.add(one.claimed()));
      return false;
    }
    for (int i = 0; i < batch.size(); i++) {
      if (desk.phase() != Desk.Phase.WORKING) {
        waiting.addAll(batch.subList(i, batch.size()));
        return false;
      }
      start(batch.get(i), entries.get(batch.get(i).claimed()));
    }
    return true;
  }

  /** What limits say to those that have any. */
  private Map<Claimed, Entry> entries(List<Waiting> batch) {
    List<Claimed> limited =
        batch.stream()
            .filter(one -> preparer.isLimited(one.claimed(), one.values()))
            .map(Waiting::claimed)
            .toList();
    return limited.isEmpty() ? Map.of() : gate.apply(limited);
  }

  private void start(Waiting next, @Nullable Entry entry) {
    long started = calls.now();
    TaskPreparer.Prepared prepared;
    try {
      prepared = preparer.prepare(next.claimed(), next.values(), callIds.incrementAndGet(), entry);
    } catch (EngineException e) {
      unread.add(next.claimed());
      return;
    } catch (RuntimeException e) {
      prepared = new TaskPreparer.Prepared.Done(new Outcome.Failed(Calls.unexpected(e)));
    }
    meter.starts(next.claimed(), next.values(), prepared instanceof TaskPreparer.Prepared.Call);
    switch (prepared) {
      case TaskPreparer.Prepared.Call call -> calls.start(next.claimed(), call);
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
