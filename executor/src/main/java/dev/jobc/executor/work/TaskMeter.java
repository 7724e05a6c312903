package dev.jobc.executor.work;

import dev.jobc.executor.EngineException;
import dev.jobc.executor.RunId;
import dev.jobc.executor.TraceContext;
import dev.jobc.executor.WorkerSettings;
import dev.jobc.executor.store.Claimed;
import dev.jobc.executor.store.Completion;
import dev.jobc.executor.store.Recorded;
import dev.jobc.executor.store.Settled;
import dev.jobc.executor.store.Store;
import dev.jobc.executor.store.StoredPlan;
import dev.jobc.executor.store.Work;
import dev.jobc.executor.telemetry.AttemptSpan;
import dev.jobc.executor.telemetry.TaskLabels;
import dev.jobc.executor.telemetry.Telemetry;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import dev.jobc.plan.TaskPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells telemetry of the tasks that a worker executes: what an attempt is of is looked up when it
 * starts, how it went is told once that is durable. Does nothing while telemetry is off.
 */
final class TaskMeter {
  private static final int VERSION_DIGITS = 12;

  private final Telemetry telemetry;
  private final Store store;
  private final ValueCache cache;
  private final WorkerSettings settings;
  private final RunSpans runs;
  private final Telemetry.WorkerMeter worker;
  private final Map<Place, Counted> counted = new ConcurrentHashMap<>();
  private final Map<Claimed, Taken> taken = new ConcurrentHashMap<>();
  private volatile Map<Integer, String> queueNames = Map.of();

  /** A task of a plan that waited in a queue. */
  private record Place(int plan, int graph, int node, int queue) {}

  private record Counted(Node.Task node, TaskLabels labels, Telemetry.Task counts) {}

  /** An attempt under way; what its span is made from is null when it has none. */
  private record Taken(Counted of, @Nullable Span span) {}

  private record Span(TraceContext parent, String instance) {}

  TaskMeter(
      Telemetry telemetry,
      Store store,
      ValueCache cache,
      WorkerSettings settings,
      RunSpans runs,
      Telemetry.WorkerMeter worker) {
    this.telemetry = telemetry;
    this.store = store;
    this.cache = cache;
    this.settings = settings;
    this.runs = runs;
    this.worker = worker;
  }

  /** What telemetry knows a worker by. */
  static String role(WorkerSettings settings) {
    return settings.roles().stream().sorted().distinct().collect(Collectors.joining(","));
  }

  boolean isOn() {
    return telemetry.isOn();
  }

  Telemetry.WorkerMeter worker() {
    return worker;
  }

  /**
   * Work is being started; does nothing unless it is a task.
   *
   * @param called whether a runner gets it, or it has ended before that
   */
  void starts(Claimed claimed, RunValues values, boolean called) {
    if (!telemetry.isOn()) {
      return;
    }
    Taken one = look(claimed, values);
    if (one == null) {
      return;
    }
    taken.put(claimed, one);
    if (called) {
      one.of().counts().selected(claimed.claimedAt() - claimed.work().readyAt());
    }
  }

  private @Nullable Taken look(Claimed claimed, RunValues values) {
    Work work = claimed.work();
    if (!(ValueCache.node(values, work.ref()) instanceof Node.Task task)) {
      return null;
    }
    int graph = values.graph(work.ref());
    int node = work.ref().step() % values.plan().shape().graph(graph).size();
    Counted of =
        counted.computeIfAbsent(
            new Place(work.planId(), graph, node, claimed.queue()), place -> count(place, task));
    TraceContext trace = values.trace();
    if (trace == null || !TaskTrace.hasSpan(task, trace)) {
      return new Taken(of, null);
    }
    String instance = TaskPreparer.name(task, work.ref(), values);
    return new Taken(of, new Span(TaskTrace.run(work.runId(), trace), instance));
  }

  private Counted count(Place place, Node.Task task) {
    StoredPlan stored = store.plans().plan(place.plan());
    Plan plan = stored.shape().plan();
    TaskLabels labels =
        new TaskLabels(
            plan.namespace() + "/" + plan.name(),
            stored.digest().substring(0, VERSION_DIGITS),
            plan.tasks().get(task.task()).name(),
            queue(place.queue(), task),
            role(settings));
    return new Counted(task, labels, telemetry.task(labels));
  }

  private String queue(int number, Node.Task task) {
    if (number == Claimed.UNKNOWN) {
      return task.queue();
    }
    if (!queueNames.containsKey(number)) {
      queueNames = store.queues().names();
    }
    return queueNames.getOrDefault(number, task.queue());
  }

  /** A batch is durable. */
  void recorded(List<Completion> batch, Recorded recorded) {
    if (!telemetry.isOn()) {
      return;
    }
    for (Settled settled : recorded.settled()) {
      Taken one = taken.remove(settled.completion().claimed());
      if (one != null) {
        tell(one, settled);
      }
    }
    if (recorded.settled().size() < batch.size()) {
      over(batch);
    }
    ended(recorded.ended());
  }

  /** Whatever became of these, no more is heard of them here. */
  void over(List<Completion> batch) {
    if (telemetry.isOn()) {
      batch.forEach(completion -> taken.remove(completion.claimed()));
    }
  }

  private void ended(List<Long> ended) {
    List<Long> unknown = new ArrayList<>();
    Map<Long, TraceContext> traced = new HashMap<>();
    for (long run : ended) {
      RunValues values = cache.known(run);
      TraceContext trace = values == null ? null : values.trace();
      if (trace != null) {
        traced.put(run, trace);
      } else if (values == null || values.origin() == null) {
        unknown.add(run);
      }
    }
    runs.ended(unknown, traced);
  }

  /** Attempts that ended without this worker: lost with another, or late before they began. */
  void elsewhere(List<Settled> settled) {
    if (!telemetry.isOn() || settled.isEmpty()) {
      return;
    }
    try {
      Map<Long, RunValues> values =
          cache.prepare(settled.stream().map(one -> one.completion().claimed().work()).toList());
      for (Settled one : settled) {
        Claimed claimed = one.completion().claimed();
        RunValues run = values.get(claimed.work().runId());
        Taken of = run == null ? null : look(claimed, run);
        if (of != null) {
          tell(of, one);
        }
      }
    } catch (EngineException e) {
      // The database is away again: these are not counted, which is all that is lost.
      return;
    }
  }

  private void tell(Taken one, Settled settled) {
    Completion completion = settled.completion();
    Work work = completion.claimed().work();
    long ran = completion.startedAt() == 0 ? -1 : completion.finishedAt() - completion.startedAt();
    Counted of = one.of();
    of.counts()
        .ended(settled.verdict(), ran, completion.finishedAt() - work.since(), settled.kept());
    Span span = one.span();
    if (span != null) {
      telemetry.ended(
          new AttemptSpan(
              span.parent(),
              of.labels(),
              new RunId(work.runId()),
              of.node().id(),
              span.instance(),
              of.node().source(),
              settings.name(),
              of.node().policy().trace() == TaskPolicy.Trace.PHASES,
              settled));
    }
  }
}
