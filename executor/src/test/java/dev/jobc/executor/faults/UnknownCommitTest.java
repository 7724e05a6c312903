package dev.jobc.executor.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.Engine;
import dev.jobc.executor.EngineException;
import dev.jobc.executor.RunFilter;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.RunSummary;
import dev.jobc.executor.Submission;
import dev.jobc.executor.WorkerSettings;
import dev.jobc.executor.engine.Engines;
import dev.jobc.executor.inprocess.RegisteredRunner;
import dev.jobc.executor.runner.TaskCall;
import dev.jobc.executor.store.NewRun;
import dev.jobc.executor.store.ScheduleStore;
import dev.jobc.executor.store.StoredPlan;
import dev.jobc.executor.store.postgres.PostgresStore;
import dev.jobc.executor.testing.Await;
import dev.jobc.executor.testing.Invariants;
import dev.jobc.executor.testing.Plans;
import dev.jobc.executor.testing.TestDatabase;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.plan.FlowControl;
import dev.jobc.plan.FlowControl.Concurrency;
import dev.jobc.plan.FlowControl.Concurrency.OnLimit;
import dev.jobc.plan.Head;
import dev.jobc.plan.Isolation;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.TaskPolicy;
import dev.jobc.plan.Timeouts;
import dev.jobc.plan.Trigger;
import dev.jobc.plan.Trigger.Recurrence;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Connections that are cut at a commit, once before the server has heard of it and once when it has
 * committed and nobody was told.
 */
class UnknownCommitTest {
  private static final Json.Obj NOTHING = Json.object().build();
  private static final byte[] NO_INPUTS = "{}".getBytes(StandardCharsets.UTF_8);

  private TestDatabase database;
  private CuttingProxy proxy;

  /** How often each attempt of each step was run. */
  private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();

  @BeforeEach
  void start() throws Exception {
    database = TestDatabase.create();
    proxy = CuttingProxy.to(database.settings());
  }

  @AfterEach
  void stop() throws Exception {
    proxy.close();
  }

  private Engine engine() {
    return Engines.connect(
        proxy.settings(),
        InstantSource.system(),
        settings -> List.of(new RegisteredRunner(Map.of("work", this::work, "odd", this::odd))));
  }

  private Json.Obj work(TaskCall call) {
    calls.computeIfAbsent(call.facts().toString(), any -> new AtomicInteger()).incrementAndGet();
    return NOTHING;
  }

  /** Fails at its first attempt. */
  private Json.Obj odd(TaskCall call) throws RegisteredRunner.TaskFailure {
    work(call);
    if (call.facts().get("JOBC_ATTEMPT").equals("1")) {
      throw new RegisteredRunner.TaskFailure("Odd", "the first time");
    }
    return NOTHING;
  }

  private static WorkerSettings settings(Duration lease) {
    return new WorkerSettings(
        "steadfast", List.of("default"), 8, Path.of("unused"), lease, Duration.ofSeconds(1));
  }

  /** A map, a step that is tried again later, one that waits for its turn, and what follows. */
  private static Plan mixed() {
    Plans plans = Plans.named("mixed");
    int body = plans.graph();
    plans.map("each", List.of(), items(3), body, 2);
    plans.task(body, "item", "work", List.of());
    plans.task(
        0, "again", Plans.spec("odd"), Map.of(), List.of(), Plans.retry(2, 1), Timeouts.NONE);
    Concurrency one = new Concurrency(new PlanExpr.Const(Json.of("one")), 1, OnLimit.QUEUE);
    plans.task(0, "turn", "work", List.of());
    Node.Task turn = (Node.Task) plans.at(0, plans.last(0));
    plans.replace(
        0,
        plans.last(0),
        new Node.Task(
            Head.of("turn", List.of(), "test.yaml:1:1"),
            turn.task(),
            Map.of(),
            RetryPolicy.NONE,
            Timeouts.NONE,
            "default",
            0,
            new TaskPolicy(
                null,
                List.of(),
                new FlowControl(one, null, null),
                Isolation.NONE,
                List.of(),
                null,
                null,
                null,
                null,
                null,
                Map.of(),
                "")));
    plans.task(0, "last", "work", List.of(0, 1, 2));
    return plans.plan();
  }

  private static PlanExpr items(int count) {
    return new PlanExpr.Const(Json.array(Collections.nCopies(count, Json.of(1))));
  }

