package dev.jobc.executor.engine;

import dev.jobc.executor.Background;
import dev.jobc.executor.EngineException;
import dev.jobc.executor.RunId;
import dev.jobc.executor.Schedules;
import dev.jobc.executor.TraceContext;
import dev.jobc.executor.schedule.Firing;
import dev.jobc.executor.schedule.Keys;
import dev.jobc.executor.schedule.Rule;
import dev.jobc.executor.store.NewRun;
import dev.jobc.executor.store.QueueStore;
import dev.jobc.executor.store.ScheduleStore;
import dev.jobc.executor.store.ScheduleStore.Kept;
import dev.jobc.executor.store.StoredPlan;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Plan;
import dev.jobc.plan.Provenance;
import dev.jobc.plan.Trigger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Schedules over any store. */
final class ScheduleDesk implements Schedules {
  /** Deployments and resumed schedules of other processes are seen after so long. */
  private static final long LONGEST_WAIT_MILLIS = 1_000;

  private final ScheduleStore store;
  private final QueueStore queues;
  private final Function<String, StoredPlan> plans;
  private final Runnable created;
  private final Consumer<List<RunId>> cancelled;
  private final Function<Plan, Optional<TraceContext>> traces;

  /**
   * @param plans finds plans that can be run, or throws
   * @param created called when runs have come to the job table
   * @param cancelled called with runs that were cancelled
   * @param traces says which trace a run begins that nobody has submitted
   */
  ScheduleDesk(
      ScheduleStore store,
      QueueStore queues,
      Function<String, StoredPlan> plans,
      Runnable created,
      Consumer<List<RunId>> cancelled,
      Function<Plan, Optional<TraceContext>> traces) {
    this.traces = traces;
    this.store = store;
    this.queues = queues;
    this.plans = plans;
    this.created = created;
    this.cancelled = cancelled;
  }

  @Override
  public List<Schedule> deploy(String planId, @Nullable Provenance provenance) {
    StoredPlan stored = plans.apply(planId);
    Plan plan = stored.shape().plan();
    List<String> unknown = Keys.unknown(plan);
    if (!unknown.isEmpty()) {
      throw new EngineException(
          EngineException.Kind.UNSUPPORTED,
          "this release cannot start runs by " + String.join(", ", unknown));
    }
    QueueDesk.checkPools(queues, plan);
    store.deploy(stored, provenance, null);
    String workflow = plan.namespace() + "/" + plan.name();
    return list().stream().filter(one -> one.workflow().equals(workflow)).toList();
  }

  @Override
  public int undeploy(String workflow) {
    int slash = workflow.indexOf('/');
    String namespace = slash < 0 ? "default" : workflow.substring(0, slash);
    return store.undeploy(namespace, workflow.substring(slash + 1));
  }

  @Override
  public List<Schedule> list() {
    return store.all().stream().map(Kept::schedule).toList();
  }

  @Override
  public Optional<Schedule> find(int id) {
    return kept(id).map(Kept::schedule);
  }

  private Optional<Kept> kept(int id) {
    return store.all().stream().filter(kept -> kept.schedule().id() == id).findFirst();
  }

  private Kept required(int id) {
    return kept(id)
        .orElseThrow(
            () ->
                new EngineException(EngineException.Kind.NOT_FOUND, "there is no schedule " + id));
  }

  @Override
  public List<Instant> next(int id, int count) {
    Kept kept = required(id);
    Rule rule = rule(kept);
    List<Instant> times = new ArrayList<>();
    Instant at = rule == null ? null : rule.after(kept.schedule().doneTo());
    while (rule != null && at != null && times.size() < count) {
      times.add(at);
      at = rule.after(at);
    }
    return times;
  }

  /** Null unless it fires at times. */
  private static @Nullable Rule rule(Kept kept) {
    Trigger trigger = kept.plan().shape().plan().triggers().get(kept.trigger());
    Rule rule = Rule.of(trigger, kept.anchor(), kept.schedule().id());
    Instant until = kept.schedule().until();
    return rule == null || until == null ? rule : rule.backfill(until, 1);
  }

  @Override
  public List<Passed> passed(int id, int limit) {
    return store.passed(id, limit);
  }

  @Override
  public boolean pause(int id, boolean paused) {
    return store.pause(id, paused);
  }

  @Override
  public Schedule backfill(int id, Instant from, Instant to, int maxActive, Reprocess reprocess) {
    Kept kept = required(id);
    if (kept.schedule().parent() != null) {
      throw new EngineException(
          EngineException.Kind.INVALID_INPUT,
          id + " is a backfill itself, of schedule " + kept.schedule().parent());
    }
    Rule rule = rule(kept);
    if (rule == null) {
      throw new EngineException(
          EngineException.Kind.INVALID_INPUT,
          "schedule " + id + " doesn't fire at times: " + kept.schedule().key());
    }
    Instant first = rule.backfill(to, maxActive).after(from.minusMillis(1));
    if (first == null) {
      throw new EngineException(
          EngineException.Kind.INVALID_INPUT,
          "schedule " + id + " has no time from " + from + " to before " + to);
    }
    int made = store.backfill(kept, from, to, maxActive, reprocess);
    return find(made).orElseThrow();
  }

  @Override
  public int send(String topic, Json body) {
    return store.send(topic, body);
  }

  @Override
  public Background start() {
    return BackgroundLoop.start("jobc-schedules", this::turn, LONGEST_WAIT_MILLIS);
  }

  /** Looks once; milliseconds until the next look. */
  private long turn() {
    ScheduleStore.Turned turned = store.turn(this::checked, null);
    if (turned == null) {
      long due = store.untilDue();
      return due < 0 ? LONGEST_WAIT_MILLIS : Math.min(due, LONGEST_WAIT_MILLIS);
    }
    if (!turned.started().isEmpty()) {
      created.run();
    }
    if (!turned.cancelled().isEmpty()) {
      cancelled.accept(turned.cancelled());
    }
    return 0;
  }

  /** The run that a trigger starts, its inputs made from what the trigger gives. */
  static @Nullable NewRun run(StoredPlan stored, Firing firing) {
    Plan plan = stored.shape().plan();
    if (!InputCheck.isWanted(plan, firing.trigger(), firing.facts(), firing.firedAt())) {
      return null;
    }
    byte[] inputs =
        JsonText.writeBytes(
            InputCheck.of(plan, firing.trigger(), firing.facts(), firing.firedAt()));
    byte[] start = JsonText.writeBytes(firing.facts());
    return new NewRun(stored.number(), inputs, "", RunLimits.of(plan, inputs, "", start));
  }

  /** The same, at the beginning of a trace, if everything is there that its tasks need. */
  @Nullable NewRun checked(StoredPlan stored, Firing firing) {
    Plan plan = stored.shape().plan();
    QueueDesk.checkPools(queues, plan);
    NewRun run = run(stored, firing);
    return run == null ? null : run.with(traces.apply(plan).orElse(null));
  }
}
