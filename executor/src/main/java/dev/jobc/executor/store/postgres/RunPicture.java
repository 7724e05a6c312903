package dev.jobc.executor.store.postgres;

import static dev.jobc.executor.store.postgres.schema.Tables.ATTEMPT;
import static dev.jobc.executor.store.postgres.schema.Tables.LEASE;
import static dev.jobc.executor.store.postgres.schema.Tables.RUN;
import static dev.jobc.executor.store.postgres.schema.Tables.SEGMENT;

import dev.jobc.executor.RunSummary;
import dev.jobc.executor.RunView;
import dev.jobc.executor.StepState;
import dev.jobc.executor.TaskError;
import dev.jobc.executor.core.GraphShape;
import dev.jobc.executor.core.Masks;
import dev.jobc.executor.core.PlanShape;
import dev.jobc.executor.core.StepRef;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Fan;
import dev.jobc.plan.Flow;
import dev.jobc.plan.Node;
import dev.jobc.plan.Pause;
import dev.jobc.plan.Repeat;
import dev.jobc.plan.SubWorkflow;
import dev.jobc.reference.Owners;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * The steps of one run as a reader sees them: instances of the same node taken together. What is
 * not in the masks is told from history and leases, so that no hot table is searched by run.
 */
final class RunPicture {
  private final PlanShape plan;
  private final PictureScopes scopes;
  private final boolean over;
  private final Map<Long, Masks> masks = new HashMap<>();
  private final Map<StepRef, Tail> tails = new HashMap<>();
  private final Set<StepRef> leased = new HashSet<>();

  /** Which limits hold back what is ready. */
  private final Map<StepRef, String> reasons;

  /** What has not ended in a run that has was cut off. */
  private boolean cancelled;

  private RunPicture(
      PlanShape plan, PictureScopes scopes, boolean over, Map<StepRef, String> reasons) {
    this.reasons = reasons;
    this.plan = plan;
    this.scopes = scopes;
    this.over = over;
  }

  /** What history says of one node's instances, or of one instance. */
  private static final class Tail {
    int attempts;
    @Nullable Instant started;
    @Nullable Instant finished;
    byte @Nullable [] error;
    boolean retrying;
    boolean paused;

    void add(Record row) {
      int code = row.get(ATTEMPT.OUTCOME);
      paused = code == Codes.PAUSED;
      if (code == Codes.EVALUATED
          || code == Codes.GIVEN_BACK
          || code == Codes.UNMET
          || code == Codes.PAUSED) {
        begin(RunTable.instant(row.get(ATTEMPT.STARTED_AT)));
        error = row.get(ATTEMPT.ERROR) == null ? error : row.get(ATTEMPT.ERROR);
        finished = row.get(ATTEMPT.FINISHED_AT).toInstant();
        return;
      }
      attempts++;
      begin(RunTable.instant(row.get(ATTEMPT.STARTED_AT)));
      finished = row.get(ATTEMPT.FINISHED_AT).toInstant();
      retrying = code == Codes.RETRIED;
      if (row.get(ATTEMPT.ERROR) != null) {
        error = row.get(ATTEMPT.ERROR);
      }
    }

    private void begin(@Nullable Instant at) {
      if (at != null && (started == null || at.isBefore(started))) {
        started = at;
      }
    }
  }

  static RunPicture read(
      DSLContext jooq, RunSummary run, PlanShape plan, Map<StepRef, String> reasons) {
    long runId = run.id().value();
    RunPicture picture =
        new RunPicture(plan, PictureScopes.read(jooq, runId), run.state().ended(), reasons);
    picture.readMasks(jooq, runId);
    picture.readAttempts(jooq, runId);
    picture.cancelled = run.state().ended();
    if (!run.state().ended()) {
      picture.readLeases(jooq, runId);
    }
    return picture;
  }

