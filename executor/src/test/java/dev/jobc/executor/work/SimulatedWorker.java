package dev.jobc.executor.work;

import dev.jobc.executor.EngineException;
import dev.jobc.executor.TaskError;
import dev.jobc.executor.WorkerSettings;
import dev.jobc.executor.runner.TaskResult;
import dev.jobc.executor.store.Claimed;
import dev.jobc.executor.store.Completion;
import dev.jobc.executor.store.Entry;
import dev.jobc.executor.store.FencedException;
import dev.jobc.executor.store.Outcome;
import dev.jobc.executor.store.Recorded;
import dev.jobc.executor.store.Room;
import dev.jobc.executor.store.Work;
import dev.jobc.executor.store.WorkSession;
import dev.jobc.executor.store.memory.MemoryStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A worker in virtual time. What it does with a step is the code of real workers; when it does it,
 * and what becomes of it, the simulation says.
 */
final class SimulatedWorker {
  static final Duration LEASE = Duration.ofSeconds(3);
  private static final long BEAT = 500;
  private static final int SLOTS = 4;

  private final Simulation world;
  private final VirtualTime time;
  private final Random random;
  private final WorkSession session;
  private final TaskPreparer preparer;
  private final ValueCache cache;
  private final QueueBoard queues;
  private final Map<Claimed, Long> running = new LinkedHashMap<>();
  private final List<Completion> finished = new ArrayList<>();
  private final List<Runnable> missed = new ArrayList<>();
  private boolean dead;
  private boolean stopping;
  private boolean fenced;
  private boolean standsStill;
  private boolean cut;
  private boolean claimUnheard;
  private boolean recordsTwice;

  /** The worker's line to the store. */
  private final class Line extends MemoryStore.Line {
    @Override
    protected void request() {
      if (cut) {
        throw broken();
      }
    }

    @Override
    protected void answer() {
      if (claimUnheard) {
        claimUnheard = false;
        throw broken();
      }
    }
  }

  SimulatedWorker(Simulation world, int number) {
    this.world = world;
    time = world.time();
    random = new Random(world.seed() * 31 + number);
    MemoryStore store = world.store();
    WorkerSettings settings =
        new WorkerSettings(
            "w" + number, List.of("default"), SLOTS, Path.of("unused"), LEASE, LEASE);
    session = store.openSession(settings, new Line());
    store.plans().queue("default");
    queues = new QueueBoard(store.queues(), settings);
    cache = new ValueCache(store.plans(), store.values());
    Callees none =
        (call, with, directory) -> {
          throw new AssertionError("nothing is called");
        };
    preparer =
        new TaskPreparer(
            store.plans(),
            store.values(),
            store.results(),
            new CallWork(store.runs(), none),
            queues,
            time,
            false);
    every(BEAT, this::beat);
    every(400, this::claim);
    every(250, this::lookForHalted);
    if (world.shares()) {
      every(900, queues::refresh);
    }
  }

  /** Whether it does nothing any more. */
  boolean isOver() {
    return dead || fenced && running.isEmpty() && finished.isEmpty();
  }

  void crash() {
    dead = true;
    session.close();
  }

  void standStill(long millis) {
    standsStill = true;
    time.after(
        millis,
        () -> {
          standsStill = false;
          List<Runnable> late = List.copyOf(missed);
          missed.clear();
          late.forEach(Runnable::run);
        });
  }

  void cut(long millis) {
    cut = true;
    time.after(millis, () -> cut = false);
  }

  void hearNothingOfNextClaim() {
    claimUnheard = true;
  }

  void recordTwice() {
    recordsTwice = true;
  }

  /** Gives back what it has, and ends its session. */
  void stop() {
    stopping = true;
    for (Claimed one : List.copyOf(running.keySet())) {
      finish(one, new Outcome.GivenBack(true));
    }
    later(1, this::flush);
  }

  /** There may be work. */
  void wake() {
    later(random.nextInt(20), this::claim);
  }

  private void every(long millis, Runnable what) {
    later(
        1 + random.nextLong(millis),
        () -> {
          what.run();
          every(millis, what);
        });
  }

  /** Something that happens to it, unless it is dead, and later when it stands still. */
  private void later(long millis, Runnable what) {
    time.after(millis, () -> happen(what));
  }

  private void happen(Runnable what) {
    if (isOver()) {
      return;
    }
    if (standsStill) {
      missed.add(what);
    } else {
      what.run();
    }
  }

  private void attempt(Runnable request) {
    try {
      request.run();
    } catch (FencedException e) {
      fence();
    } catch (EngineException e) {
      if (e.kind() != EngineException.Kind.UNREACHABLE) {
        throw e;
      }
    }
  }

  private void fence() {
    if (!fenced) {
      fenced = true;
      world.reached("worker fenced");
      world.replace(this);
    }
  }

  private void beat() {
    if (!fenced) {
      attempt(session::beat);
    }
  }