  /** Everything from the first plan stored to the last run ended, over the proxy. */
  private void work(Engine engine) throws Exception {
    String mixed = Await.answer(() -> engine.storePlan(mixed(), Map.of()));
    String chain = Await.answer(() -> engine.storePlan(Plans.chain(3), Map.of()));
    List<RunId> runs = new ArrayList<>();
    runs.addAll(engine.submitAll(Collections.nCopies(3, new Submission(mixed, NOTHING))));
    runs.add(engine.submit(new Submission(chain, NOTHING)));
    Await.ends(engine, runs);
    for (RunId run : runs) {
      assertThat(Await.answer(() -> engine.run(run)).orElseThrow().summary().state())
          .isEqualTo(RunState.SUCCEEDED);
    }
    // Every submission is there once, and no other.
    assertThat(database.count("select count(*) from jobc.run")).isEqualTo(runs.size());
  }

  private int commitsOfAQuietRun() throws Exception {
    proxy.count();
    try (Engine engine = engine()) {
      engine.startWorker(settings(Duration.ofSeconds(10)));
      work(engine);
    }
    return proxy.commits();
  }

  @ParameterizedTest
  @EnumSource(CuttingProxy.When.class)
  void whicheverCommitItIsNothingIsLostAndNothingDoneTwice(CuttingProxy.When when)
      throws Exception {
    int commits = commitsOfAQuietRun();
    int step = Integer.getInteger("jobc.faults.step", 9);
    int cut = 0;
    for (int number = 1; number <= commits; number += step) {
      stop();
      start();
      calls.clear();
      try (Engine engine = engine()) {
        engine.startWorker(settings(Duration.ofSeconds(10)));
        proxy.cut(when, number, any -> true);
        work(engine);
      }
      cut += proxy.hasCut() ? 1 : 0;
      String which = when + " number " + number;
      assertThat(calls).as(which).allSatisfy((attempt, times) -> assertThat(times).hasValue(1));
      assertThat(calls).as(which).hasSize(3 * 7 + 3);
      assertThat(database.query("select state from jobc.worker")).as(which).containsExactly("1");
      Invariants.check(database);
    }
    assertThat(cut).as("cuts").isGreaterThan(commits / step / 2);
  }

  @ParameterizedTest
  @EnumSource(CuttingProxy.When.class)
  void aSubmissionThatWasAnsweredIsThereOnce(CuttingProxy.When when) throws Exception {
    try (Engine engine = engine()) {
      String plan = engine.storePlan(Plans.chain(1), Map.of());
      proxy.cut(when, 1, statements -> statements.contains("jobc.run"));
      List<RunId> runs = engine.submitAll(Collections.nCopies(100, new Submission(plan, NOTHING)));
      assertThat(proxy.hasCut()).isTrue();
      assertThat(database.query("select run_id from jobc.run order by 1"))
          .containsExactlyElementsOf(
              runs.stream().sorted().map(run -> String.valueOf(run.value())).toList());
      engine.cancel(runs);
    }
    Invariants.check(database);
  }

  @ParameterizedTest
  @EnumSource(CuttingProxy.When.class)
  void aSubmissionWithIdsIsThereOnceWithWhatCameAlong(CuttingProxy.When when) throws Exception {
    try (Engine engine = engine()) {
      Submission plain = new Submission(engine.storePlan(Plans.chain(1), Map.of()), NOTHING);
      RunId known = engine.submit(plain.named("known"));
      List<List<Submission>> batches =
          List.of(
              List.of(plain.named("known"), plain, plain),
              List.of(plain.named("known"), plain.named("new"), plain),
              List.of(plain.named("other"), plain.named("another")));
      int runs = 1;
      for (List<Submission> batch : batches) {
        proxy.cut(when, 1, statements -> statements.contains("jobc.run_name"));
        List<RunId> ids = engine.submitAll(batch);
        assertThat(proxy.hasCut()).isTrue();
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(engine.submitAll(batch.stream().filter(one -> one.id() != null).toList()))
            .isSubsetOf(ids);
        runs += ids.contains(known) ? ids.size() - 1 : ids.size();
        assertThat(database.count("select count(*) from jobc.run")).isEqualTo(runs);
      }
      engine.cancel(engine.runs(100).stream().map(RunSummary::id).toList());
    }
    Invariants.check(database);
  }