  private void readMasks(DSLContext jooq, long runId) {
    jooq.selectFrom(RUN)
        .where(RUN.RUN_ID.eq(runId))
        .forEach(
            row ->
                masks.put(
                    key(StepRef.ROOT, 0),
                    new Masks(
                        row.get(RUN.DONE),
                        row.get(RUN.FAILED),
                        row.get(RUN.SKIPPED),
                        row.get(RUN.CUT))));
    jooq.selectFrom(SEGMENT)
        .where(SEGMENT.RUN_ID.eq(runId))
        .forEach(
            row ->
                masks.put(
                    key(row.get(SEGMENT.SCOPE), row.get(SEGMENT.SEGMENT_)),
                    new Masks(
                        row.get(SEGMENT.DONE),
                        row.get(SEGMENT.FAILED),
                        row.get(SEGMENT.SKIPPED),
                        row.get(SEGMENT.CUT))));
  }

  private static long key(int scope, int segment) {
    return ((long) scope << 32) | segment;
  }

  private void readAttempts(DSLContext jooq, long runId) {
    jooq.selectFrom(ATTEMPT)
        .where(ATTEMPT.RUN_ID.eq(runId))
        .orderBy(ATTEMPT.FINISHED_AT, ATTEMPT.ATTEMPT_)
        .forEach(
            row ->
                tails
                    .computeIfAbsent(
                        new StepRef(row.get(ATTEMPT.SCOPE), row.get(ATTEMPT.STEP)),
                        ref -> new Tail())
                    .add(row));
  }

  /** Leases are few: a row a batch. */
  private void readLeases(DSLContext jooq, long runId) {
    jooq.select(LEASE.RUN_IDS, LEASE.SCOPES, LEASE.STEPS)
        .from(LEASE)
        .forEach(
            row -> {
              Long[] runs = row.value1();
              for (int i = 0; i < runs.length; i++) {
                if (runs[i] == runId) {
                  leased.add(new StepRef(row.value2()[i], row.value3()[i]));
                }
              }
            });
  }

  List<RunView.Step> steps() {
    List<RunView.Step> steps = new ArrayList<>();
    addGraph(steps, 0, 0);
    for (int handler : Owners.bodies(plan.plan().handlers())) {
      addGraph(steps, handler, 0);
    }
    return steps;
  }

  private void addGraph(List<RunView.Step> steps, int graph, int depth) {
    GraphShape shape = plan.graph(graph);
    for (int node = 0; node < shape.size(); node++) {
      int place = steps.size();
      steps.add(step(graph, node, depth));
      for (int body : Owners.bodies(shape.node(node))) {
        addGraph(steps, body, depth + 1);
        Integer compensate = shape.node(node).head().compensate();
        if (compensate == null || body != compensate) {
          steps.set(place, endingWith(steps.get(place), steps.subList(place + 1, steps.size())));
        }
      }
    }
  }

  /** A step's own history ends when it is known what it runs; it ends with the last of that. */
  private static RunView.Step endingWith(RunView.Step map, List<RunView.Step> body) {
    Instant own = map.finishedAt();
    if (own == null) {
      return map;
    }
    Instant last =
        body.stream()
            .map(RunView.Step::finishedAt)
            .filter(Objects::nonNull)
            .reduce(own, (a, b) -> a.isAfter(b) ? a : b);
    return map.withFinishedAt(last);
  }

  private RunView.Step step(int graph, int node, int depth) {
    GraphShape shape = plan.graph(graph);
    Map<StepState, Integer> counts = new EnumMap<>(StepState.class);
    Summary sum = new Summary();
    int instances = 0;
    for (PictureScopes.Scope scope : scopes.of(graph)) {
      boolean valid = !scope.superseded();
      instances += valid ? scope.size() : 0;
      for (int item = 0; item < scope.size(); item++) {
        StepRef ref = new StepRef(scope.number(), item * shape.size() + node);
        sum.add(tails.get(ref));
        if (valid) {
          counts.merge(state(shape, ref), 1, Integer::sum);
          sum.waits = sum.waits == null ? reasons.get(ref) : sum.waits;
        }
      }
    }
    Node of = shape.node(node);
    int done = ended(counts);
    return new RunView.Step(
        of.id(),
        kind(of),
        depth,
        instances == 0 && over ? StepState.SKIPPED : overall(counts),
        instances,
        done,
        sum.attempts,
        sum.started,
        done == instances && instances > 0 ? sum.finished : null,
        sum.error == null ? null : TaskError.fromJson(JsonText.parse(sum.error)),
        of.source(),
        sum.waits);
  }

