package dev.jobc.executor.work;

import dev.jobc.executor.EngineException;
import dev.jobc.executor.OpenQuestion;
import dev.jobc.executor.RunId;
import dev.jobc.executor.TaskError;
import dev.jobc.executor.core.RunEvent;
import dev.jobc.executor.core.RunImage;
import dev.jobc.executor.core.RunMachine;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.core.Tries;
import dev.jobc.executor.store.Answers.Asked;
import dev.jobc.executor.store.Claimed;
import dev.jobc.executor.store.Outcome;
import dev.jobc.executor.store.Upkeep;
import dev.jobc.executor.store.Work;
import dev.jobc.executor.store.memory.MemoryInvariants;
import dev.jobc.executor.store.memory.MemoryStore;
import dev.jobc.executor.store.memory.StoredRun;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import dev.jobc.plan.TaskSpec;
import dev.jobc.reference.Reply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Workers, managers and people around a store in memory, in virtual time and on one thread: the
 * same seed and faults make the same history.
 */
final class Simulation {
  private static final int WORKERS = 3;
  private static final long PATIENCE = Faults.END + 3_600_000;

  /** So long after the end late results may still come. */
  private static final long QUIET = 12_000;

  private final long seed;
  private final VirtualTime time;
  private final Random random;
  private final MemoryStore store;
  private final List<SimulatedWorker> workers = new ArrayList<>();
  private final List<RunId> runs = new ArrayList<>();
  private final Set<RunId> cancelled = new HashSet<>();
  private final List<String> trouble = new ArrayList<>();
  private final Map<String, Integer> executions = new HashMap<>();
  private final Map<Work, Long> lastFence = new HashMap<>();
  private final Map<RunId, Set<StepRef>> released = new HashMap<>();
  private int managersAway;
  private boolean managersStay;
  private final Set<String> reached = new TreeSet<>();
  private final SharedLimits limits;
  private final boolean shares;

  private Simulation(long seed, boolean shares) {
    this.seed = seed;
    this.shares = shares;
    time = new VirtualTime(seed);
    random = new Random(~seed);
    store = new MemoryStore(time, this::decided);
    limits = new SharedLimits(store, time);
  }

  /**
   * What came of it.
   *
   * @param trouble what broke a rule; empty when nothing did
   * @param reached kinds of things that have happened
   */
  record Ended(
      List<StoredRun> runs, Set<RunId> cancelled, List<String> trouble, Set<String> reached) {}

  static Ended of(long seed, Plan plan, List<Faults.Fault> faults) {
    return new Simulation(seed, Shared.any(plan)).run(plan, faults);
  }

  private Ended run(Plan plan, List<Faults.Fault> faults) {
    int number = store.plans().keepPlan(plan, Map.of()).number();
    int most = shares ? 4 : 2;
    for (int left = 1 + random.nextInt(most); left > 0; left--) {
      time.after(random.nextInt(2_000), () -> submit(plan, number));
    }
    if (shares) {
      Shared.settle(store.queues());
      time.after(Faults.END, () -> Shared.settle(store.queues()));
    }
    for (int worker = 0; worker < WORKERS; worker++) {
      workers.add(new SimulatedWorker(this, worker));
    }
    manage(new SessionWatch());
    manage(new SessionWatch());
    answer();
    faults.forEach(fault -> time.after(fault.at(), () -> happen(fault)));
    go(2_000);
    while (!isOver() && time.now() < PATIENCE && go(time.now() + 1_000)) {}
    go(time.now() + QUIET);
    // What dead workers held at the end is taken from them, also when nobody looked until now.
    managersStay = true;
    go(time.now() + 2 * SimulatedWorker.LEASE.toMillis());
    store.upkeep().sweepHalted();
    trouble.addAll(MemoryInvariants.broken(store));
    for (StoredRun run : store.stored()) {
      run.attempts().forEach(one -> reached.add("attempt " + one.how()));
      boolean away = run.attempts().stream().anyMatch(SharedLimits::madeWay);
      reached.add(away ? "made way" : "made no way");
      run.events().forEach(one -> reached.add("event " + one.kind()));
      reached.add("run " + run.image().status());
    }
    return new Ended(store.stored(), cancelled, trouble, reached);
  }

