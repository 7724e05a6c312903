package dev.jobc.executor.store.memory;

import dev.jobc.executor.Cancelling;
import dev.jobc.executor.EngineException;
import dev.jobc.executor.LogChunk;
import dev.jobc.executor.RunFilter;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.RunSummary;
import dev.jobc.executor.RunView;
import dev.jobc.executor.core.Ending;
import dev.jobc.executor.core.GraphShape;
import dev.jobc.executor.core.MapRest;
import dev.jobc.executor.core.Masks;
import dev.jobc.executor.core.Resumption;
import dev.jobc.executor.core.RunCommand;
import dev.jobc.executor.core.RunImage;
import dev.jobc.executor.core.ScopeImage;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.store.NewRun;
import dev.jobc.executor.store.Onto;
import dev.jobc.executor.store.RunNeeds;
import dev.jobc.executor.store.RunStore;
import dev.jobc.executor.store.Work;
import dev.jobc.plan.Plan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs in memory. */
final class MemoryRuns implements RunStore {
  private final Books books;

  MemoryRuns(Books books) {
    this.books = books;
  }

  @Override
  public List<RunId> createRuns(List<NewRun> runs) {
    synchronized (books) {
      runs.forEach(this::checkNew);
      MemoryStarts starts = new MemoryStarts(books);
      List<RunId> ids = new ArrayList<>();
      for (NewRun run : runs) {
        RunId known = run.given() == null ? null : known(run.given());
        ids.add(
            known == null ? create(starts, run, fresh(0), new RunCommand.Start(), null).id : known);
      }
      starts.settle();
      return ids;
    }
  }

  private void checkNew(NewRun run) {
    if (run.begin() != null) {
      throw new UnsupportedOperationException("this store delays no runs");
    }
    if (run.given() != null) {
      known(run.given());
    }
  }

  /** The run of a given id; null when it is new. */
  private @Nullable RunId known(NewRun.Given given) {
    for (StoredRun run : books.runs.values()) {
      NewRun.Given other = run.given.given();
      if (other != null && other.id().equals(given.id())) {
        if (!Arrays.equals(other.content(), given.content())) {
          throw new EngineException(
              EngineException.Kind.INVALID_INPUT,
              "the id `"
                  + given.id()
                  + "` is that of run "
                  + run.id
                  + ", which has another plan or other inputs");
        }
        return run.id;
      }
    }
    return null;
  }

  @Override
  public Optional<RunId> named(String given) {
    synchronized (books) {
      return books.runs.values().stream()
          .filter(run -> run.given.given() != null && run.given.given().id().equals(given))
          .map(run -> run.id)
          .findFirst();
    }
  }

  private RunImage fresh(int lastNumber) {
    return RunImage.after(lastNumber, books.now());
  }

  private StoredRun create(
      MemoryStarts starts,
      NewRun given,
      RunImage image,
      RunCommand command,
      @Nullable Long caller) {
    RunId id = books.newRun();
    StoredRun run = new StoredRun(id, books.plans.plan(given.planId()), given, image, books.now());
    starts.create(run, command, caller);
    return run;
  }

  @Override
  public Optional<RunSummary> summary(RunId id) {
    synchronized (books) {
      return Optional.ofNullable(books.runs.get(id.value())).map(MemoryView::summary);
    }
  }

  @Override
  public Optional<RunView> view(RunId id) {
    synchronized (books) {
      return Optional.ofNullable(books.runs.get(id.value()))
          .map(run -> MemoryView.view(books, run));
    }
  }

  @Override
  public List<RunSummary> find(RunFilter filter, @Nullable RunId before, int limit) {
    synchronized (books) {
      return find(filter)
          .filter(run -> before == null || run.id().value() < before.value())
          .limit(limit)
          .toList();
    }
  }

  @Override
  public long count(RunFilter filter) {
    synchronized (books) {
      return find(filter).count();
    }
  }

  private Stream<RunSummary> find(RunFilter filter) {
    return books.runs.descendingMap().values().stream()
        .map(run -> Map.entry(run, MemoryView.summary(run)))
        .filter(run -> fits(run.getKey(), run.getValue(), filter))
        .map(Map.Entry::getValue);
  }

  static boolean fits(StoredRun run, RunSummary summary, RunFilter filter) {
    return (filter.namespace() == null || filter.namespace().equals(summary.namespace()))
        && (filter.workflow() == null || filter.workflow().equals(summary.workflow()))
        && (filter.state() == null || filter.state() == summary.state())
        && (filter.createdBefore() == null || summary.createdAt().isBefore(filter.createdBefore()))
        && run.shape().plan().labels().entrySet().containsAll(filter.labels().entrySet());
  }

  @Override
  public Map<RunId, RunState> cancel(Collection<RunId> runs, Cancelling how) {
    synchronized (books) {
      return new MemoryEnder(books).cancel(new TreeSet<>(runs), how);
    }
  }

