package dev.jobc.executor.store.memory;

import dev.jobc.executor.Queues;
import dev.jobc.executor.core.AdmissionRound;
import dev.jobc.executor.core.AdmissionRound.Asking;
import dev.jobc.executor.core.AdmissionRound.Stop;
import dev.jobc.executor.core.Need;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.store.Claimed;
import dev.jobc.executor.store.Entry;
import dev.jobc.executor.store.RunPicture;
import dev.jobc.executor.store.SetLimits;
import dev.jobc.executor.store.Work;
import dev.jobc.plan.FlowControl.Concurrency.OnLimit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What attempts and runs hold of limits, what waits for them, and what the operator has set. */
final class MemoryPermits {
  final Map<String, Integer> pools = new TreeMap<>();
  final Map<String, Queues.Settings> queues = new TreeMap<>();
  private final Map<Holder, Map<String, Permit>> permits = new LinkedHashMap<>();
  private final List<Waiter> waiting = new ArrayList<>();
  private final Books books;
  private long given;

  MemoryPermits(Books books) {
    this.books = books;
  }

  /** An attempt of a step, or of a run as a whole. */
  record Holder(long runId, StepRef ref, int attempt) {
    static Holder of(Work work) {
      return new Holder(work.runId(), work.ref(), work.tries().attempt());
    }

    boolean isRun() {
      return ref.equals(RunPicture.WHOLE);
    }
  }

  /** How the question of an attempt, or run, was answered. */
  enum Answer {
    THROUGH,
    FAILS,
    IS_CANCELLED
  }

  /** What is held of one limit. Times are microseconds since 1970, below 0 for never. */
  static final class Permit {
    final Work work;
    final Need need;
    final int slots;
    final Answer answer;
    final long order;
    long begunAt = -1;
    long endsAt = -1;
    boolean calledOff;

    Permit(Work work, Need need, Answer answer, long order) {
      this.work = work;
      this.need = need;
      this.answer = answer;
      this.order = order;
      slots = answer == Answer.THROUGH ? need.slots() : 0;
    }

    void begin(long now) {
      begunAt = begunAt < 0 ? now : begunAt;
      if (need.window() > 0 && answer == Answer.THROUGH && endsAt < 0) {
        endsAt = now + need.window() * 1_000;
      }
    }
  }

  /** One that waits at a limit, or is about to. */
  record Waiter(long id, String at, Job job, List<Need> needs) implements AdmissionRound.Asker {
    @Override
    public int prio() {
      return job.prio();
    }

    @Override
    public long since() {
      return job.work().since();
    }

    boolean isRun() {
      return job.work().ref().equals(RunPicture.WHOLE);
    }
  }

  Stream<Permit> all() {
    return permits.values().stream().flatMap(held -> held.values().stream());
  }

  List<Waiter> waiting() {
    return waiting;
  }

  /** The limits that the operator has set. */
  SetLimits set() {
    Map<String, Integer> slots = new HashMap<>();
    pools.forEach((name, size) -> slots.put(SetLimits.pool(name), size));
    Map<Integer, List<Need>> needs = new HashMap<>();
    books
        .plans
        .queues()
        .forEach(
            (name, number) ->
                needs.put(
                    number,
                    SetLimits.needs(name, queues.getOrDefault(name, Queues.Settings.NONE))));
    return new SetLimits(slots, needs);
  }

  /** All that one needs, that of its queue included. */
  List<Need> needs(Waiter one) {
    return set().all(one.needs(), one.job().queue());
  }

  /** Slots that are taken, by limit. */
  Map<String, Integer> taken() {
    return taken(permit -> permit.endsAt < 0 || permit.endsAt > books.now());
  }

  private Map<String, Integer> taken(Predicate<Permit> counts) {
    Map<String, Integer> taken = new HashMap<>();
    all()
        .filter(counts)
        .forEach(permit -> taken.merge(permit.need.key(), permit.slots, Integer::sum));
    return taken;
  }

  /** Those who would get through, or hear that they do not, if somebody looked; for tests. */
  List<Waiter> overlooked() {
    List<Waiter> order = new ArrayList<>(waiting);
    order.sort(AdmissionRound.Asker.ORDER);
    AdmissionRound<Waiter> round =
        AdmissionRound.of(
            order.stream().map(one -> new Asking<>(one, needs(one))).toList(),
            // Whether starts have ceased to count is looked at from time to time.
            taken(permit -> true));
    return Stream.concat(
            round.through().stream().map(Asking::who), round.refused().stream().map(Stop::who))
        .toList();
  }