  @ParameterizedTest
  @EnumSource(CuttingProxy.When.class)
  void aHeartbeatInDoubtIsRepeatedAndTheSessionLivesOn(CuttingProxy.When when) throws Exception {
    try (Engine engine = engine()) {
      engine.startWorker(settings(Duration.ofSeconds(2)));
      proxy.cut(when, 2, statements -> statements.contains("set beat = beat + 1"));
      Await.until(
          "the heart beats on", () -> database.count("select max(beat) from jobc.worker") > 5);
      assertThat(proxy.hasCut()).isTrue();
      assertThat(database.query("select state from jobc.worker")).containsExactly("0");
    }
  }

  @ParameterizedTest
  @EnumSource(CuttingProxy.When.class)
  void anEndInDoubtIsToldAgain(CuttingProxy.When when) throws Exception {
    try (Engine engine = engine()) {
      engine.startWorker(settings(Duration.ofSeconds(10)));
      proxy.cut(when, 1, statements -> statements.contains("set state = 1"));
    }
    assertThat(proxy.hasCut()).isTrue();
    assertThat(database.query("select state from jobc.worker")).containsExactly("1");
  }

  @ParameterizedTest
  @EnumSource(CuttingProxy.When.class)
  void workOfAClaimInDoubtIsGivenBackAndRunsOnce(CuttingProxy.When when) throws Exception {
    try (Engine engine = engine()) {
      String plan = engine.storePlan(Plans.chain(1), Map.of());
      List<RunId> runs = engine.submitAll(Collections.nCopies(20, new Submission(plan, NOTHING)));
      proxy.cut(when, 1, statements -> statements.contains("delete from jobc.ready"));
      engine.startWorker(settings(Duration.ofSeconds(10)));
      Await.ends(engine, runs);
      assertThat(proxy.hasCut()).isTrue();
    }
    assertThat(calls).hasSize(20).allSatisfy((run, times) -> assertThat(times).hasValue(1));
    Invariants.check(database);
  }

  @ParameterizedTest
  @EnumSource(CuttingProxy.When.class)
  void aTimeOfAScheduleGetsOneRun(CuttingProxy.When when) throws Exception {
    Instant begin = Instant.parse("2026-11-22T00:00:00Z");
    Recurrence all =
        new Recurrence(
            Recurrence.Catchup.ALL,
            Recurrence.Overlap.ALLOW,
            0,
            false,
            false,
            0,
            null,
            null,
            Recurrence.Semantics.FIRE);
    Plans plans = Plans.named("hourly");
    plans.task(0, "a", "work", List.of());
    Plan plan =
        plans.trigger(new Trigger.Schedule("0 * * * *", "UTC", all, Map.of(), "x.yaml:3:3")).plan();
    ScheduleStore.Starter starter = (stored, firing) -> new NewRun(stored.number(), NO_INPUTS, "");
    try (PostgresStore store = PostgresStore.open(proxy.settings(), InstantSource.system())) {
      StoredPlan stored = store.plans().keepPlan(plan, Map.of());
      store.schedules().deploy(stored, begin);
      for (int hour = 1; hour <= 5; hour++) {
        proxy.cut(when, 1, statements -> statements.contains("schedule_run"));
        Instant now = begin.plus(Duration.ofHours(hour));
        boolean due = true;
        // The server may hold on to the row for a while: it has not heard that nobody is there.
        long until = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (due || (runs() < hour && System.nanoTime() < until)) {
          try {
            due = store.schedules().turn(starter, now) != null;
          } catch (EngineException e) {
            assertThat(e.kind()).isEqualTo(EngineException.Kind.UNREACHABLE);
          }
        }
        assertThat(proxy.hasCut()).isTrue();
        assertThat(runs()).isEqualTo(hour);
      }
      List<RunSummary> started = store.runs().find(RunFilter.ALL, null, 10);
      store.runs().cancel(started.stream().map(RunSummary::id).toList());
    }
    assertThat(database.count("select count(distinct at) from jobc.schedule_run")).isEqualTo(5);
    Invariants.check(database);
  }

  private long runs() {
    return database.count("select count(*) from jobc.run");
  }

  @Test
  void aProxyThatCutsNothingIsInNobodysWay() throws Exception {
    assertThat(commitsOfAQuietRun()).isGreaterThan(10);
    assertThat(calls).hasSize(3 * 7 + 3);
    Invariants.check(database);
  }
}