  @Override
  public StepsCancelled cancelStep(RunId id, String step, List<Integer> items) {
    synchronized (books) {
      StoredRun run = books.runs.get(id.value());
      if (run == null) {
        throw new EngineException(EngineException.Kind.NOT_FOUND, "no run `" + id + "`");
      }
      if (run.image.status().ended()) {
        throw new EngineException(EngineException.Kind.TOO_LATE, "run " + id + " has ended");
      }
      if (run.isHeld()) {
        throw refused("nothing of run " + id + " has begun: limits hold it back; cancel the run");
      }
      int steps = new MemoryEnder(books).cancelStep(run, new RunCommand.CancelStep(step, items));
      if (steps == 0) {
        throw new EngineException(EngineException.Kind.NOT_FOUND, "no step `" + step + "`");
      }
      return new StepsCancelled(steps, run.image.status().ended());
    }
  }

  @Override
  public RunId resume(RunId id, Set<Integer> again, @Nullable Onto onto, RunNeeds.Source needs) {
    synchronized (books) {
      StoredRun old = ended(id);
      NewRun next =
          onto == null
              ? old.given.named(null)
              : new NewRun(onto.planId(), onto.inputs(), old.given.directory())
                  .from(onto.provenance());
      Plan plan = books.plans.plan(next.planId()).shape().plan();
      next = next.with(needs.of(plan, next.inputs(), next.directory(), null));
      int last = lastTry(old);
      GraphShape graph = books.plans.plan(next.planId()).shape().root();
      Map<Integer, Integer> before = new HashMap<>(onto == null ? Map.of() : onto.nodes());
      for (int node = 0; onto == null && node < graph.size(); node++) {
        before.put(node, node);
      }
      BitSet kept =
          Resumption.kept(
              graph,
              node ->
                  before.containsKey(node)
                      ? old.image.ending(new StepRef(last, before.get(node)))
                      : null,
              again);
      int steps = graph.hasOutputs() ? graph.size() - 1 : graph.size();
      if (onto == null && kept.cardinality() == steps && old.image.status() == RunState.SUCCEEDED) {
        throw refused("run " + id + " has succeeded; name the steps that are to run again");
      }
      BitSet skipped = new BitSet();
      List<StepRef> refs = new ArrayList<>();
      Map<StepRef, StepRef> numbers = new HashMap<>();
      for (int node : kept.stream().toArray()) {
        StepRef ref = new StepRef(last, before.get(node));
        refs.add(ref);
        numbers.put(ref, new StepRef(StepRef.ROOT, node));
        skipped.set(node, old.image.ending(ref) == Ending.DECLINED);
      }
      List<MapRest> maps = onto == null ? maps(old, last, kept, again) : List.of();
      MemoryStarts starts = new MemoryStarts(books);
      RunImage fresh = MapRest.image(fresh(old.image.lastNumber()), maps);
      List<Integer> left = maps.stream().map(map -> map.scope().number()).toList();
      StoredRun run = create(starts, next, fresh, new RunCommand.Resume(kept, skipped, left), null);
      copy(old, run, last, refs, numbers, onto == null ? Map.of() : onto.graphs());
      maps.forEach(map -> copyRest(old, run, map));
      run.resumes = id;
      run.origin =
          again.isEmpty() && last == StepRef.ROOT ? (old.origin == null ? id : old.origin) : run.id;
      old.resumedBy.add(run.id);
      maps.forEach(map -> refs.addAll(refs(map)));
      List<Integer> below = old.scopesBelow(refs).stream().map(ScopeImage::number).toList();
      books
          .letters
          .values()
          .removeIf(
              letter ->
                  letter.runId() == id.value()
                      && !refs.contains(letter.ref())
                      && !below.contains(letter.ref().scope()));
      starts.settle();
      return run.id;
    }
  }

  /** The maps of the workflow that go on with the items that are left. */
  private static List<MapRest> maps(StoredRun old, int last, BitSet kept, Set<Integer> again) {
    List<MapRest> maps = new ArrayList<>();
    GraphShape graph = old.shape().root();
    for (int node = 0; node < graph.size() && MapRest.mayGoOn(old.shape()); node++) {
      StepRef before = new StepRef(last, node);
      StepRef now = new StepRef(StepRef.ROOT, node);
      if (MapRest.goesOn(graph, node, kept, again)) {
        old.image.scopes().values().stream()
            .filter(scope -> scope.parent().equals(before))
            .map(scope -> MapRest.of(old.shape(), scope.of(now), n -> masks(old, scope, n)))
            .forEach(maps::add);
      }
    }
    return maps;
  }

  private static Masks masks(StoredRun run, ScopeImage scope, int segment) {
    return run.image.segment(new RunImage.SegmentKey(scope.number(), segment));
  }

  private static List<StepRef> refs(MapRest map) {
    return map.kept().stream().mapToObj(step -> new StepRef(map.scope().number(), step)).toList();
  }

