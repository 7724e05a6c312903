package dev.jobc.executor.store.postgres;

import dev.jobc.executor.RunState;
import dev.jobc.executor.TaskError;
import dev.jobc.executor.core.Need;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.runner.TaskResult;
import dev.jobc.executor.store.Claimed;
import dev.jobc.executor.store.Completion;
import dev.jobc.executor.store.Outcome;
import dev.jobc.executor.store.Recorded;
import dev.jobc.executor.store.Work;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Ends what has run out of time. One transaction takes the limits that are over and does what they
 * ask for, with the rows of the runs locked. A limit on waiting means nothing once a worker has the
 * attempt, or it has been tried: workers keep the limits of what they run.
 */
final class TimeOuts {
  private static final String BEGUN =
      """
      select i.n from unnest(?::bigint[], ?::int[], ?::int[], ?::smallint[]) with ordinality
        i(run_id, scope, step, attempt, n)
      where exists (
          select from jobc.lease l, unnest(l.run_ids, l.scopes, l.steps) e(run_id, scope, step)
          where e.run_id = i.run_id and e.scope = i.scope and e.step = i.step)
        or exists (
          select from jobc.attempt a
          where a.run_id = i.run_id and a.scope = i.scope and a.step = i.step
            and a.attempt >= i.attempt)\
      """;

  private static final String GIVE_UP =
      """
      insert into jobc.stale (run_id, scope, step, attempt) values (?, ?, ?, ?)
      on conflict (run_id, scope, step) do update
      set attempt = greatest(stale.attempt, excluded.attempt)\
      """;

  private static final String HOLDS =
      """
      select 1 from jobc.permit
      where run_id = ? and scope = ? and step = ? and attempt = ? and called_off limit 1\
      """;

  private static final String FENCE = "select nextval('jobc.lease_id')";

  private final Connection connection;
  private final PlanTable plans;
  private final long now;
  private final Set<Completion> calledOff = new HashSet<>();

  TimeOuts(Connection connection, PlanTable plans, long nowMicros) {
    this.connection = connection;
    this.plans = plans;
    this.now = nowMicros;
  }

  /** Null when nothing was over. */
  @Nullable Recorded fire() throws SQLException {
    List<Timers.Due> due = Timers.take(connection);
    if (due.isEmpty()) {
      return null;
    }
    Map<Long, RunRow> rows = new HashMap<>();
    long[] ids = due.stream().mapToLong(Timers.Due::runId).sorted().distinct().toArray();
    for (RunRow row : RunEnder.lock(connection, ids)) {
      if (row.status() == RunState.RUNNING) {
        rows.put(row.runId(), row);
      }
    }
    Set<Long> over = new HashSet<>();
    for (Timers.Due one : due) {
      if (one.kind() == Timers.RUN && rows.containsKey(one.runId())) {
        over.add(one.runId());
      }
    }
    RunEnder ender = new RunEnder(connection, plans, now);
    over.forEach(run -> ender.runOut(Known.in(rows, run)));
    for (Timers.Due one : due) {
      RunRow row = rows.get(one.runId());
      if (row != null && isOfRun(one, Timers.CALL_OFF) && holds(one) && over.add(row.runId())) {
        ender.makeWay(row);
      }
      if (row != null && one.kind() == Timers.TRY && over.add(row.runId())) {
        ender.tryAgain(row, one.ref().scope());
      }
    }
    ender.write();
    Set<Long> ended = new HashSet<>(ender.ended());
    rows.keySet().removeAll(ended);
    OutcomeTransaction outcomes = new OutcomeTransaction(connection, plans, 0, now);
    Set<Integer> queues = new HashSet<>(steps(due, rows, outcomes));
    queues.addAll(outcomes.queues());
    ended.addAll(outcomes.ended());
    queues.addAll(ender.queues());
    goOn(runs(Timers.GO_ON, due, rows, over), ended, queues);
    begin(runs(Timers.BEGIN, due, rows, over), ended, queues);
    return new Recorded(
        List.of(), List.copyOf(ended), queues, -1, Set.of(), true, outcomes.history().settled());
  }

  /** Last, since no run may be locked after permits are. */
  private void goOn(List<RunRow> runs, Set<Long> ended, Set<Integer> queues) throws SQLException {
    if (runs.isEmpty()) {
      return;
    }
    RunEnder ender = new RunEnder(connection, plans, now);
    RunStarts starts = new RunStarts(connection, plans, now, ender);
    starts.goOn(runs);
    ender.write();
    ended.addAll(ender.ended());
    starts.releases().forEach(release -> queues.add(release.queue()));
  }

  private static boolean isOfStep(Timers.Due due) {
    return due.kind() != Timers.RUN
        && due.kind() != Timers.TRY
        && due.ref().step() != PermitRows.RUN;
  }

