package dev.jobc.executor.engine;

import dev.jobc.executor.Background;
import dev.jobc.executor.Cancelling;
import dev.jobc.executor.DeadLetters;
import dev.jobc.executor.Engine;
import dev.jobc.executor.EngineException;
import dev.jobc.executor.Invariant;
import dev.jobc.executor.Keeping;
import dev.jobc.executor.LogChunk;
import dev.jobc.executor.OpenQuestion;
import dev.jobc.executor.Queues;
import dev.jobc.executor.Retention;
import dev.jobc.executor.Revision;
import dev.jobc.executor.RunFilter;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.RunSummary;
import dev.jobc.executor.RunView;
import dev.jobc.executor.Schedules;
import dev.jobc.executor.Submission;
import dev.jobc.executor.Takeover;
import dev.jobc.executor.WorkerSettings;
import dev.jobc.executor.core.ScopeImage;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.runner.TaskRunner;
import dev.jobc.executor.store.Answers;
import dev.jobc.executor.store.NewRun;
import dev.jobc.executor.store.Onto;
import dev.jobc.executor.store.Outcome;
import dev.jobc.executor.store.Recorded;
import dev.jobc.executor.store.RunNeeds;
import dev.jobc.executor.store.RunStore;
import dev.jobc.executor.store.SignalValues;
import dev.jobc.executor.store.Signals;
import dev.jobc.executor.store.Signals.Signal;
import dev.jobc.executor.store.Store;
import dev.jobc.executor.store.StoredPlan;
import dev.jobc.executor.store.ValueStore;
import dev.jobc.executor.telemetry.Telemetry;
import dev.jobc.executor.work.LocalWorker;
import dev.jobc.executor.work.RunSpans;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Contract;
import dev.jobc.plan.Plan;
import dev.jobc.plan.Provenance;
import dev.jobc.plan.SubWorkflow;
import dev.jobc.type.Type;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The engine over any store. */
final class StoreEngine implements Engine {
  private static final Duration CLEAN_EVERY = Duration.ofMinutes(5);

  /** Measuring may take this part of the time. */
  private static final long MEASURE_SHARE = 50;

