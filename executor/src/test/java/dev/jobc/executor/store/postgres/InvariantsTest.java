package dev.jobc.executor.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.Invariant;
import dev.jobc.executor.RunId;
import dev.jobc.executor.WorkerSettings;
import dev.jobc.executor.core.Need;
import dev.jobc.executor.runner.TaskResult;
import dev.jobc.executor.store.Claimed;
import dev.jobc.executor.store.Completion;
import dev.jobc.executor.store.NewRun;
import dev.jobc.executor.store.Outcome;
import dev.jobc.executor.store.Room;
import dev.jobc.executor.store.WorkSession;
import dev.jobc.executor.testing.Invariants;
import dev.jobc.executor.testing.Plans;
import dev.jobc.executor.testing.TestDatabase;
import dev.jobc.plan.FlowControl.Concurrency.OnLimit;
import dev.jobc.plan.Plan;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule holds of what the engine does, and fails when something breaks it. */
class InvariantsTest {
  private static final Need SLOT = new Need("a", 1, 1, 0, OnLimit.QUEUE);

  /**
   * What breaks each rule, and no other; :run is a run that has succeeded, :busy one that goes on.
   */
  private static final Map<String, String> BREAKS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(
                  "one outcome",
                  "insert into jobc.attempt select run_id, fence + 1000, ready_at, claimed_at,"
                      + " started_at, finished_at, scope, step, worker, attempt + 1, 3, error from"
                      + " jobc.attempt where run_id = :run and step = 0;update jobc.run set failed"
                      + " = 1, status = 2 where run_id = :run;delete from jobc.attempt where run_id"
                      + " = :run and step = 0 and outcome = 1;insert into jobc.attempt select"
                      + " run_id, fence + 2000, ready_at, claimed_at, started_at, finished_at,"
                      + " scope, step, worker, attempt + 2, 3, error from jobc.attempt where run_id"
                      + " = :run and step = 0"),
              Map.entry(
                  "one success",
                  "update jobc.attempt set outcome = 13 where run_id = :run and step = 0;insert"
                      + " into jobc.attempt select run_id, fence + 1000, ready_at, claimed_at,"
                      + " started_at, finished_at, scope, step, worker, attempt + 1, 13, error from"
                      + " jobc.attempt where run_id = :run and step = 0"),
              Map.entry(
                  "outcome is kept", "update jobc.run set done = done & ~1 where run_id = :run"),
              Map.entry(
                  "one attempt a number",
                  "insert into jobc.attempt select run_id, fence + 1000, ready_at, claimed_at,"
                      + " started_at, finished_at, scope, step, worker, attempt, 4, error"
                      + " from jobc.attempt where run_id = :run and step = 0"),
              Map.entry(
                  "fences grow",
                  "insert into jobc.attempt select run_id, 0, ready_at, claimed_at,"
                      + " started_at, finished_at, scope, step, worker, attempt + 1, 4, error"
                      + " from jobc.attempt where run_id = :run and step = 0"),
              Map.entry(
                  "nothing is left out",
                  "insert into jobc.scope values (:run, 1, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0, null,"
                      + " 1, 0, 0, 0, 0, 0, null, 0, 0)"),
              Map.entry(
                  "a run is what its steps are",
                  "update jobc.run set status = 2 where run_id = :run"),
              Map.entry(
                  "nothing of what has ended waits",
                  "insert into jobc.ready values (default, :run, 0, 0, 1, 0, 0, 1, 4, 1, 0, 0)"),
              Map.entry("nothing is forgotten", "delete from jobc.lease"),
              Map.entry(
                  "slots are held by somebody",
                  "insert into jobc.permit values"
                      + " ('b', :busy, 0, 1, 1, 0, 1, 0, now(), null, null, 0, false)"),
              Map.entry(
                  "taken up once",
                  "insert into jobc.resumed_run values (:busy, :run, :run), (:held, :run, :run)")));

  private final TestDatabase database = TestDatabase.create();
  private PostgresStore store;
  private WorkSession session;
  private List<Integer> queues;

  @BeforeEach
  void open() {
    store = PostgresStore.open(database.settings(), InstantSource.system());
    queues = List.of(store.plans().queue("default"));
    Duration lease = Duration.ofSeconds(30);
    session =
        store.openSession(
            new WorkerSettings("w", List.of("default"), 4, Path.of("unused"), lease, lease));
  }

  @AfterEach
  void close() {
    session.close();
    store.close();
  }

  private RunId run(Plan plan, Need... needs) {
    int number = store.plans().keepPlan(plan, Map.of()).number();
    NewRun run = new NewRun(number, new byte[] {'{', '}'}, "", id -> List.of(needs));
    return store.runs().createRuns(List.of(run)).get(0);
  }

  private List<Claimed> claim() {
    return session.claimReady(queues, 10);
  }

  private void record(List<Claimed> work, Outcome outcome) {
    session.recordOutcomes(
        work.stream()
            .map(
                one ->
                    new Completion(
                        one,
                        one.claimedAt() + 1,
                        one.claimedAt() + 2,
                        outcome,
                        TaskResult.Output.NONE))
            .toList(),
        () -> Room.NONE);
  }

  @Test
  void allHoldWhateverIsUnderWay() {
    Invariants.hold(store);
    run(Plans.chain(2), SLOT);
    run(Plans.chain(2), SLOT);
    run(Plans.chain(2));
    run(Plans.chain(2));
    Invariants.hold(store);
    List<Claimed> work = claim();
    Invariants.hold(store);
    record(work.subList(0, 1), new Outcome.Held(List.of(SLOT), queues.get(0)));
    record(work.subList(1, 2), new Outcome.Held(List.of(SLOT), queues.get(0)));
    Invariants.hold(store);
    record(work.subList(2, 3), new Outcome.Succeeded(null));
    store.runs().cancel(List.of(new RunId(work.get(2).work().runId())));
    Invariants.hold(store);
    session.end();
    store.upkeep().returnOrphans();
    Invariants.hold(store);
  }

  private Set<String> broken(int newest) {
    return store.invariants(newest).stream()
        .filter(one -> !one.holds())
        .map(Invariant::name)
        .collect(Collectors.toSet());
  }

  @Test
  void eachRuleHasSomethingThatBreaksIt() {
    assertThat(store.invariants(1))
        .extracting(Invariant::name)
        .containsExactlyInAnyOrderElementsOf(BREAKS.keySet());
  }

  private static Set<String> rules() {
    return BREAKS.keySet();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void eachTellsWhatBreaksIt(String rule) {
    RunId run = run(Plans.chain(2));
    record(claim(), new Outcome.Succeeded(null));
    record(claim(), new Outcome.Succeeded(null));
    RunId busy = run(Plans.chain(2), SLOT);
    RunId held = run(Plans.chain(1), SLOT);
    assertThat(claim()).hasSize(1);
    assertThat(broken(10)).isEmpty();
    database.execute(
        BREAKS
            .get(rule)
            .replace(":run", String.valueOf(run.value()))
            .replace(":busy", String.valueOf(busy.value()))
            .replace(":held", String.valueOf(held.value())));
    List<Invariant> found = store.invariants(10).stream().filter(one -> !one.holds()).toList();
    assertThat(found).extracting(Invariant::name).containsExactly(rule);
    assertThat(found.get(0).broken()).isEqualTo(1);
    assertThat(found.get(0).examples()).singleElement().asString().startsWith("run ");
  }

  @Test
  void onlyTheNewestRunsAreLookedAt() {
    RunId old = run(Plans.chain(1));
    record(claim(), new Outcome.Succeeded(null));
    run(Plans.chain(1));
    database.execute("update jobc.run set done = 0 where run_id = " + old.value());
    assertThat(broken(1)).isEmpty();
    assertThat(broken(2)).containsExactly("outcome is kept");
  }
}