  private static final class Summary {
    int attempts;
    @Nullable Instant started;
    @Nullable Instant finished;
    byte @Nullable [] error;
    @Nullable String waits;

    void add(@Nullable Tail tail) {
      if (tail == null) {
        return;
      }
      attempts += tail.attempts;
      if (tail.started != null && (started == null || tail.started.isBefore(started))) {
        started = tail.started;
      }
      if (tail.finished != null && (finished == null || tail.finished.isAfter(finished))) {
        finished = tail.finished;
        error = tail.error == null ? error : tail.error;
      }
    }
  }

  private StepState state(GraphShape shape, StepRef ref) {
    Masks segment = masks.getOrDefault(key(ref.scope(), ref.step() / Masks.BITS), Masks.NONE);
    if (segment.ended(ref.step())) {
      return segment.ending(ref.step()).state();
    }
    if (cancelled) {
      return StepState.CANCELLED;
    }
    if (leased.contains(ref) || scopes.isParent(ref)) {
      return StepState.RUNNING;
    }
    Tail tail = tails.get(ref);
    if (tail != null && tail.paused) {
      return StepState.PAUSED;
    }
    if (tail != null) {
      return tail.retrying ? StepState.RETRYING : StepState.READY;
    }
    return isReleased(shape, ref) ? StepState.READY : StepState.WAITING;
  }

  private boolean isReleased(GraphShape shape, StepRef ref) {
    int base = ref.step() / shape.size() * shape.size();
    if (base / shape.size() >= scopes.get(ref.scope()).released()) {
      return false;
    }
    boolean released = true;
    for (int need : shape.node(ref.step() - base).needs()) {
      int step = base + need;
      Masks segment = masks.getOrDefault(key(ref.scope(), step / Masks.BITS), Masks.NONE);
      released &= segment.ended(step);
    }
    return released;
  }

  private static int ended(Map<StepState, Integer> counts) {
    return counts.entrySet().stream()
        .filter(count -> count.getKey().ended())
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /** The state that says most: what needs attention first, then what is under way. */
  private static StepState overall(Map<StepState, Integer> counts) {
    List<StepState> order =
        Arrays.asList(
            StepState.FAILED,
            StepState.RUNNING,
            StepState.RETRYING,
            StepState.PAUSED,
            StepState.READY,
            StepState.WAITING,
            StepState.CANCELLED,
            StepState.SUCCEEDED,
            StepState.SKIPPED);
    return order.stream().filter(counts::containsKey).findFirst().orElse(StepState.WAITING);
  }

  private String kind(Node node) {
    return switch (node) {
      case Node.Task task -> plan.plan().tasks().get(task.task()).runtime();
      case Node.ForEach map -> "forEach";
      case Pause.Wait wait -> "wait";
      case Pause.WaitFor wait -> "waitFor";
      case Pause.Approval approval -> "approval";
      case Node.Join join -> "join";
      case Flow.Block block -> "block";
      case Flow.Switch choice -> "switch";
      case Flow.Fail fail -> "fail";
      case Flow.Return end -> "return";
      case Repeat.Loop loop -> "loop";
      case Repeat.Poll poll -> "poll";
      case Fan.Race race -> "race";
      case Fan.MapReduce parts -> "mapReduce";
      case Fan.Spawn spawn -> "spawn";
      case SubWorkflow call -> "workflow";
      case Node.Outputs outputs -> "outputs";
    };
  }
}