  /** Their time has come: they begin, or ask their limits whether they may. */
  private void begin(List<RunRow> runs, Set<Long> ended, Set<Integer> queues) throws SQLException {
    if (runs.isEmpty()) {
      return;
    }
    Map<Long, List<Need>> needs = DelayedRuns.take(connection, Columns.longs(runs, RunRow::runId));
    RunEnder ender = new RunEnder(connection, plans, now);
    RunStarts starts = new RunStarts(connection, plans, now, ender);
    starts.begin(runs.stream().filter(row -> List.of().equals(needs.get(row.runId()))).toList());
    ender.write();
    ended.addAll(ender.ended());
    starts.releases().forEach(release -> queues.add(release.queue()));
    RunGate gate = new RunGate(connection, plans, now, null);
    List<Timers.Limit> limits = new ArrayList<>();
    for (RunRow row : runs) {
      List<Need> wanted = needs.get(row.runId());
      if (wanted != null && !wanted.isEmpty()) {
        gate.ask(row.runId(), row.planId(), wanted);
      }
      if (wanted != null) {
        limits.addAll(Timers.ofRun(row.runId(), row.planId(), plans));
      }
    }
    Timers.arm(connection, limits);
    gate.settle();
    ended.addAll(gate.ended());
    queues.addAll(gate.queues());
  }

  private static boolean isOfRun(Timers.Due due, short kind) {
    return due.kind() == kind && due.ref().step() == PermitRows.RUN;
  }

  /** What is to be done with runs as a whole. */
  private static List<RunRow> runs(
      short kind, List<Timers.Due> due, Map<Long, RunRow> rows, Set<Long> ended) {
    List<RunRow> found = new ArrayList<>();
    for (Timers.Due one : due) {
      RunRow row = rows.get(one.runId());
      if (row != null
          && isOfRun(one, kind)
          && !ended.contains(row.runId())
          && !found.contains(row)) {
        found.add(row);
      }
    }
    return found;
  }

  /** Ends attempts that have waited too long; returns the queues that have got work by that. */
  private Set<Integer> steps(
      List<Timers.Due> due, Map<Long, RunRow> rows, OutcomeTransaction outcomes)
      throws SQLException {
    List<Completion> late = late(due, rows);
    if (late.isEmpty()) {
      return Set.of();
    }
    calledOff.forEach(one -> outcomes.stillHeld(one.claimed()));
    outcomes.run(late);
    for (Completion one : late) {
      Work work = one.claimed().work();
      Arguments.update(
          connection,
          GIVE_UP,
          work.runId(),
          work.ref().scope(),
          work.ref().step(),
          (short) work.tries().attempt());
    }
    Halts.add(connection, late.stream().map(one -> one.claimed().work().runId()).toList());
    return Releases.release(connection, outcomes.releases());
  }

  private record Step(long runId, StepRef ref) {}

  private List<Completion> late(List<Timers.Due> due, Map<Long, RunRow> rows) throws SQLException {
    Map<Step, Completion> late = new LinkedHashMap<>();
    for (Timers.Due one : due) {
      RunRow row = rows.get(one.runId());
      if (row != null && isOfStep(one)) {
        Step step = new Step(one.runId(), one.ref());
        Completion completion = completion(one, row);
        if (one.kind() == Timers.CALL_OFF) {
          if (holds(one)) {
            calledOff.add(completion);
            late.put(step, completion);
          }
        } else if (one.kind() == Timers.TOTAL || !late.containsKey(step)) {
          late.put(step, completion);
        }
      }
    }
    List<Completion> all = new ArrayList<>(late.values());
    Set<Claimed> over = Halts.over(connection, all.stream().map(Completion::claimed).toList());
    all.removeIf(one -> over.contains(one.claimed()));
    Set<Completion> begun = begun(all);
    all.removeIf(one -> begun.contains(one) && !calledOff.contains(one));
    return all;
  }

  private Completion completion(Timers.Due due, RunRow row) throws SQLException {
    Work work = new Work(row.runId(), row.planId(), due.ref(), due.tries(), due.since(), now);
    TaskError error =
        switch (due.kind()) {
          case Timers.QUEUE ->
              new TaskError(TaskError.TIMEOUT, "waited for a worker longer than its limit");
          case Timers.TOTAL ->
              new TaskError(
                  TaskError.TIMEOUT, "all attempts together took longer than their limit");
          default ->
              new TaskError(
                  TaskError.CANCELLED, "made way for another of the same concurrency key");
        };
    return new Completion(
        new Claimed(work, fence(), now), 0, now, new Outcome.Failed(error), TaskResult.Output.NONE);
  }

  /** Whether it still has what it is to give back: not if its attempt has ended meanwhile. */
  private boolean holds(Timers.Due due) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(HOLDS)) {
      Arguments.of(statement)
          .all(due.runId(), due.ref().scope(), due.ref().step(), (short) due.tries().attempt());
      try (ResultSet rs = statement.executeQuery()) {
        return rs.next();
      }
    }
  }

  private long fence() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FENCE);
        ResultSet rs = statement.executeQuery()) {
      rs.next();
      return rs.getLong(1);
    }
  }

  private Set<Completion> begun(List<Completion> all) throws SQLException {
    Set<Completion> begun = new HashSet<>();
    if (all.isEmpty()) {
      return begun;
    }
    List<Work> work = all.stream().map(one -> one.claimed().work()).toList();
    try (PreparedStatement statement = connection.prepareStatement(BEGUN)) {
      Arguments.of(statement).all(Columns.attempts(work));
      try (ResultSet rs = statement.executeQuery()) {
        while (rs.next()) {
          begun.add(all.get(rs.getInt(1) - 1));
        }
      }
    }
    return begun;
  }
}
