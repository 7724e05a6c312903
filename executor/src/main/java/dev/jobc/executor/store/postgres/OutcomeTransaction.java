package dev.jobc.executor.store.postgres;

import dev.jobc.executor.Cancelling;
import dev.jobc.executor.RunState;
import dev.jobc.executor.core.GraphShape;
import dev.jobc.executor.core.PlanShape;
import dev.jobc.executor.core.RunCommand;
import dev.jobc.executor.core.RunImage;
import dev.jobc.executor.core.RunImage.Part;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.core.Tries;
import dev.jobc.executor.store.Claimed;
import dev.jobc.executor.store.Completion;
import dev.jobc.executor.store.Outcome;
import dev.jobc.executor.store.ValueStore;
import dev.jobc.executor.store.Work;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a batch of outcomes changes, inside a transaction that the caller has fenced.
 *
 * <ol>
 *   <li>Run rows are locked in ascending order, whatever way they are locked in, so that two
 *       batches can't wait for each other.
 *   <li>Successes in small static graphs set their bits blindly and read back what is true: exactly
 *       one transaction sees a need become the last one. A run that turns out to have failures, and
 *       everything else, goes through the rules with its row locked.
 *   <li>Nothing outside the transaction changes; the same batch may be taken again after a
 *       rollback.
 * </ol>
 */
final class OutcomeTransaction {
  private final Connection connection;
  private final PlanTable plans;
  private final int worker;
  private final long now;
  private final History history = new History();
  private final List<Release> releases = new ArrayList<>();
  private final List<Long> ended = new ArrayList<>();
  private final Set<Claimed> refused = new HashSet<>();
  private final List<Claimed> unended = new ArrayList<>();
  private final Set<Long> halted = new TreeSet<>();
  private final List<Timers.Limit> tries = new ArrayList<>();
  private final Set<Long> silent = new TreeSet<>();
  private final Set<Long> awaited = new TreeSet<>();
  private final List<ValueStore.Address> calledOff = new ArrayList<>();
  private final Set<Claimed> held = new HashSet<>();
  private final Set<Integer> otherQueues = new HashSet<>();
  private final Permits permits;

  OutcomeTransaction(Connection connection, PlanTable plans, int worker, long nowMicros) {
    this.connection = connection;
    this.plans = plans;
    this.worker = worker;
    this.now = nowMicros;
    permits = new Permits(connection, plans, nowMicros);
  }

  /** What became ready or will. */
  List<Release> releases() {
    return releases;
  }

  List<Long> ended() {
    return ended;
  }

  /** Entries whose step goes on without them. */
  List<Claimed> unended() {
    return unended;
  }

  /**
   * Work of this run that was released before must not go on, because the rules have ended its
   * steps: claims throw it away from the commit on, workers stop it.
   */
  void halt(long runId) {
    halted.add(runId);
  }

  /** A further try of a run begins in so many milliseconds. */
  void tryLater(long runId, int scope, long delay) {
    Work any = new Work(runId, 0, new StepRef(scope, 0), Tries.FIRST, now, now);
    tries.add(new Timers.Limit(delay, Timers.TRY, any));
  }

  /** The run has ended; nobody waits in it any more. */
  void forgetQuestions(long runId) {
    silent.add(runId);
  }

  boolean halts() {
    return !halted.isEmpty();
  }

  /** Results that came too late. */
  Set<Claimed> refused() {
    return refused;
  }

  void refuse(Completion completion) {
    history.refused(completion, worker);
    refused.add(completion.claimed());
  }

  History history() {
    return history;
  }

  Permits permits() {
    return permits;
  }

  /** Somebody has this work, and goes on having it whatever becomes of its step in this batch. */
  void stillHeld(Claimed claimed) {
    held.add(claimed);
  }

  /** Queues that have got work besides the releases. */
  Set<Integer> queues() {
    Set<Integer> queues = new HashSet<>(permits.queues());
    queues.addAll(otherQueues);
    return queues;
  }

  /** See {@link Permits#nextChore}. */
  long nextChore() {
    return permits.nextChore();
  }

  /** Changes the state of the runs and appends the history; releases are left to the caller. */
  void run(List<Completion> batch) throws SQLException {
    apply(batch);
    settleLimits();
  }

  /** The second half of {@link #run}: no run may be locked after it. */
  void settleLimits() throws SQLException {
    permits.settle();
    releases.addAll(permits.own());
  }