  /** Takes back what fits; the limits that it was of. */
  private Set<String> drop(Predicate<Permit> which) {
    Set<String> keys = new LinkedHashSet<>();
    for (Map<String, Permit> held : permits.values()) {
      held.values()
          .removeIf(
              permit -> {
                boolean goes = which.test(permit);
                if (goes) {
                  keys.add(permit.need.key());
                }
                return goes;
              });
    }
    permits.values().removeIf(Map::isEmpty);
    return keys;
  }

  /** Takes back what these have held; the limits concerned. */
  Set<String> giveBack(Collection<Work> settled, Collection<Long> ended) {
    long now = books.now();
    Set<Holder> gone = new HashSet<>();
    settled.forEach(work -> gone.add(Holder.of(work)));
    Set<String> keys = drop(permit -> permit.endsAt >= 0 && permit.endsAt <= now);
    keys.addAll(drop(permit -> permit.endsAt < 0 && gone.contains(Holder.of(permit.work))));
    // What has begun goes on to hold until it is stopped; what has not begins no more without.
    keys.addAll(
        drop(
            permit ->
                ended.contains(permit.work.runId()) && permit.endsAt < 0 && permit.begunAt < 0));
    Set<Long> runs = new HashSet<>(ended);
    settled.forEach(work -> runs.add(work.runId()));
    Set<Long> free = new HashSet<>();
    for (long run : callers(runs)) {
      if (isOver(run) && below(run).stream().noneMatch(one -> isBusy(one, gone))) {
        free.add(run);
      }
    }
    keys.addAll(
        drop(
            permit ->
                Holder.of(permit.work).isRun()
                    && permit.endsAt < 0
                    && free.contains(permit.work.runId())));
    return keys;
  }

  private boolean isOver(long run) {
    StoredRun stored = books.runs.get(run);
    return stored == null || stored.image.status().ended();
  }

  private boolean isBusy(long runId, Set<Holder> settled) {
    StoredRun run = books.runs.get(runId);
    return run != null
        && books.leases.values().stream()
            .flatMap(lease -> lease.entries().stream())
            .map(Claimed::work)
            .anyMatch(
                work ->
                    work.runId() == runId
                        && run.image.ending(work.ref()) == null
                        && !settled.contains(Holder.of(work)));
  }

  /** Runs and those that they were called from. */
  private Set<Long> callers(Collection<Long> runs) {
    Set<Long> all = new LinkedHashSet<>();
    for (long run : runs) {
      for (Long at = run; at != null && all.add(at); at = caller(at)) {}
    }
    return all;
  }

  private @Nullable Long caller(long run) {
    StoredRun stored = books.runs.get(run);
    return stored == null || stored.caller == null ? null : (Long) stored.caller.runId();
  }

  /** A run and those that it has called. */
  private Set<Long> below(long run) {
    Set<Long> all = new LinkedHashSet<>(List.of(run));
    StoredRun stored = books.runs.get(run);
    if (stored != null) {
      stored.called.values().forEach(called -> all.addAll(below(called.run().value())));
    }
    return all;
  }

  /** What runs hold that wait for a run which is called: it stays within their slots. */
  Set<String> ofCallers(long run) {
    Set<String> keys = new HashSet<>();
    for (long one : callers(List.of(run))) {
      of(one, RunPicture.WHOLE).stream()
          .filter(permit -> permit.need.window() == 0 && permit.answer == Answer.THROUGH)
          .forEach(permit -> keys.add(permit.need.key()));
    }
    return keys;
  }

  private List<Permit> of(long run, StepRef ref) {
    return all()
        .filter(permit -> permit.work.runId() == run && permit.work.ref().equals(ref))
        .toList();
  }

  /** What has ended waits for nothing; the limits concerned. */
  Set<String> forget(Collection<Work> settled, Collection<Long> ended) {
    Set<Holder> gone = new HashSet<>();
    settled.forEach(work -> gone.add(Holder.of(work)));
    Set<String> keys = new LinkedHashSet<>();
    waiting.removeIf(
        one -> {
          Work work = one.job().work();
          boolean goes = gone.contains(Holder.of(work)) || ended.contains(work.runId());
          if (goes) {
            keys.add(one.at());
          }
          return goes;
        });
    return keys;
  }

