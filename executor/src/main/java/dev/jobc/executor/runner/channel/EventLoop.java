package dev.jobc.executor.runner.channel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One thread that owns every channel, every timer and the state of whoever runs on it.
 *
 * <ol>
 *   <li>Everything handed to {@link #execute} runs on that thread, in order; state touched only
 *       there needs no locks.
 *   <li>It is a platform thread: a virtual one costs several times the processor time a message.
 *   <li>What is sent during one turn leaves in one write at the end of the turn.
 *   <li>A task that throws is reported to the thread's handler and doesn't end the loop.
 * </ol>
 */
public final class EventLoop implements AutoCloseable {
  /** Cancelled timers that may stay in the queue. */
  private static final int FEW = 1000;

  private final Selector selector;
  private final Thread thread;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean woken = new AtomicBoolean();
  private final PriorityQueue<Timer> timers = new PriorityQueue<>();
  private final Set<Runnable> endOfTurn = new LinkedHashSet<>();
  private int dead;
  private volatile boolean closed;

  public EventLoop(String name) {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread = Thread.ofPlatform().name(name).daemon().unstarted(this::loop);
    thread.start();
  }

  /** A task that runs later unless it is cancelled. Both only on the loop. */
  public final class Timer implements Comparable<Timer> {
    private final long at;
    private final Runnable task;
    private boolean cancelled;

    private Timer(long at, Runnable task) {
      this.at = at;
      this.task = task;
    }

    public void cancel() {
      if (!cancelled) {
        cancelled = true;
        dead++;
      }
    }

    @Override
    public int compareTo(Timer other) {
      return Long.compare(at - other.at, 0);
    }
  }

  /** Runs a task on the loop; from any thread. */
  public void execute(Runnable task) {
    tasks.add(task);
    if (Thread.currentThread() != thread && woken.compareAndSet(false, true)) {
      selector.wakeup();
    }
  }

  /** Runs a task on the loop after a while; only from the loop. */
  public Timer schedule(Duration delay, Runnable task) {
    Timer timer = new Timer(System.nanoTime() + delay.toNanos(), task);
    timers.add(timer);
    if (dead > FEW && dead > timers.size() / 2) {
      timers.removeIf(other -> other.cancelled);
      dead = 0;
    }
    return timer;
  }

  /** Runs once at the end of this turn, however often it is asked for; only from the loop. */
  void atEndOfTurn(Runnable task) {
    endOfTurn.add(task);
  }

  Selector selector() {
    return selector;
  }

  /** Ends the thread after the tasks handed in so far. */
  @Override
  public void close() {
    execute(() -> closed = true);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void loop() {
    while (!closed) {
      try {
        turn();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    closeChannels();
  }

  private void turn() throws IOException {
    if (tasks.isEmpty()) {
      select();
    } else {
      selector.selectNow();
    }
    woken.set(false);
    for (SelectionKey key : selector.selectedKeys()) {
      if (key.attachment() instanceof Runnable ready) {
        guarded(ready);
      }
    }
    selector.selectedKeys().clear();
    runTimers();
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      guarded(task);
    }
    List<Runnable> last = new ArrayList<>(endOfTurn);
    endOfTurn.clear();
    last.forEach(this::guarded);
  }

  private void select() throws IOException {
    for (Timer first = timers.peek(); first != null && first.cancelled; first = timers.peek()) {
      timers.poll();
    }
    Timer first = timers.peek();
    if (first == null) {
      selector.select();
      return;
    }
    long wait = first.at - System.nanoTime();
    if (wait > 0) {
      selector.select(Math.max(1, wait / 1_000_000));
    } else {
      selector.selectNow();
    }
  }

  private void runTimers() {
    long now = System.nanoTime();
    for (Timer first = timers.peek();
        first != null && (first.cancelled || first.at - now <= 0);
        first = timers.peek()) {
      timers.poll();
      if (!first.cancelled) {
        guarded(first.task);
      }
    }
  }

  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    }
  }

  private void closeChannels() {
    try {
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
