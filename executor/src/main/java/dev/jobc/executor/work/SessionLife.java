package dev.jobc.executor.work;

import dev.jobc.executor.EngineException;
import dev.jobc.executor.runner.TaskRunner.CancelReason;
import dev.jobc.executor.store.Claimed;
import dev.jobc.executor.store.FencedException;
import dev.jobc.executor.store.Outcome;
import dev.jobc.executor.store.Recorded;
import dev.jobc.executor.store.WorkSession;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One session of a worker, from registration to its end.
 *
 * <ol>
 *   <li>A heartbeat goes out four times a lease. Nothing new starts once six tenths of a lease have
 *       passed since the last accepted one was sent.
 *   <li>Work of cancelled runs is stopped as soon as a notification or a look at the database tells
 *       of it.
 *   <li>A lost session stops at once: what runs is cancelled, its results are only shown.
 *   <li>A stopping session records or gives back everything it holds, then ends, so that nobody has
 *       to wait for its lease.
 * </ol>
 */
final class SessionLife {
  private static final double START_SHARE = 0.6;
  private static final int BEATS = 4;
  private static final int END_TRIES = 2;

  /** Notifications can be lost. */
  private static final long LOOK_MILLIS = 500;

  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  private final WorkerContext context;
  private final WorkSession session;
  private final Desk desk;
  private final Calls calls;
  private final Thread claimer;
  private final Thread dispatcher;
  private final Thread recorder;
  private final Events events;
  private final TaskMeter meter;
  private final AtomicBoolean lost = new AtomicBoolean();
  private final AtomicBoolean looking = new AtomicBoolean();
  private @Nullable ScheduledFuture<?> heart;
  private @Nullable ScheduledFuture<?> looks;
  private volatile long lastBeatNanos = System.nanoTime();

  /** What the worker wants to know of its session. */
  interface Events {
    void recorded(Recorded recorded);

    void lost(SessionLife life);

    void failed(EngineException reason);
  }

  SessionLife(WorkerContext context, WorkSession session, Events events) {
    this.context = context;
    this.session = session;
    this.events = events;
    int slots = context.settings().slots();
    desk = new Desk(slots);
    calls =
        new Calls(
            context.runners(), desk, context.clock(), context.timer(), context.settings().grace());
    ValueCache cache = context.cache();
    meter = context.meter();
    QueueBoard queues = context.queues();
    TaskPreparer preparer =
        new TaskPreparer(
            context.store().plans(),
            context.store().values(),
            context.store().results(),
            new CallWork(context.store().runs(), context.callees()),
            queues,
            context.clock(),
            meter.isOn());
    String name = "jobc-" + context.settings().name();
    claimer = thread(name + "-claim", new Claimer(session, desk, queues, meter, this::mayStart));
    dispatcher =
        thread(
            name + "-dispatch",
            new Dispatcher(
                desk,
                calls,
                cache,
                preparer,
                meter,
                session::begin,
                slots,
                context.callIds(),
                this::mayStart));
    recorder =
        thread(name + "-record", new Recorder(session, desk, cache, queues, meter, new Outcomes()));
  }

  private Thread thread(String name, Runnable part) {
    return Thread.ofPlatform().daemon().name(name).unstarted(guarded(part));
  }

  /** A worker of which a part has stopped in an unforeseen way must not seem to work on. */
  private Runnable guarded(Runnable part) {
    return () -> {
      try {
        part.run();
      } catch (RuntimeException | Error e) {
        events.failed(new EngineException(EngineException.Kind.INTERNAL, "a defect: " + e, e));
      }
    };
  }

  private final class Outcomes implements Recorder.Listener {
    @Override
    public void recorded(Recorded recorded) {
      events.recorded(recorded);
    }

    @Override
    public void fenced() {
      SessionLife.this.fenced();
    }

    @Override
    public void failed(EngineException reason) {
      if (desk.phase() == Desk.Phase.WORKING) {
        events.failed(reason);
      }
    }
  }