  /** Those who wait at these limits, and at those that they need besides. */
  List<Waiter> waiting(Collection<String> keys) {
    List<Waiter> found = new ArrayList<>();
    Set<String> known = new HashSet<>();
    for (Set<String> next = new LinkedHashSet<>(keys); !next.isEmpty(); ) {
      known.addAll(next);
      Set<String> now = next;
      List<Waiter> here = waiting.stream().filter(one -> now.contains(one.at())).toList();
      found.addAll(here);
      next = new LinkedHashSet<>();
      for (Waiter one : here) {
        one.needs().stream().map(Need::key).filter(key -> !known.contains(key)).forEach(next::add);
      }
    }
    return found;
  }

  /** They are let through, and hold what they need. */
  void take(List<Asking<Waiter>> through) {
    for (Asking<Waiter> one : through) {
      one.needs().forEach(need -> hold(one.who().job().work(), need, Answer.THROUGH));
    }
  }

  /** They are told so when a worker gets them, and hold nothing. */
  void refuse(List<Stop<Waiter>> stops) {
    for (Stop<Waiter> stop : stops) {
      boolean fails = stop.by().onLimit() == OnLimit.FAIL;
      hold(stop.who().job().work(), stop.by(), fails ? Answer.FAILS : Answer.IS_CANCELLED);
    }
  }

  private void hold(Work work, Need need, Answer answer) {
    permits
        .computeIfAbsent(Holder.of(work), holder -> new LinkedHashMap<>())
        .putIfAbsent(need.key(), new Permit(work, need, answer, ++given));
  }

  /** They wait no more. */
  void leave(Collection<Waiter> gone) {
    waiting.removeAll(gone);
  }

  /** They wait, each at the limit that stopped it; those that had not waited are armed. */
  void keep(List<Stop<Waiter>> stops) {
    for (Stop<Waiter> stop : stops) {
      Waiter one = stop.who();
      if (one.id() == 0) {
        waiting.add(new Waiter(++given, stop.by().key(), one.job(), one.needs()));
        books.arm(one.job());
      } else if (waiting.remove(one)) {
        waiting.add(new Waiter(one.id(), stop.by().key(), one.job(), one.needs()));
      }
    }
  }

  /** Has the oldest holders make way. */
  void callOff(String key, int missing) {
    List<Permit> holders =
        all()
            .filter(permit -> permit.need.key().equals(key))
            .sorted(Comparator.comparingLong(permit -> permit.order))
            .toList();
    int already = holders.stream().filter(one -> one.calledOff).mapToInt(one -> one.slots).sum();
    holders.stream()
        .filter(one -> !one.calledOff && one.slots > 0)
        .limit(Math.max(0, missing - already))
        .forEach(
            one -> {
              one.calledOff = true;
              books.arm(0, Books.Limit.CALL_OFF, one.work);
            });
  }

  /** Whether an attempt, or run, still has what it is to give back. */
  boolean isCalledOff(long run, StepRef ref, int attempt) {
    Map<String, Permit> held = permits.getOrDefault(new Holder(run, ref, attempt), Map.of());
    return held.values().stream().anyMatch(permit -> permit.calledOff);
  }

  /** What limits say to one that is about to start; null when it has not asked. */
  @Nullable Entry begin(Work work) {
    Entry entry = null;
    for (Permit permit : permits.getOrDefault(Holder.of(work), Map.of()).values()) {
      permit.begin(books.now());
      entry =
          switch (permit.answer) {
            case THROUGH -> new Entry.Through();
            case FAILS -> new Entry.Refused(permit.need.key(), true);
            case IS_CANCELLED -> new Entry.Refused(permit.need.key(), false);
          };
    }
    return entry;
  }

  /** Runs that have ended, and may have nothing any more for which they hold on. */
  Set<Long> left() {
    Set<Long> left = new HashSet<>();
    all()
        .filter(permit -> Holder.of(permit.work).isRun() && permit.endsAt < 0)
        .map(permit -> permit.work.runId())
        .filter(this::isOver)
        .forEach(left::add);
    return left;
  }

  /** Milliseconds until a start no longer counts, 0 when one does not, -1 when none is counted. */
  long nextWindow() {
    long now = books.now();
    return all()
        .filter(permit -> permit.endsAt >= 0)
        .mapToLong(permit -> Math.max(0, Math.ceilDiv(permit.endsAt - now, 1_000)))
        .min()
        .orElse(-1);
  }
}
