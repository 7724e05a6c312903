package dev.jobc.executor.store;

import dev.jobc.executor.RunId;
import dev.jobc.executor.RunView;
import dev.jobc.executor.StepState;
import dev.jobc.executor.TaskError;
import dev.jobc.executor.core.Ending;
import dev.jobc.executor.core.GraphShape;
import dev.jobc.executor.core.Masks;
import dev.jobc.executor.core.PlanShape;
import dev.jobc.executor.core.Role;
import dev.jobc.executor.core.RunImage.SegmentKey;
import dev.jobc.executor.core.StepRef;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Fan;
import dev.jobc.plan.Flow;
import dev.jobc.plan.Node;
import dev.jobc.plan.Pause;
import dev.jobc.plan.Repeat;
import dev.jobc.plan.SubWorkflow;
import dev.jobc.plan.TaskSpec;
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
import org.jspecify.annotations.Nullable;

/**
 * The steps of one run as a reader sees them: instances of the same node taken together. What is
 * not in the masks is told from history and leases, so that no hot table is searched by run.
 */
public final class RunPicture {
  /** In place of a step: the run as a whole. */
  public static final StepRef WHOLE = new StepRef(StepRef.ROOT, -1);

  private final PlanShape plan;
  private final Stored stored;
  private final PictureScopes scopes;
  private final Map<StepRef, Tail> tails = new HashMap<>();
  private final Set<Integer> shown = new HashSet<>();

  /**
   * What is stored of a run.
   *
   * @param over whether it has ended: what has not was cut off
   * @param attempts in the order in which they ended
   * @param leased steps that workers have
   * @param reasons why what is ready, or the run, see {@link #WHOLE}, does not begin
   * @param reused the runs that have given steps their results, in order
   */
  public record Stored(
      boolean over,
      PictureScopes scopes,
      Map<SegmentKey, Masks> masks,
      List<Attempt> attempts,
      Set<StepRef> leased,
      Map<StepRef, String> reasons,
      Map<StepRef, RunId> reused) {}

  /** What an attempt has come to. */
  public enum Ended {
    /** A try of the step. */
    TRIED,
    /** The same, and there is another to come. */
    RETRIED,
    /** The step began to wait. */
    PAUSED,
    /** A try whose worker died; the step waits for somebody who looks. */
    HELD,
    /** Work for the step that is no try of it. */
    ASIDE
  }

  /** An attempt that has ended. */
  public record Attempt(
      StepRef ref,
      Ended how,
      @Nullable Instant started,
      Instant finished,
      byte @Nullable [] error) {}

  public RunPicture(PlanShape plan, Stored stored) {
    this.plan = plan;
    this.stored = stored;
    scopes = stored.scopes();
    for (Attempt one : stored.attempts()) {
      tails.computeIfAbsent(one.ref(), ref -> new Tail()).add(one);
    }
  }

  /** What history says of one instance. */
  private static final class Tail {
    int attempts;
    @Nullable Instant started;
    @Nullable Instant finished;
    byte @Nullable [] error;
    boolean retrying;
    boolean paused;

    void add(Attempt one) {
      paused = one.how() == Ended.PAUSED || one.how() == Ended.HELD;
      finished = one.finished();
      error = one.error() == null ? error : one.error();
      if (one.started() != null && (started == null || one.started().isBefore(started))) {
        started = one.started();
      }
      switch (one.how()) {
        case PAUSED, ASIDE -> {}
        case TRIED, RETRIED, HELD -> {
          attempts++;
          retrying = one.how() == Ended.RETRIED;
        }
      }
    }
  }

  /** How often the workflow as a whole has been tried, what goes on included. */
  public int tries() {
    return scopes.tries();
  }

  /** The checks of the workflow, every step of it in plan order, then those of its handlers. */
  public List<RunView.Step> steps() {
    List<RunView.Step> steps = new ArrayList<>();
    if (plan.checks() != PlanShape.NONE) {
      addGraph(steps, plan.checks(), 0);
    }
    addGraph(steps, 0, 0);
    for (int handler : Owners.bodies(plan.plan().handlers())) {
      addGraph(steps, handler, 0);
    }
    return steps;
  }

  /** What code may call is shown once, below the first step that may call it. */
  private void addCalled(List<RunView.Step> steps, Node caller, int depth) {
    TaskSpec.Spawn spawn = plan.spawn(caller);
    if (spawn != null) {
      List<Integer> called =
          spawn.allow().stream().map(TaskSpec.Callee::body).filter(shown::add).toList();
      called.forEach(graph -> addGraph(steps, graph, depth));
    }
  }

  private void addGraph(List<RunView.Step> steps, int graph, int depth) {
    GraphShape shape = plan.graph(graph);
    for (int node = 0; node < shape.size(); node++) {
      int place = steps.size();
      steps.add(step(graph, node, depth));
      addCalled(steps, shape.node(node), depth + 1);
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
          sum.reuse(stored.reused().get(ref));
          sum.waits = sum.waits == null ? stored.reasons().get(ref) : sum.waits;
        }
      }
    }
    Node of = shape.node(node);
    int done = ended(counts);
    return new RunView.Step(
        of.id(),
        graph == plan.checks() ? "check" : kind(of),
        depth,
        instances == 0 && stored.over() ? StepState.SKIPPED : overall(counts),
        instances,
        done,
        sum.attempts,
        sum.started,
        done == instances && instances > 0 ? sum.finished : null,
        sum.error == null ? null : TaskError.fromJson(JsonText.parse(sum.error)),
        of.source(),
        sum.waits,
        sum.from == null ? null : new RunView.Cached(sum.reused, sum.from));
  }

  private static final class Summary {
    int attempts;
    @Nullable Instant started;
    @Nullable Instant finished;
    byte @Nullable [] error;
    @Nullable String waits;
    int reused;
    @Nullable RunId from;

    void reuse(@Nullable RunId run) {
      reused += run == null ? 0 : 1;
      from = run == null ? from : run;
    }

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
    Masks segment = masks(ref);
    if (segment.ended(ref.step())) {
      Ending ending = segment.ending(ref.step());
      // A check is a step that fails unless it holds.
      boolean holds = ending == Ending.DECLINED && scopes.get(ref.scope()).role() == Role.CHECK;
      return holds ? StepState.SUCCEEDED : ending.state();
    }
    if (stored.over()) {
      return StepState.CANCELLED;
    }
    if (stored.leased().contains(ref) || scopes.isParent(ref)) {
      return StepState.RUNNING;
    }
    Tail tail = tails.get(ref);
    if (tail != null && tail.paused) {
      return StepState.PAUSED;
    }
    if (tail != null) {
      return tail.retrying ? StepState.RETRYING : StepState.READY;
    }
    boolean begun = !stored.reasons().containsKey(WHOLE);
    return begun && isReleased(shape, ref) ? StepState.READY : StepState.WAITING;
  }

  private Masks masks(StepRef ref) {
    return stored.masks().getOrDefault(SegmentKey.of(ref), Masks.NONE);
  }

  private boolean isReleased(GraphShape shape, StepRef ref) {
    int base = ref.step() / shape.size() * shape.size();
    if (base / shape.size() >= scopes.get(ref.scope()).released()) {
      return false;
    }
    boolean released = true;
    for (int need : shape.node(ref.step() - base).needs()) {
      int step = base + need;
      Masks segment = masks(new StepRef(ref.scope(), step));
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