  private final Store store;
  private final InstantSource clock;
  private final Function<WorkerSettings, List<TaskRunner>> runners;
  private final List<LocalWorker> workers = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("jobc-announce").factory());
  private final Signals signals;
  private final Announcer announcer;
  private final EndWatch ends;
  private final SignalLoop listening;
  private final Telemetry telemetry;
  private final RunSpans runSpans;
  private final AtomicReference<@Nullable Background> measuring = new AtomicReference<>();

  /** Plans that were looked at before and can be run, by number. */
  private final Set<Integer> runnable = ConcurrentHashMap.newKeySet();

  StoreEngine(
      Store store, Function<WorkerSettings, List<TaskRunner>> runners, Telemetry telemetry) {
    this.telemetry = telemetry;
    runSpans = new RunSpans(telemetry, store);
    this.store = store;
    clock = store.clock();
    this.runners = runners;
    signals = store.signals();
    announcer = new Announcer(signals, timer);
    ends = new EndWatch(store.runs());
    listening = new SignalLoop(signals, this::heard);
  }

  private void heard(Signal signal) {
    switch (signal) {
      case READY -> workers.forEach(LocalWorker::wake);
      case ENDED -> ends.look();
      case HALT -> workers.forEach(LocalWorker::lookForHalted);
    }
  }

  @Override
  public String storePlan(Plan plan, Map<String, byte[]> blobs, @Nullable Provenance provenance) {
    for (Plan.Bundle bundle : plan.bundles()) {
      for (Plan.BundleFile file : bundle.files()) {
        if (!blobs.containsKey(file.digest())) {
          throw new EngineException(
              EngineException.Kind.INVALID_INPUT,
              "the content of `" + file.path() + "` was not given with the plan");
        }
      }
    }
    return store.plans().keepPlan(plan, blobs, provenance).digest();
  }

  @Override
  public List<Revision> revisions(@Nullable String workflow) {
    if (workflow == null) {
      return store.plans().newest();
    }
    int slash = workflow.indexOf('/');
    String namespace = slash < 0 ? "default" : workflow.substring(0, slash);
    return store.plans().revisions(namespace, workflow.substring(slash + 1));
  }

  @Override
  public List<RunId> submitAll(List<Submission> submissions) {
    List<NewRun> runs = submissions.stream().map(this::checked).toList();
    List<RunId> ids =
        new Submits(telemetry, this::runnable).create(store.runs(), submissions, runs);
    created();
    return ids;
  }

  /** New runs are in the job table. */
  private void created() {
    workers.forEach(LocalWorker::wake);
    if (othersExecute()) {
      announcer.announce(Signal.READY);
    }
  }

  /** Whether other processes may want to hear of new work, as far as is known here. */
  private boolean othersExecute() {
    int sessions = workers.stream().mapToInt(LocalWorker::sessions).max().orElse(Integer.MAX_VALUE);
    return sessions > workers.size();
  }

  private NewRun checked(Submission submission) {
    StoredPlan plan = runnable(submission.planId());
    Unrunnable.checkStartByHand(plan.shape().plan());
    QueueDesk.checkPools(store.queues(), plan.shape().plan());
    Json.Obj inputs = InputCheck.check(plan.shape().plan(), submission, clock.instant());
    byte[] given = JsonText.writeBytes(inputs);
    String directory = submission.directory();
    RunNeeds needs = RunLimits.of(plan.shape().plan(), given, directory, null);
    return new NewRun(plan.number(), given, directory, needs)
        .from(submission.provenance())
        .beginning(Submitted.begin(submission))
        .named(Submitted.given(submission));
  }

  /** A stored plan that this release can run. */
  private StoredPlan runnable(String planId) {
    StoredPlan plan =
        store
            .plans()
            .findPlan(planId)
            .orElseThrow(
                () ->
                    new EngineException(
                        EngineException.Kind.NOT_FOUND, "no plan is stored under " + planId));
    if (!runnable.contains(plan.number())) {
      Unrunnable.check(plan.shape().plan());
      runnable.add(plan.number());
    }
    return plan;
  }

  /** The run that a step starts; see {@link dev.jobc.executor.work.Callees}. */
  private NewRun called(SubWorkflow call, Json.Obj with, String directory) {
    String name = call.namespace() + "/" + call.name();
    Revision found =
        store
            .plans()
            .findRevision(call.namespace(), call.name(), call.revision())
            .orElseThrow(
                () ->
                    new EngineException(
                        EngineException.Kind.NOT_FOUND,
                        "no workflow `" + name + "` is stored; `jobc deploy` does that"));
    Plan plan = runnable(found.planId()).shape().plan();
    if (!Contract.digest(plan.inputs(), plan.outputs()).equals(call.contract())) {
      throw new EngineException(
          EngineException.Kind.UNSUPPORTED,
          "workflow `" + name + "` has other inputs or outputs than its caller was compiled for");
    }
    return checked(new Submission(found.planId(), with, directory, null, found.provenance()));
  }

  @Override
  public List<Invariant> invariants(int newest) {
    return store.invariants(newest);
  }

  @Override
  public long cleanable(Retention retention) {
    return store.upkeep().cleanable(retention);
  }

  @Override
  public Retention.Removed clean(Retention retention) {
    return store.upkeep().clean(retention);
  }

  @Override
  public Background startCleaning(Keeping keeping) {
    return BackgroundLoop.start(
        "jobc-cleaning",
        () -> {
          clean(keeping);
          return CLEAN_EVERY.toMillis();
        },
        CLEAN_EVERY.toMillis());
  }

  /** Letters first: they keep runs. */
  private void clean(Keeping keeping) {
    if (keeping.letters() != null) {
      Instant before = clock.instant().minus(keeping.letters());
      store.letters().discard(new DeadLetters.Filter(Set.of(), null, null, null, before));
    }
    if (keeping.mostLetters() != null) {
      store.letters().keepNewest(keeping.mostLetters());
    }
    if (keeping.runs() != null) {
      clean(new Retention(clock.instant().minus(keeping.runs()), RunFilter.ALL));
    }
  }

  @Override
  public DeadLetters deadLetters() {
    return new LetterDesk(store.letters(), this::checkPlan, this::created);
  }

  /** The plan of a run that is to be taken up. */
  private StoredPlan checkPlan(RunId run) {
    StoredPlan plan = runnable(existing(run).planId());
    QueueDesk.checkPools(store.queues(), plan.shape().plan());
    return plan;
  }

  @Override
  public Queues queues() {
    return new QueueDesk(store.queues(), this::created);
  }

  @Override
  public Schedules schedules() {
    return new ScheduleDesk(
        store.schedules(),
        store.queues(),
        this::runnable,
        this::created,
        this::halted,
        telemetry::begin);
  }

  @Override
  public Optional<RunId> named(String id) {
    return store.runs().named(id);
  }

  @Override
  public Optional<RunView> run(RunId id) {
    return store.runs().view(id);
  }

  @Override
  public List<RunSummary> runs(RunFilter filter, @Nullable RunId before, int limit) {
    return store.runs().find(filter, before, limit);
  }

  @Override
  public long count(RunFilter filter) {
    return store.runs().count(filter);
  }

  @Override
  public Map<RunId, RunState> cancel(Collection<RunId> ids, Cancelling how) {
    Map<RunId, RunState> found = store.runs().cancel(ids, how);
    halted(
        found.entrySet().stream()
            .filter(run -> run.getValue() == RunState.RUNNING)
            .map(Map.Entry::getKey)
            .toList());
    return found;
  }

  @Override
  public int cancelStep(RunId run, String step) {
    RunStore.StepsCancelled cancelled =
        store.runs().cancelStep(run, StepNames.id(step), StepNames.items(step));
    halted(List.of(run));
    return cancelled.steps();
  }

  @Override
  public RunId resume(RunId run, Collection<String> again) {
    StoredPlan plan = checkPlan(run);
    Set<Integer> nodes = StepNames.inWorkflow(plan.shape().plan(), again);
    RunId resumed = store.runs().resume(run, nodes, RunLimits::of);
    created();
    return resumed;
  }

  @Override
  public Optional<Plan> plan(String planId) {
    return store.plans().findPlan(planId).map(found -> found.shape().plan());
  }

  @Override
  public RunId resume(RunId run, Takeover takeover) {
    StoredPlan plan = runnable(takeover.planId());
    QueueDesk.checkPools(store.queues(), plan.shape().plan());
    checkSame(existing(run), plan.shape().plan());
    byte[] inputs = InputCheck.again(plan.shape().plan(), given(run), clock.instant());
    Onto onto =
        new Onto(plan.number(), inputs, takeover.nodes(), takeover.graphs(), takeover.provenance());
    RunId resumed = store.runs().resume(run, Set.of(), onto, RunLimits::of);
    created();
    return resumed;
  }

  private static void checkSame(RunSummary run, Plan plan) {
    if (!run.namespace().equals(plan.namespace()) || !run.workflow().equals(plan.name())) {
      throw new EngineException(
          EngineException.Kind.INVALID_INPUT,
          "run " + run.id() + " is one of `" + run.workflow() + "`, not of `" + plan.name() + "`");
    }
  }

  /** What a run was submitted with, also what is shown to nobody. */
  private ValueStore.RunInput given(RunId run) {
    ValueStore.RunInput given = store.values().inputs(List.of(run.value())).get(run.value());
    return given == null ? new ValueStore.RunInput(new byte[] {'{', '}'}, "") : given;
  }

  @Override
  public Takeover.Preview preview(RunId run, Takeover takeover) {
    StoredPlan old = store.plans().findPlan(existing(run).planId()).orElseThrow();
    int last = lastTry(run);
    return new Previews(old.shape(), runnable(takeover.planId()).shape(), takeover)
        .of(
            node ->
                store
                    .values()
                    .ending(new ValueStore.Address(run.value(), new StepRef(last, node))));
  }

  /** The scope of the last try of a workflow. */
  private int lastTry(RunId run) {
    return store.values().opened(new ValueStore.Address(run.value(), ScopeImage.NOBODY)).stream()
        .filter(ScopeImage::isWorkflow)
        .mapToInt(ScopeImage::number)
        .max()
        .orElse(StepRef.ROOT);
  }

  private RunSummary existing(RunId run) {
    return store
        .runs()
        .summary(run)
        .orElseThrow(
            () -> new EngineException(EngineException.Kind.NOT_FOUND, "no run `" + run + "`"));
  }

  /** Tells everybody of runs that were cancelled. */
  private void halted(List<RunId> cancelled) {
    if (!cancelled.isEmpty()) {
      telemetry.cancellationsRequested(cancelled.size());
      runSpans.ended(cancelled.stream().map(RunId::value).toList());
      workers.forEach(LocalWorker::lookForHalted);
      workers.forEach(LocalWorker::wake);
      ends.look();
      // This process may be about to end, as that of a command is: told at once, not soon.
      signals.send(Signal.HALT);
      signals.send(Signal.ENDED);
      // What has waited for their permits may start.
      signals.send(Signal.READY);
    }
  }

  @Override
  public List<OpenQuestion> questions(Optional<RunId> run) {
    return store.answers().open(run).stream().map(Answers.Asked::question).toList();
  }

  @Override
  public Map<String, Type> signalFields(RunId run, String name) {
    Plan plan = store.plans().findPlan(existing(run).planId()).orElseThrow().shape().plan();
    return SignalValues.fields(SignalValues.waits(plan, name).getFirst());
  }

  @Override
  public boolean signal(RunId run, String name, Json.Obj values) {
    return tell(store.answers().signal(run, name, values));
  }

  @Override
  public void approve(RunId run, String step, String by, Json.Obj form) {
    answer(run, step, asked -> Approvals.yes(asked, by, form));
  }

  @Override
  public void deny(RunId run, String step, String by, String reason) {
    answer(run, step, asked -> Approvals.no(by, reason));
  }

  @Override
  public void release(RunId run, String step, boolean again) {
    Answers.Asked asked = Held.find(store.answers().open(Optional.of(run)), existing(run), step);
    if (!tell(store.answers().answer(run, asked.ref(), Held.outcome(again)))) {
      throw Held.tooLate(run, step);
    }
  }

  private void answer(RunId run, String step, Function<Answers.Asked, Outcome> outcome) {
    Answers.Asked asked = Approvals.find(store.answers().open(Optional.of(run)), run, step);
    if (!tell(store.answers().answer(run, asked.ref(), outcome.apply(asked)))) {
      throw Approvals.tooLate(run, step);
    }
  }

  /** Tells whoever wants to know what an answer has brought about. */
  private boolean tell(Answers.Given given) {
    if (!given.ended().isEmpty()) {
      runSpans.ended(given.ended());
      ends.ended(given.ended());
      signals.send(Signal.ENDED);
    }
    if (!given.queues().isEmpty()) {
      workers.forEach(LocalWorker::wake);
      signals.send(Signal.READY);
    }
    return given.taken();
  }

  @Override
  public List<LogChunk> logs(RunId id, Optional<String> step) {
    return store.runs().logs(id, step);
  }

  @Override
  public boolean awaitEnd(RunId id, Duration atMost) throws InterruptedException {
    listening.start();
    return ends.await(id, atMost.toNanos());
  }

  @Override
  public Worker startWorker(WorkerSettings settings) {
    listening.start();
    LocalWorker worker =
        LocalWorker.start(
            store,
            settings,
            runners.apply(settings),
            clock,
            this::called,
            telemetry,
            runSpans,
            new Heard());
    workers.add(worker);
    measure();
    return worker;
  }

  /** Counts what waits, beside the workers; it takes a small part of the database's time. */
  private void measure() {
    if (telemetry.isOn() && measuring.get() == null) {
      long every = telemetry.interval().toMillis();
      Background loop = BackgroundLoop.start("jobc-measure", this::measured, every);
      if (!measuring.compareAndSet(null, loop)) {
        loop.close();
      }
    }
  }

  /** Milliseconds until the next time. */
  private long measured() {
    long began = System.nanoTime();
    telemetry.backlog(store.upkeep().backlog());
    long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    return Math.max(telemetry.interval().toMillis(), took * MEASURE_SHARE);
  }

  private final class Heard implements LocalWorker.Listener {
    @Override
    public void recorded(Recorded recorded) {
      if (!recorded.ended().isEmpty()) {
        ends.ended(recorded.ended());
        announcer.announce(Signal.ENDED);
      }
      if (recorded.halts()) {
        workers.forEach(LocalWorker::lookForHalted);
        announcer.announce(Signal.HALT);
      }
      if (!recorded.queues().isEmpty()) {
        workers.forEach(LocalWorker::wake);
        if (othersExecute()) {
          announcer.announce(Signal.READY);
        }
      }
    }

    @Override
    public void newWork() {
      workers.forEach(LocalWorker::wake);
      announcer.announce(Signal.READY);
    }
  }

  @Override
  public void close() {
    Background measured = measuring.get();
    if (measured != null) {
      measured.close();
    }
    workers.forEach(LocalWorker::close);
    runSpans.close();
    timer.close();
    listening.close();
    signals.close();
    store.close();
    telemetry.close();
  }
}
