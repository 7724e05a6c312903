package dev.jobc.executor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobc.executor.EngineException;
import dev.jobc.executor.RunFilter;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.RunSummary;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.runner.TaskResult;
import dev.jobc.executor.testing.Plans;
import dev.jobc.plan.Plan;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every store promises to those who read: plans, files, runs, values and logs. */
public abstract class ReadContract extends StoreSuite {

  @Test
  void keepsAnEqualPlanOnceAndFindsItAgain() {
    Plan plan = Plans.chain(2);
    StoredPlan one = store.plans().keepPlan(plan, Map.of());
    StoredPlan two = store.plans().keepPlan(Plans.chain(2), Map.of());
    assertThat(two.number()).isEqualTo(one.number());
    assertThat(store.plans().findPlan(one.digest()).orElseThrow().shape().plan()).isEqualTo(plan);
    assertThat(store.plans().findPlan("f".repeat(64))).isEmpty();
    assertThat(store.plans().findPlan("no digest")).isEmpty();
  }

  @Test
  void givesBackTheFilesItWasGiven() {
    byte[] content = {1, 2, 3};
    String digest = dev.jobc.plan.PlanDigest.sha256(content);
    store.plans().keepPlan(Plans.chain(1), Map.of(digest, content));
    Map<String, byte[]> found = store.plans().blobs(java.util.Set.of(digest, "0".repeat(64)));
    assertThat(found).containsOnlyKeys(digest);
    assertThat(found.get(digest)).isEqualTo(content);
  }

  @Test
  void findsTheRunsThatFitNewestFirst() {
    List<RunId> old = runs(Plans.chain(1), 2);
    List<RunId> other = runs(Plans.chain(2), 2);
    store.runs().cancel(List.of(old.get(0)));
    assertThat(found(RunFilter.ALL))
        .containsExactly(other.get(1), other.get(0), old.get(1), old.get(0));
    assertThat(found(RunFilter.ALL.in(RunState.CANCELLED))).containsExactly(old.get(0));
    assertThat(found(new RunFilter(null, "chain2", null, null, Map.of())))
        .containsExactly(other.get(1), other.get(0));
    assertThat(found(new RunFilter("nowhere", null, null, null, Map.of()))).isEmpty();
    assertThat(
            found(
                new RunFilter(
                    "default",
                    "chain1",
                    RunState.RUNNING,
                    Instant.parse("2100-01-01T00:00:00Z"),
                    Map.of())))
        .containsExactly(old.get(1));
    assertThat(found(new RunFilter(null, null, null, Instant.ofEpochMilli(RunId.EPOCH), Map.of())))
        .isEmpty();
  }

  private List<RunId> found(RunFilter filter) {
    return store.runs().find(filter, null, 10).stream().map(RunSummary::id).toList();
  }

  @Test
  void showsValuesToWhoeverAsks() {
    RunId run = runs(Plans.chain(1), 1).get(0);
    succeed(session, NO_ROOM, claim(session, 1));
    var address = new ValueStore.Address(run.value(), new StepRef(0, 0));
    assertThat(store.values().outputs(List.of(address)).get(address)).isEqualTo(OUTPUTS);
    assertThat(store.values().ending(address)).isEqualTo(dev.jobc.executor.core.Ending.SUCCEEDED);
  }

  @Test
  void keepsWhatTasksWrite() {
    RunId run = runs(Plans.chain(1), 1).get(0);
    Claimed claimed = claim(session, 1).get(0);
    byte[] big = new byte[600_000];
    java.util.Arrays.fill(big, (byte) 'x');
    session.recordOutcomes(
        List.of(
            new Completion(
                claimed,
                claimed.claimedAt(),
                claimed.claimedAt(),
                new Outcome.Succeeded(null),
                new TaskResult.Output(big, new byte[] {0, (byte) 0xff}))),
        NO_ROOM);
    var logs = store.runs().logs(run, java.util.Optional.of("s0"));
    assertThat(logs.stream().filter(chunk -> !chunk.stderr()).mapToInt(c -> c.bytes().length).sum())
        .isEqualTo(big.length);
    assertThat(logs.get(logs.size() - 1).bytes()).containsExactly(0, 0xff);
    assertThat(store.runs().logs(run, java.util.Optional.of("s9"))).isEmpty();
  }

  @Test
  void knowsNothingOfRunsThatWereNeverCreated() {
    RunId unknown = RunId.of(RunId.EPOCH + 1, 0, 1);
    assertThat(store.runs().view(unknown)).isEmpty();
    assertThat(store.runs().over(List.of(unknown))).containsExactly(unknown);
    assertThat(store.runs().find(RunFilter.ALL, null, 10)).isEmpty();
    assertThat(store.runs().cancel(List.of(unknown))).isEmpty();
    assertThatThrownBy(() -> store.plans().plan(99)).isInstanceOf(EngineException.class);
  }
}
