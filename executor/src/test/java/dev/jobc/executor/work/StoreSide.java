package dev.jobc.executor.work;

import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.RunView;
import dev.jobc.executor.WorkerSettings;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.core.Tries;
import dev.jobc.executor.runner.TaskResult;
import dev.jobc.executor.store.Claimed;
import dev.jobc.executor.store.Completion;
import dev.jobc.executor.store.Entry;
import dev.jobc.executor.store.FencedException;
import dev.jobc.executor.store.Outcome;
import dev.jobc.executor.store.Recorded;
import dev.jobc.executor.store.Room;
import dev.jobc.executor.store.Store;
import dev.jobc.executor.store.Upkeep;
import dev.jobc.executor.store.ValueStore;
import dev.jobc.executor.store.Work;
import dev.jobc.executor.store.WorkSession;
import dev.jobc.plan.Plan;
import dev.jobc.reference.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One of the stores that go through the same history: what is done to it, and what it answers, in
 * words that are the same for every store.
 */
final class StoreSide implements AutoCloseable {
  private static final int ALL = 10_000;

  private final Store store;
  private final List<RunId> runs;
  private final List<WorkSession> sessions = new ArrayList<>();
  private final TaskPreparer preparer;
  private final ValueCache cache;
  private final QueueBoard queues;

  /** What sessions have, by the session and its name. */
  private final Map<String, Claimed> held = new TreeMap<>();

  private List<Completion> last = List.of();
  private int lastSession;

  StoreSide(Store store, Plan plan, int count) {
    this.store = store;
    store.plans().queue("default");
    queues = new QueueBoard(store.queues(), settings());
    cache = new ValueCache(store.plans(), store.values());
    Callees none =
        (call, with, directory) -> {
          throw new AssertionError("nothing is called");
        };
    CallWork calls = new CallWork(store.runs(), none);
    preparer =
        new TaskPreparer(
            store.plans(),
            store.values(),
            store.results(),
            calls,
            queues,
            InstantSource.system(),
            false);
    int number = store.plans().keepPlan(plan, Map.of()).number();
    Shared.settle(store.queues());
    runs = store.runs().createRuns(Collections.nCopies(count, Shared.run(plan, number)));
  }

  private static WorkerSettings settings() {
    Duration lease = Duration.ofSeconds(30);
    return new WorkerSettings("w", List.of("default"), 4, Path.of("unused"), lease, lease);
  }

  /** The number of the new session. */
  int open() {
    sessions.add(store.openSession(settings()));
    return sessions.size() - 1;
  }

  private String name(Work work) {
    Tries tries = work.tries();
    return "run %d step %d/%d try %d-%d-%d"
        .formatted(
            runs.indexOf(new RunId(work.runId())),
            work.ref().scope(),
            work.ref().step(),
            tries.attempt(),
            tries.lost(),
            tries.streak());
  }

  private String names(Collection<Claimed> claimed) {
    TreeSet<String> names = new TreeSet<>();
    claimed.forEach(one -> names.add(name(one.work())));
    return names.toString();
  }

  private void keep(int session, Collection<Claimed> claimed) {
    claimed.forEach(one -> held.put(session + " " + name(one.work()), one));
  }

  /** What is due by now is in the job table afterwards, and what makes way has ended. */
  void promote() {
    while (store.upkeep().promoteDue().moved() > 0) {}
    while (store.upkeep().endOverdue() != null) {}
    queues.refresh();
  }

  /** The operator changes something; the same for the same seed. */
  String change(long seed) {
    Shared.change(store.queues(), new Random(seed));
    return waiting();
  }

  /** From now on everything fits some time. */
  String settle() {
    Shared.settle(store.queues());
    return waiting();
  }

  private String waiting() {
    return store.queues().pools()
        + " "
        + store.queues().queues().stream()
            .map(one -> one.name() + " " + one.waiting() + " wait, " + one.taken() + " taken")
            .toList();
  }

  String claim(int session) {
    List<Claimed> claimed = sessions.get(session).claimReady(queues.served(), ALL);
    keep(session, claimed);
    return names(claimed);
  }

  /** What a session has, in the same order everywhere. */
  List<String> held(int session) {
    return held.keySet().stream().filter(name -> name.startsWith(session + " ")).toList();
  }

  /** What is to be done with a piece of work: null when its task's code is to run. */
  Outcome control(int session, String name) {
    Claimed claimed = held.get(name);
    RunValues values = cache.prepare(List.of(claimed.work())).get(claimed.work().runId());
    Entry entry =
        preparer.isLimited(claimed, values)
            ? sessions.get(session).begin(List.of(claimed)).get(claimed)
            : null;
    return preparer.prepare(claimed, values, 0, entry) instanceof TaskPreparer.Prepared.Done done
        ? done.outcome()
        : null;
  }