  /** The first half of {@link #run}, for those who have several batches in one transaction. */
  void apply(List<Completion> batch) throws SQLException {
    TreeMap<Long, List<Completion>> quick = new TreeMap<>();
    TreeMap<Long, List<Completion>> ruled = new TreeMap<>();
    batch.forEach(one -> quick.computeIfAbsent(runOf(one), run -> new ArrayList<>(2)).add(one));
    for (var run : List.copyOf(quick.entrySet())) {
      if (!run.getValue().stream().allMatch(this::isQuick)) {
        ruled.put(run.getKey(), run.getValue());
        quick.remove(run.getKey());
      }
    }
    Map<Long, RunRow> rows = new HashMap<>();
    if (!ruled.isEmpty()) {
      lock(quick, ruled, rows);
    }
    if (!quick.isEmpty()) {
      markDone(quick, ruled, rows);
    }
    if (!ruled.isEmpty()) {
      applyRules(ruled, rows);
    }
    follow();
    permits.settled(
        batch.stream().map(Completion::claimed).filter(one -> !held.contains(one)).toList());
    permits.ended(ended);
  }

  /**
   * Something that is asked of a run as a whole.
   *
   * @param row locked
   * @param event see {@link Codes}
   */
  record Order(RunRow row, RunCommand command, int event, byte @Nullable [] detail) {
    /** Of what is no event of its own. */
    static final int UNTOLD = 0;
  }

  /** Takes orders like {@link #apply} takes outcomes; returns how many steps were cancelled. */
  int order(List<Order> orders) throws SQLException {
    ImageWriter writer = new ImageWriter();
    int stopped = 0;
    for (Order order : orders) {
      RunRow row = order.row();
      RuledRun run = new RuledRun(row.runId(), plans.shape(row.planId()), row.image(), this);
      if (run.order(order.command(), row.planId()) && order.event() != Order.UNTOLD) {
        history.runEvent(row.runId(), order.event(), now, order.detail());
      }
      List<StepRef> steps = run.stopped();
      StoppedSteps.record(connection, history, row, run.image(), steps, now);
      stopped += steps.size();
      writer.add(row.runId(), run.before(), run.image(), run::items);
      noteEnd(row, run);
    }
    writer.write(connection, now);
    follow();
    permits.ended(ended);
    return stopped;
  }

  /** What comes after the rules have been asked, beside releases and permits. */
  private void follow() throws SQLException {
    history.write(connection);
    Halts.add(connection, halted);
    Timers.arm(connection, tries);
    Questions.forgetRuns(connection, silent);
    releases.addAll(CalledRuns.waiting(connection, awaited, now));
    endCalled();
  }

  /** Ends the runs that steps wait for which do so no longer. */
  private void endCalled() throws SQLException {
    if (calledOff.isEmpty()) {
      return;
    }
    RunEnder ender = new RunEnder(connection, plans, now);
    for (ValueStore.Address step : calledOff) {
      long[] called = CalledRuns.calledBy(connection, step.runId(), step.ref());
      RunEnder.lock(connection, called).forEach(row -> ender.cancel(row, Cancelling.GENTLY));
    }
    ender.write();
    otherQueues.addAll(ender.queues());
  }

  /** A step that waits for another run ends without it. */
  void callOff(long runId, StepRef ref) {
    calledOff.add(new ValueStore.Address(runId, ref));
  }

  private static long runOf(Completion completion) {
    return completion.claimed().work().runId();
  }

  private boolean isQuick(Completion completion) {
    Work work = completion.claimed().work();
    return completion.outcome() instanceof Outcome.Succeeded
        && work.ref().scope() == StepRef.ROOT
        && plans.shape(work.planId()).isFast();
  }

  /** Locks all runs of the batch, not only those that need it: in one order with the others. */
  private void lock(
      TreeMap<Long, List<Completion>> quick,
      TreeMap<Long, List<Completion>> ruled,
      Map<Long, RunRow> rows)
      throws SQLException {
    TreeMap<Long, List<Completion>> all = new TreeMap<>(quick);
    all.putAll(ruled);
    try (PreparedStatement statement = connection.prepareStatement(Sql.LOCK_RUNS)) {
      statement.setObject(1, all.keySet().stream().mapToLong(Long::longValue).toArray());
      try (ResultSet rs = statement.executeQuery()) {
        while (rs.next()) {
          RunRow row = RunRow.read(rs);
          if (ruled.containsKey(row.runId())) {
            rows.put(row.runId(), row);
          }
        }
      }
    }
  }

  private record Mark(long runId, long mine, long whole) {}