  private static void copyRest(StoredRun old, StoredRun run, MapRest map) {
    List<StepRef> kept = refs(map);
    copy(old, run, map.scope().number(), kept, Map.of(), Map.of());
    byte[] items = old.items.get(map.scope().number());
    if (items != null) {
      run.items.put(map.scope().number(), items);
    }
  }

  /** The scope of the last try of a workflow. */
  private static int lastTry(StoredRun run) {
    return run.image.scopes().values().stream()
        .filter(ScopeImage::isWorkflow)
        .mapToInt(ScopeImage::number)
        .max()
        .orElseThrow();
  }

  private StoredRun ended(RunId id) {
    StoredRun old = books.runs.get(id.value());
    if (old == null) {
      throw new EngineException(EngineException.Kind.NOT_FOUND, "no run `" + id + "`");
    }
    if (!old.image.status().ended()) {
      throw refused("run " + id + " has not ended; cancel it first");
    }
    for (RunId other : old.resumedBy) {
      StoredRun under = books.runs.get(other.value());
      if (under != null && !under.image.status().ended()) {
        throw refused("run " + other + " is taking up run " + id + " already");
      }
    }
    return old;
  }

  private static EngineException refused(String why) {
    return new EngineException(EngineException.Kind.INVALID_INPUT, why);
  }

  private static void copy(
      StoredRun old,
      StoredRun run,
      int last,
      List<StepRef> kept,
      Map<StepRef, StepRef> numbers,
      Map<Integer, Integer> graphs) {
    Map<Integer, ScopeImage> scopes = new HashMap<>();
    old.scopesBelow(kept)
        .forEach(scope -> scopes.put(scope.number(), renumbered(scope, last, numbers, graphs)));
    Map<RunImage.SegmentKey, Masks> segments = new HashMap<>(old.image.segments());
    segments.keySet().removeIf(key -> !scopes.containsKey(key.scope()));
    run.image =
        run.image.and(
            new RunImage(run.image.status(), run.image.lastNumber(), scopes, segments, Map.of()));
    old.outputs.forEach(
        (ref, body) -> {
          if (scopes.containsKey(ref.scope()) || kept.contains(ref)) {
            run.outputs.put(numbers.getOrDefault(ref, ref), body);
          }
        });
    old.items.forEach(
        (scope, items) -> {
          if (scopes.containsKey(scope)) {
            run.items.put(scope, items);
          }
        });
    for (StoredRun.Attempt attempt : old.attempts) {
      if (attempt.error() != null && scopes.containsKey(attempt.work().ref().scope())) {
        run.attempts.add(attempt);
      }
    }
  }

  private static ScopeImage renumbered(
      ScopeImage scope, int last, Map<StepRef, StepRef> numbers, Map<Integer, Integer> graphs) {
    return new ScopeImage(
        scope.number(),
        numbers.getOrDefault(scope.parent(), scope.parent()),
        scope.role(),
        scope.first(),
        numbers.isEmpty() || scope.within() != last ? scope.within() : StepRef.ROOT,
        graphs.getOrDefault(scope.graph(), scope.graph()),
        scope.size(),
        scope.since(),
        scope.cause(),
        scope.calls(),
        scope.progress());
  }

  @Override
  public Optional<RunId> called(RunId parent, StepRef step) {
    synchronized (books) {
      return Optional.ofNullable(books.runs.get(parent.value()))
          .map(run -> run.called.get(step))
          .map(StoredRun.Called::run);
    }
  }

  @Override
  public Optional<RunId> call(Work step, NewRun given) {
    synchronized (books) {
      if (books.isOver(step)) {
        return Optional.empty();
      }
      StoredRun parent = books.runs.get(step.runId());
      StoredRun.Called known = parent.called.get(step.ref());
      if (known != null) {
        return Optional.of(known.run());
      }
      MemoryStarts starts = new MemoryStarts(books);
      StoredRun run = create(starts, given, fresh(0), new RunCommand.Start(), step.runId());
      run.caller =
          new Work(
              step.runId(),
              step.planId(),
              step.ref(),
              step.tries().afterFailure(),
              step.since(),
              step.readyAt());
      parent.called.put(step.ref(), new StoredRun.Called(run.id, run.caller));
      starts.settle();
      return Optional.of(run.id);
    }
  }

  @Override
  public List<LogChunk> logs(RunId id, Optional<String> step) {
    synchronized (books) {
      StoredRun run = books.runs.get(id.value());
      return run == null ? List.of() : MemoryView.logs(run, step);
    }
  }

  @Override
  public Set<RunId> over(Collection<RunId> runs) {
    synchronized (books) {
      Set<RunId> over = new HashSet<>(runs);
      over.removeIf(
          id -> {
            StoredRun run = books.runs.get(id.value());
            return run != null && !run.image.status().ended();
          });
      return over;
    }
  }
}
