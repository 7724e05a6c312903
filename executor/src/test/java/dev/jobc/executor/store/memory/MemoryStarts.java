package dev.jobc.executor.store.memory;

import dev.jobc.executor.RunState;
import dev.jobc.executor.core.Holding;
import dev.jobc.executor.core.Need;
import dev.jobc.executor.core.RunCommand;
import dev.jobc.executor.core.RunEffect;
import dev.jobc.executor.core.RunEvent;
import dev.jobc.executor.core.RunImage;
import dev.jobc.executor.core.RunMachine;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.core.Tries;
import dev.jobc.executor.store.Entry;
import dev.jobc.executor.store.RunPicture;
import dev.jobc.executor.store.Work;
import dev.jobc.plan.Timeouts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How runs begin: at once, or when limits let them. */
final class MemoryStarts {
  /** Runs have no priority among each other. */
  private static final int PRIO = 4;

  private final Books books;
  private final MemoryGate gate;

  MemoryStarts(Books books) {
    this.books = books;
    gate = new MemoryGate(books);
  }

  /** What a run has to ask for: one that is called stays within the slots of those that wait. */
  private List<Need> needs(StoredRun run, @Nullable Long caller) {
    List<Need> needs = run.given.needs().of(run.id);
    Set<String> held = caller == null ? Set.of() : books.permits.ofCallers(caller);
    return needs.stream().filter(need -> !held.contains(need.key())).toList();
  }

  /**
   * Keeps a new run. One that asks limits begins in {@link #settle}, if at all.
   *
   * @param caller the run whose step starts it; null for none
   */
  void create(StoredRun run, RunCommand command, @Nullable Long caller) {
    books.runs.put(run.id.value(), run);
    long limit = run.shape().plan().policy().timeout();
    if (limit > 0) {
      Work any = new Work(run.id.value(), run.plan.number(), new StepRef(0, 0), Tries.FIRST, 0, 0);
      books.arm(limit, Books.Limit.RUN, any);
    }
    List<Need> needs = needs(run, caller);
    if (needs.isEmpty()) {
      begin(run, run.image, RunMachine.apply(run.image, command, run.shape(), books.now()));
      return;
    }
    run.image = Holding.held(run.image, command);
    long now = books.now();
    Work whole =
        new Work(run.id.value(), run.plan.number(), RunPicture.WHOLE, Tries.FIRST, now, now);
    gate.ask(new Job(0, whole, Job.CONTROL_QUEUE, PRIO, 0, Timeouts.NONE), needs);
  }

  /** Asks for the runs that were made here. */
  void settle() {
    gate.settle();
    if (!gate.own().isEmpty()) {
      MemoryEnder ender = new MemoryEnder(books);
      gate.own().forEach(job -> goOn(books.runs.get(job.work().runId()), ender));
      ender.write();
    }
  }

  /**
   * A run that limits have held back goes on if they have answered it; the queues that get work.
   *
   * @param ender of a run that ends; to be written by the caller
   */
  Set<Integer> goOn(StoredRun run, MemoryEnder ender) {
    if (!run.isHeld() || run.image.status() != RunState.RUNNING) {
      return Set.of();
    }
    Work whole = new Work(run.id.value(), run.plan.number(), RunPicture.WHOLE, Tries.FIRST, 0, 0);
    Entry answer = books.permits.begin(whole);
    if (answer instanceof Entry.Refused(String key, boolean fails)) {
      ender.refuse(run, fails, "no room at `" + key + "`");
    } else if (answer != null) {
      RunImage held = run.image;
      RunMachine.Decision decision = Holding.begin(held, run.shape(), books.now());
      Set<Integer> queues = begin(run, Holding.fresh(held), decision);
      run.image = run.image.and(taken(held));
      if (run.image.status().ended()) {
        ender.over(run);
      }
      return queues;
    }
    return Set.of();
  }

  /** What a run has taken over from another: not what is the workflow's itself. */
  private static RunImage taken(RunImage held) {
    Map<Integer, dev.jobc.executor.core.ScopeImage> scopes = new HashMap<>(held.scopes());
    scopes.remove(StepRef.ROOT);
    Map<RunImage.SegmentKey, dev.jobc.executor.core.Masks> segments =
        new HashMap<>(held.segments());
    segments.keySet().removeIf(key -> key.scope() == StepRef.ROOT);
    return new RunImage(held.status(), held.lastNumber(), scopes, segments, Map.of());
  }

  private Set<Integer> begin(StoredRun run, RunImage before, RunMachine.Decision start) {
    long now = books.now();
    books.observer.decided(run, before, start);
    run.image = start.image();
    List<Job> jobs = new ArrayList<>();
    for (RunEvent event : start.events()) {
      for (RunEffect effect : RunMachine.react(event)) {
        if (effect instanceof RunEffect.Enqueue enqueue) {
          Work work =
              new Work(run.id.value(), run.plan.number(), enqueue.ref(), enqueue.tries(), now, now);
          jobs.add(
              Job.of(work, MemoryBatch.node(run, enqueue.ref()), enqueue.delay(), books.plans));
        }
      }
    }
    if (run.image.status() != RunState.RUNNING) {
      run.finishedAt = now;
    }
    return books.release(jobs);
  }
}