  private void markDone(
      TreeMap<Long, List<Completion>> quick,
      TreeMap<Long, List<Completion>> ruled,
      Map<Long, RunRow> rows)
      throws SQLException {
    List<Mark> marks = new ArrayList<>(quick.size());
    quick.forEach((run, completions) -> marks.add(mark(run, completions)));
    Map<Long, Long> bits = new HashMap<>();
    marks.forEach(mark -> bits.put(mark.runId(), mark.mine()));
    try (PreparedStatement statement = connection.prepareStatement(Sql.MARK_DONE)) {
      Arguments.of(statement)
          .all(
              Arguments.time(now),
              Columns.longs(marks, Mark::runId),
              Columns.longs(marks, Mark::mine),
              Columns.longs(marks, Mark::whole));
      try (ResultSet rs = statement.executeQuery()) {
        while (rs.next()) {
          RunRow row = RunRow.read(rs);
          long mine = Known.in(bits, row.runId());
          List<Completion> completions = Known.in(quick, row.runId());
          quick.remove(row.runId());
          boolean plain = row.isPlain();
          if (plain || row.status() != RunState.RUNNING) {
            succeeded(row, mine, completions);
          } else {
            ruled.put(row.runId(), completions);
            rows.put(row.runId(), row.without(mine));
          }
        }
      }
    }
    quick.values().forEach(rest -> rest.forEach(this::refuse));
  }

  private Mark mark(long run, List<Completion> completions) {
    long mine = 0;
    for (Completion completion : completions) {
      mine |= 1L << completion.claimed().work().ref().step();
    }
    int planId = completions.get(0).claimed().work().planId();
    return new Mark(run, mine, plans.shape(planId).root().all());
  }

  private void succeeded(RunRow row, long mine, List<Completion> completions) {
    completions.forEach(one -> history.attempt(one, Codes.SUCCEEDED, worker));
    if (row.status() != RunState.RUNNING) {
      ended.add(row.runId());
      if ((row.flags() & CalledRuns.FLAG) != 0) {
        awaited.add(row.runId());
      }
      return;
    }
    GraphShape graph = plans.shape(row.planId()).root();
    for (int node : graph.released(row.masks().done(), mine)) {
      Work work =
          new Work(
              row.runId(), row.planId(), new StepRef(StepRef.ROOT, node), Tries.FIRST, now, now);
      releases.add(Release.of(work, graph.node(node), 0, plans));
    }
  }

  private void applyRules(TreeMap<Long, List<Completion>> ruled, Map<Long, RunRow> rows)
      throws SQLException {
    Map<Long, List<StepRef>> steps = new HashMap<>();
    for (var run : List.copyOf(ruled.entrySet())) {
      if (rows.containsKey(run.getKey())) {
        steps.put(run.getKey(), run.getValue().stream().flatMap(RuledRun::touched).toList());
      } else {
        ruled.remove(run.getKey());
        run.getValue().forEach(this::refuse);
      }
    }
    Map<Long, RunImage> images =
        new ImageLoader(connection, plans::shape).load(rows.values(), steps);
    ImageWriter writer = new ImageWriter();
    for (var run : ruled.entrySet()) {
      RunImage before = Known.in(images, run.getKey());
      PlanShape plan = plans.shape(Known.in(rows, run.getKey()).planId());
      RuledRun ruledRun = new RuledRun(run.getKey(), plan, before, this);
      Pauses pauses = new Pauses(connection, plan, now);
      Map<StepRef, Integer> givenUp =
          plan.makesWay() ? Halts.givenUp(connection, run.getKey()) : Map.of();
      for (Completion one : run.getValue()) {
        Work work = one.claimed().work();
        if (work.tries().attempt() <= givenUp.getOrDefault(work.ref(), 0)) {
          ruledRun.tooLate(one);
          continue;
        }
        Completion answered = pauses.answered(one, ruledRun.image());
        ruledRun.take(answered);
        pauses.after(answered, ruledRun.image());
      }
      writer.add(run.getKey(), ruledRun.before(), ruledRun.image(), ruledRun::items);
      noteEnd(Known.in(rows, run.getKey()), ruledRun);
    }
    writer.write(connection, now);
  }

  private void noteEnd(RunRow row, RuledRun run) {
    boolean flagged = (row.flags() & CalledRuns.FLAG) != 0;
    if (flagged && run.image().status().ended() && !run.before().status().ended()) {
      awaited.add(row.runId());
    }
  }

  /** A further part of a locked run. */
  RunImage part(long runId, PlanShape plan, RunImage image, Part part) throws SQLException {
    return switch (part) {
      case Part.Steps steps -> new BelowLoader(connection, runId, plan).steps(steps.scope());
      case Part.Below below -> new BelowLoader(connection, runId, plan).load(below.scope());
      case Part.Undo undo -> new UndoLoader(connection, runId, plan).load(image, undo);
    };
  }

  /** What the run gives, in place of what it may have given before. */
  void give(long runId, StepRef outputs, byte[] body) throws SQLException {
    Arguments.update(connection, Sql.GIVE_OUTPUTS, runId, outputs.scope(), outputs.step(), body);
  }

  /** What a step has given is not to be seen. */
  void drop(long runId, StepRef step) throws SQLException {
    Arguments.update(connection, Sql.DROP_OUTPUTS, runId, step.scope(), step.step());
  }

  int worker() {
    return worker;
  }

  long now() {
    return now;
  }

  PlanTable plans() {
    return plans;
  }
}