  private void claim() {
    int free = SLOTS - running.size();
    if (!fenced && !stopping && free > 0) {
      attempt(() -> arrived(session.claimReady(queues.served(), 1 + random.nextInt(free))));
    }
  }

  private void arrived(List<Claimed> claimed) {
    for (Claimed one : claimed) {
      running.put(one, 0L);
      later(random.nextInt(30), () -> begin(one));
    }
  }

  private void begin(Claimed claimed) {
    if (!running.containsKey(claimed)) {
      return;
    }
    if (fenced || stopping) {
      finish(claimed, new Outcome.GivenBack(false));
      return;
    }
    try {
      Work work = claimed.work();
      RunValues values = cache.prepare(List.of(work)).get(work.runId());
      long started = micros();
      switch (preparer.prepare(claimed, values, 0, entry(claimed, values))) {
        case TaskPreparer.Prepared.Done done -> end(claimed, started, done.outcome());
        case TaskPreparer.Prepared.Call call -> {
          running.put(claimed, started);
          world.executes(claimed);
          long takes = world.takes(claimed);
          long limit = call.call().timeoutMillis();
          if (limit > 0 && limit < takes) {
            Outcome late = new Outcome.Failed(call.limits().ranTooLong());
            later(limit, () -> finish(claimed, late));
          } else {
            later(takes, () -> finish(claimed, world.answer(claimed)));
          }
        }
      }
    } catch (EngineException e) {
      // The store was not reached: another time.
      later(100, () -> begin(claimed));
    } catch (RuntimeException e) {
      TaskError error = new TaskError(TaskError.UNEXPECTED, e.toString());
      end(claimed, micros(), new Outcome.Failed(error));
      world.trouble("a worker could not begin " + claimed.work() + ": " + e);
    }
  }

  /** What limits say to it; null when it has not asked, or nobody is there to say. */
  private @Nullable Entry entry(Claimed claimed, RunValues values) {
    return preparer.isLimited(claimed, values)
        ? session.begin(List.of(claimed)).get(claimed)
        : null;
  }

  private long micros() {
    return time.millis() * 1_000;
  }

  private void finish(Claimed claimed, Outcome outcome) {
    @Nullable Long started = running.get(claimed);
    if (started != null) {
      boolean begun = started != 0;
      Outcome said = outcome instanceof Outcome.GivenBack ? new Outcome.GivenBack(begun) : outcome;
      end(claimed, started, said);
    }
  }

  private void end(Claimed claimed, long started, Outcome outcome) {
    running.remove(claimed);
    world.ended(claimed);
    finished.add(new Completion(claimed, started, micros(), outcome, TaskResult.Output.NONE));
    later(random.nextInt(60), this::flush);
  }

  private void lookForHalted() {
    if (!fenced) {
      attempt(() -> session.halted().forEach(one -> finish(one, new Outcome.Cancelled())));
    }
  }

  private void flush() {
    if (finished.isEmpty()) {
      if (stopping && running.isEmpty() && !fenced) {
        attempt(
            () -> {
              session.end();
              dead = true;
              world.replace(this);
            });
        later(100, this::flush);
      }
      return;
    }
    List<Completion> batch = batch();
    attempt(() -> record(batch));
    if (fenced) {
      attempt(() -> refuse(batch));
    }
    if (!finished.isEmpty() || stopping) {
      later(100, this::flush);
    }
  }

  private List<Completion> batch() {
    return List.copyOf(finished.subList(0, 1 + random.nextInt(finished.size())));
  }

  private void record(List<Completion> batch) {
    if (fenced) {
      return;
    }
    Recorded recorded = session.recordOutcomes(batch, this::room);
    finished.removeAll(batch);
    if (recordsTwice) {
      recordsTwice = false;
      again(batch);
    }
    for (Completion one : batch) {
      if (!recorded.refused().contains(one.claimed())
          && one.outcome() instanceof Outcome.Succeeded(byte[] outputs)
          && outputs != null) {
        cache.produced(one.claimed().work(), outputs);
      }
    }
    cache.forget(recorded.ended());
    arrived(recorded.claimed());
    if (!recorded.queues().isEmpty()) {
      world.wakeAll();
    }
  }

  private void again(Collection<Completion> batch) {
    Recorded twice = session.recordOutcomes(List.copyOf(batch), () -> queue -> true);
    if (!twice.claimed().isEmpty() || !twice.queues().isEmpty() || !twice.ended().isEmpty()) {
      world.trouble("what was recorded twice has had consequences twice: " + batch);
    }
  }

  private void refuse(List<Completion> batch) {
    world.reached("results of a fenced worker");
    session.recordRefused(
        batch.stream().filter(one -> Outcome.outputs(one.outcome()) != null).toList());
    finished.removeAll(batch);
  }

  private Room room() {
    int[] free = {stopping ? 0 : random.nextInt(SLOTS)};
    return queue -> free[0]-- > 0;
  }
}