  private boolean go(long until) {
    while (trouble.isEmpty() && time.step(until)) {
      limits.look(reached, trouble);
    }
    return trouble.isEmpty();
  }

  private boolean isOver() {
    return store.runs().over(runs).size() == runs.size();
  }

  private void submit(Plan plan, int number) {
    runs.addAll(store.runs().createRuns(List.of(Shared.run(plan, number))));
    wakeAll();
  }

  private void happen(Faults.Fault fault) {
    reached.add("fault " + fault.kind());
    SimulatedWorker worker = workers.get(fault.whom() % workers.size());
    switch (fault.kind()) {
      case CRASH -> {
        worker.crash();
        replace(worker);
      }
      case PAUSE -> worker.standStill(fault.length());
      case CUT -> worker.cut(fault.length());
      case CLAIM_UNHEARD -> worker.hearNothingOfNextClaim();
      case RECORDED_TWICE -> worker.recordTwice();
      case STOP -> worker.stop();
      case JUMP -> {
        limits.forget();
        time.jump(fault.length());
        limits.forget();
      }
      case OPERATOR -> Shared.change(store.queues(), new Random(fault.whom()));
      case NO_REAPER -> {
        managersAway++;
        time.after(fault.length(), () -> managersAway--);
      }
      case CANCEL -> {
        if (!runs.isEmpty()) {
          RunId run = runs.get(fault.whom() % runs.size());
          cancelled.add(run);
          store.runs().cancel(List.of(run));
        }
      }
    }
  }

  /** Begins another worker some time after one has gone. */
  void replace(SimulatedWorker gone) {
    int place = workers.indexOf(gone);
    if (place >= 0) {
      time.after(
          random.nextInt(1_000),
          () -> {
            // It may have gone for two reasons.
            if (workers.get(place) == gone) {
              workers.set(place, new SimulatedWorker(this, random.nextInt(1 << 20)));
            }
          });
    }
  }

  void wakeAll() {
    workers.forEach(SimulatedWorker::wake);
  }

  private void manage(SessionWatch watch) {
    time.after(
        200 + random.nextInt(200),
        () -> {
          if (managersAway == 0 || managersStay) {
            chores(watch);
          }
          manage(watch);
        });
  }

  private void chores(SessionWatch watch) {
    Upkeep upkeep = store.upkeep();
    upkeep.promoteDue();
    upkeep.endWindows();
    while (upkeep.endOverdue() != null) {}
    long nanos = TimeUnit.MILLISECONDS.toNanos(time.now());
    for (Upkeep.SessionBeat silent : watch.overdue(upkeep.watchSessions(), nanos)) {
      reached.add(upkeep.declareLost(silent) ? "session lost" : "session lost to another");
    }
    while (upkeep.returnOrphans() != null) {}
    if (random.nextInt(10) == 0) {
      upkeep.sweepHalted();
    }
  }

  /** People answer what is asked, some time. */
  private void answer() {
    time.after(
        300,
        () -> {
          for (Asked asked : store.answers().open(Optional.empty())) {
            if (random.nextBoolean()) {
              answer(asked);
            }
          }
          answer();
        });
  }

  private void answer(Asked asked) {
    RunId run = asked.question().run();
    try {
      if (asked.question().kind() == OpenQuestion.Kind.SIGNAL) {
        store.answers().signal(run, asked.question().name(), Json.object().build());
      } else {
        byte[] yes = JsonText.writeBytes(Json.object().put("approved", true).build());
        Outcome outcome = new Outcome.Succeeded(yes);
        store.answers().answer(run, asked.ref(), outcome);
        if (random.nextInt(4) == 0 && store.answers().answer(run, asked.ref(), outcome).taken()) {
          trouble("an answer was taken twice: " + asked);
        }
      }
    } catch (EngineException e) {
      // The run has ended with the answer before.
      if (e.kind() != EngineException.Kind.TOO_LATE) {
        throw e;
      }
    }
  }

  /** The events of a decision make its image; a step is released once, and ends once. */
  private void decided(StoredRun run, RunImage before, RunMachine.Decision decision) {
    RunImage image = before;
    Set<StepRef> once = released.computeIfAbsent(run.id(), id -> new HashSet<>());
    for (RunEvent event : decision.events()) {
      if (event instanceof RunEvent.Ended ended && image.ending(ended.ref()) != null) {
        trouble("ended twice: " + ended);
      }
      if (event instanceof RunEvent.Released release && !once.add(release.ref())) {
        trouble("released twice: " + release);
      }
      reached.add(name(event));
      image = RunMachine.evolve(image, event);
    }
    if (!image.equals(decision.image())) {
      trouble("the events don't make the image: " + decision.events());
    }
  }

