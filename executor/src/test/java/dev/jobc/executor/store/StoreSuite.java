package dev.jobc.executor.store;

import dev.jobc.executor.RunId;
import dev.jobc.executor.RunView;
import dev.jobc.executor.WorkerSettings;
import dev.jobc.executor.runner.TaskResult;
import dev.jobc.plan.Plan;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A store, a worker's session and verbs for tests of what every store promises. */
public abstract class StoreSuite {
  static final byte[] NO_INPUTS = "{}".getBytes(StandardCharsets.UTF_8);
  static final byte[] OUTPUTS = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
  static final Supplier<Room> NO_ROOM = () -> Room.NONE;
  static final Supplier<Room> ALL_ROOM = () -> queue -> true;

  Store store;
  WorkSession session;
  List<Integer> queues;

  /** An empty store. */
  protected abstract Store open();

  @BeforeEach
  void begin() {
    store = open();
    session = session("first");
    queues = List.of(store.plans().queue("default"));
  }

  @AfterEach
  void end() {
    session.close();
    store.close();
  }

  WorkSession session(String name) {
    return store.openSession(
        new WorkerSettings(
            name,
            List.of("default"),
            4,
            Path.of("unused"),
            Duration.ofSeconds(10),
            Duration.ofSeconds(1)));
  }

  List<RunId> runs(Plan plan, int count) {
    int number = store.plans().keepPlan(plan, Map.of()).number();
    return store.runs().createRuns(Collections.nCopies(count, new NewRun(number, NO_INPUTS, "")));
  }

  static Completion done(Claimed claimed, Outcome outcome) {
    long at = claimed.claimedAt() + 1_000;
    return new Completion(claimed, at, at + 1_000, outcome, TaskResult.Output.NONE);
  }

  Recorded record(WorkSession by, Supplier<Room> room, Outcome outcome, Claimed... work) {
    List<Completion> batch = new ArrayList<>();
    for (Claimed one : work) {
      batch.add(done(one, outcome));
    }
    return by.recordOutcomes(batch, room);
  }

  Recorded succeed(WorkSession by, Supplier<Room> room, List<Claimed> work) {
    return record(by, room, new Outcome.Succeeded(OUTPUTS), work.toArray(Claimed[]::new));
  }

  RunView view(RunId run) {
    return store.runs().view(run).orElseThrow();
  }

  List<Claimed> claim(WorkSession by, int limit) {
    return by.claimReady(queues, limit);
  }
}