  /** A success with so many calls, if the code of the work's task may make any. */
  Optional<Outcome> called(String name, int calls) {
    Claimed claimed = held.get(name);
    RunValues values = cache.prepare(List.of(claimed.work())).get(claimed.work().runId());
    Entry entry = new Entry.Through();
    if (!(preparer.prepare(claimed, values, 0, entry)
            instanceof TaskPreparer.Prepared.Call prepared)
        || prepared.call().spec().spawn() == null) {
      return Optional.empty();
    }
    List<Reply.Call> made = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      made.add(new Reply.Call(i % 3 == 2 ? Callers.NAME : "t", Answers.NOTHING.outputs()));
    }
    byte[] outputs = {'{', '}'};
    return Optional.of(Callers.outcome(prepared.plan(), prepared.call().spec(), outputs, made));
  }

  /** Whether it must not go on. */
  boolean isHalted(int session, String name) {
    return sessions.get(session).halted().contains(held.get(name));
  }

  String record(int session, Map<String, Outcome> outcomes, Room room) {
    List<Completion> batch = new ArrayList<>();
    outcomes.forEach(
        (name, outcome) -> {
          Claimed claimed = held.remove(name);
          long at = claimed.claimedAt() + 1;
          batch.add(new Completion(claimed, at, at + 1, outcome, TaskResult.Output.NONE));
        });
    last = batch;
    lastSession = session;
    return record(session, batch, room);
  }

  /** Records the last batch once more. */
  String again() {
    return record(lastSession, last, queue -> true);
  }

  private String record(int session, List<Completion> batch, Room room) {
    Recorded recorded;
    try {
      recorded = sessions.get(session).recordOutcomes(batch, () -> room);
    } catch (FencedException e) {
      return "fenced";
    }
    keep(session, recorded.claimed());
    return "takes %s, ends %s, queues %s, defers %s, refuses %s, halts %s"
        .formatted(
            names(recorded.claimed()),
            new TreeSet<>(
                recorded.ended().stream().map(id -> runs.indexOf(new RunId(id))).toList()),
            recorded.queues().size(),
            recorded.nextDelay() >= 0,
            names(recorded.refused()),
            recorded.halts());
  }

  /** A session is declared lost, and its work goes elsewhere. */
  String lose(int session) {
    int worker = sessions.get(session).worker();
    boolean lost = false;
    for (Upkeep.SessionBeat beat : store.upkeep().watchSessions()) {
      lost |= beat.worker() == worker && store.upkeep().declareLost(beat);
    }
    return lost + " " + returned();
  }

  String end(int session) {
    try {
      sessions.get(session).end();
    } catch (FencedException e) {
      return "fenced";
    }
    held(session).forEach(held::remove);
    return returned();
  }

  private String returned() {
    boolean any = false;
    while (store.upkeep().returnOrphans() != null) {
      any = true;
    }
    return any ? "returned" : "nothing to return";
  }

  String cancel(int run) {
    return store.runs().cancel(List.of(runs.get(run))).values().toString();
  }

  void sweep() {
    store.upkeep().sweepHalted();
  }

  boolean isOver() {
    return store.runs().over(runs).size() == runs.size();
  }

  /** What a reader sees of the runs, without times. */
  List<String> seen() {
    List<String> seen = new ArrayList<>();
    for (RunId run : runs) {
      RunView view = store.runs().view(run).orElseThrow();
      String error = view.error() == null ? "no error" : view.error().message();
      seen.add(view.summary().state() + " gives " + view.outputs() + ", " + error);
      seen.add(view.waits() + " " + waiting());
      for (RunView.Step step : view.steps()) {
        seen.add(
            "%s %s %s %d of %d, %d attempts, %s, %s"
                .formatted(
                    step.id(),
                    step.kind(),
                    step.state(),
                    step.done(),
                    step.instances(),
                    step.attempts(),
                    step.error() == null ? "no error" : step.error().name(),
                    step.waits()));
      }
    }
    return seen;
  }

  RunState state(int run) {
    return store.runs().summary(runs.get(run)).orElseThrow().state();
  }

  /** How a step instance has ended, and why. */
  String ending(int run, StepRef ref) {
    var address = new ValueStore.Address(runs.get(run).value(), ref);
    return store.values().ending(address) + " " + store.values().fault(address);
  }

  @Override
  public void close() {
    sessions.forEach(WorkSession::close);
    store.close();
  }
}