  void start() {
    long every = Math.max(1, context.settings().lease().toMillis() / BEATS);
    heart =
        context
            .timer()
            .scheduleWithFixedDelay(guarded(this::beat), every, every, TimeUnit.MILLISECONDS);
    looks =
        context
            .timer()
            .scheduleWithFixedDelay(
                this::lookForHalted, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    recorder.start();
    dispatcher.start();
    claimer.start();
  }

  /** There may be work. */
  void wake() {
    desk.claiming.ring();
  }

  int running() {
    return calls.count();
  }

  /** Asks, beside the heartbeat, which of its work must not go on, and stops that. */
  void lookForHalted() {
    if (desk.held() > 0 && looking.compareAndSet(false, true)) {
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  calls.halt(session.halted());
                } catch (EngineException e) {
                  // The next look is half a second away.
                  return;
                } finally {
                  looking.set(false);
                }
              });
    }
  }

  Optional<String> trouble() {
    return session.trouble();
  }

  private boolean mayStart() {
    long silence = System.nanoTime() - lastBeatNanos;
    return silence < context.settings().lease().toNanos() * START_SHARE;
  }

  private void beat() {
    long sent = System.nanoTime();
    try {
      session.beat();
      lastBeatNanos = sent;
    } catch (FencedException e) {
      fenced();
    } catch (EngineException e) {
      // The next beat may get through; until then time is running out for new starts.
      return;
    }
  }

  private void fenced() {
    desk.advance(Desk.Phase.FENCED);
    if (lost.compareAndSet(false, true)) {
      meter.worker().sessionLost();
    }
    stopHeart();
    calls.cancelAll(CancelReason.LEASE_LOST);
    events.lost(this);
  }

  private void stopHeart() {
    for (ScheduledFuture<?> repeated : new ScheduledFuture<?>[] {heart, looks}) {
      if (repeated != null) {
        repeated.cancel(false);
      }
    }
  }

  /** Ends as a good neighbour: nothing is left that others would have to wait for. */
  void stop() throws InterruptedException {
    long grace = context.settings().grace().toNanos();
    long now = System.nanoTime();
    desk.advance(Desk.Phase.STOPPING);
    desk.claiming.ring();
    // What a claim under way brings is held too, and must be given back.
    claimer.join(LAST_WORDS);
    awaitIdle(now + grace);
    calls.shutDown();
    while (calls.anyContinues() && desk.phase() == Desk.Phase.STOPPING) {
      awaitIdle(System.nanoTime() + PATIENCE_NANOS);
    }
    awaitIdle(System.nanoTime() + grace + LAST_WORDS.toNanos());
    desk.advance(Desk.Phase.CLOSING);
    recorder.join(LAST_WORDS);
    stopHeart();
    try {
      end();
    } finally {
      session.close();
    }
  }

  /** Once more when nobody has answered: others need not wait for the lease then. */
  private void end() {
    for (int tries = 0; tries < END_TRIES; tries++) {
      try {
        session.end();
        return;
      } catch (FencedException e) {
        // Declared lost meanwhile, or ended by the try before: then it is over just as well.
        return;
      } catch (EngineException e) {
        // If the database stays away, the session will be found silent.
        continue;
      }
    }
  }

  /**
   * Waits until nothing runs, waits or is being recorded here; work that arrives meanwhile is given
   * back.
   */
  private void awaitIdle(long untilNanos) {
    while (!desk.isIdle() && System.nanoTime() - untilNanos < 0) {
      if (!dispatcher.isAlive()) {
        for (Claimed late : desk.takeArrivals()) {
          calls.finish(late, 0, new Outcome.GivenBack(false));
        }
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  /** After a loss: lets cancelled tasks end and shows their results. */
  void bury() {
    awaitIdle(System.nanoTime() + context.settings().grace().toNanos() + LAST_WORDS.toNanos());
    session.close();
  }
}