  private static String name(RunEvent event) {
    return switch (event) {
      case RunEvent.Ended ended -> "step " + ended.transition();
      case RunEvent.Requeued requeued -> "step " + requeued.transition();
      case RunEvent.ScopeOpened opened -> "scope " + opened.scope().role();
      default -> event.getClass().getSimpleName();
    };
  }

  /** A task's code is about to run: with a number of its own, and a fence that grows. */
  void executes(Claimed claimed) {
    Work work = claimed.work();
    String attempt = work.runId() + "/" + work.ref() + "#" + work.tries().attempt();
    if (executions.merge(attempt, 1, Integer::sum) > 1) {
      trouble("the code of one attempt runs twice: " + attempt);
    }
    Work step = new Work(work.runId(), work.planId(), work.ref(), Tries.FIRST, 0, 0);
    // Who has stood still since it claimed may begin what others have by now.
    if (store.isLeased(claimed)) {
      Long before = lastFence.put(step, claimed.fence());
      if (before != null && before >= claimed.fence()) {
        trouble("a fence does not grow: " + claimed);
      }
      limits.begins(claimed, run(work).shape().plan(), task(work), trouble);
    }
  }

  long takes(Claimed claimed) {
    return reply(claimed).took();
  }

  Outcome answer(Claimed claimed) {
    Work work = claimed.work();
    return switch (reply(claimed).outcome()) {
      case Reply.Success s ->
          Callers.outcome(run(work).shape().plan(), spec(work), output(claimed), s.calls());
      case Reply.Failure f -> new Outcome.Failed(new TaskError(f.name(), f.message()));
      case Reply.Skip s -> new Outcome.Declined();
      default -> throw new AssertionError("tasks answer");
    };
  }

  /** Says which attempt it comes from. */
  static byte[] output(Claimed claimed) {
    return JsonText.writeBytes(
        Json.object()
            .put("attempt", claimed.work().tries().attempt())
            .put("fence", claimed.fence())
            .build());
  }

  private Reply reply(Claimed claimed) {
    Work work = claimed.work();
    StoredRun run = run(work);
    String path = new Paths(run.shape(), run.image(), run.items()).of(work.ref());
    return reply(seed, path, spec(work), work.tries().counted());
  }

  private StoredRun run(Work work) {
    return store.stored().stream()
        .filter(one -> one.id().value() == work.runId())
        .findFirst()
        .orElseThrow();
  }

  private TaskSpec spec(Work work) {
    return run(work).shape().plan().tasks().get(task(work).task());
  }

  private Node.Task task(Work work) {
    StoredRun run = run(work);
    int graph = run.image().scope(work.ref().scope()).graph();
    return (Node.Task) run.shape().node(graph, work.ref().step());
  }

  /** A task's code has ended. */
  void ended(Claimed claimed) {
    limits.ends(claimed);
  }

  /** The same question gets the same answer; losses of workers don't count. */
  static Reply reply(long seed, String path, TaskSpec task, int attempt) {
    long mixed = seed * 31 + path.hashCode() * 0x9e3779b97f4a7c15L + attempt;
    Random random = new Random(mixed ^ mixed >>> 29);
    long took = 1 + random.nextInt(random.nextInt(8) == 0 ? 6_000 : 900);
    return Reply.of(
        switch (task.name().equals("sure") ? 9 : random.nextInt(10)) {
          case 0, 1 -> new Reply.Failure(FlowPlan.ERROR, "as it should");
          case 2 -> new Reply.Skip();
          default -> new Reply.Success(Answers.NOTHING.outputs(), Callers.calls(random, task));
        },
        took);
  }

  /** Whether there are limits. */
  boolean shares() {
    return shares;
  }

  void reached(String what) {
    reached.add(what);
  }

  void trouble(String what) {
    trouble.add(what);
  }

  VirtualTime time() {
    return time;
  }

  MemoryStore store() {
    return store;
  }

  long seed() {
    return seed;
  }
}
