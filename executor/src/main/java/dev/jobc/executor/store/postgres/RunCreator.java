package dev.jobc.executor.store.postgres;

import dev.jobc.executor.Begin;
import dev.jobc.executor.RunId;
import dev.jobc.executor.TraceContext;
import dev.jobc.executor.core.Holding;
import dev.jobc.executor.core.Masks;
import dev.jobc.executor.core.Need;
import dev.jobc.executor.core.PlanShape;
import dev.jobc.executor.core.RunCommand;
import dev.jobc.executor.core.RunImage;
import dev.jobc.executor.core.RunMachine;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.store.NewRun;
import dev.jobc.plan.Node;
import dev.jobc.plan.Provenance;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Creates runs: all of a call in one transaction. When the connection dies at the commit, the runs'
 * ids tell whether it happened.
 */
final class RunCreator {
  private static final int MAX_TRIES = 8;

  /** From so many runs on, fewer bytes are worth more round trips. */
  private static final int MANY = 64;

  private static final RunImage.SegmentKey FIRST = new RunImage.SegmentKey(StepRef.ROOT, 0);

  private static final String COUNT = "select count(*) from jobc.run where run_id = any(?)";

  private final Database database;
  private final PlanTable plans;
  private final InstantSource clock;
  private final RunIds ids;
  private final Map<Integer, Beginning> beginnings = new ConcurrentHashMap<>();

  /**
   * A run to be.
   *
   * @param needs what it asks limits for; empty when it begins without asking
   */
  private record Line(long runId, NewRun run, Beginning beginning, List<Need> needs) {
    boolean asks() {
      return !needs.isEmpty() && !isDelayed();
    }

    boolean isDelayed() {
      return run.begin() != null;
    }

    boolean isNamed() {
      return run.given() != null;
    }

    /** Whether it has nothing to do, and so has ended when it is created. */
    boolean isOver() {
      return beginning.image().status().ended();
    }
  }

  RunCreator(Database database, PlanTable plans, InstantSource clock) {
    this.database = database;
    this.plans = plans;
    this.clock = clock;
    ids = new RunIds(clock);
  }

  List<RunId> create(List<NewRun> runs) {
    if (runs.isEmpty()) {
      return List.of();
    }
    List<Line> lines = lines(runs);
    if (lines.stream().anyMatch(Line::isNamed)) {
      lookUp(lines);
    }
    boolean inDoubt = false;
    Backoff backoff = new Backoff();
    for (int tries = 0; ; tries++) {
      boolean check = inDoubt;
      List<Line> wanted = lines;
      try {
        return database.pooled(connection -> insert(connection, wanted, check));
      } catch (dev.jobc.executor.EngineException e) {
        boolean duplicate = e.getCause() instanceof SQLException s && Failures.isDuplicate(s);
        boolean lost = e.getCause() instanceof SQLException s && Failures.isConnectionLost(s);
        if (tries == MAX_TRIES || !duplicate && !lost || !backoff.pause(tries)) {
          throw e;
        }
        inDoubt |= lost;
        lines = duplicate && !inDoubt ? lines(runs) : lines;
      }
    }
  }

  /**
   * What is looked up through the pool while runs are inserted is known then. Transactions wait for
   * each other when they give the same ids, each with a connection of the pool: none may be left.
   */
  private void lookUp(List<Line> lines) {
    releases(lines, true);
    releases(lines, false);
    lines.forEach(line -> plans.provenances().numberOf(line.run().provenance()));
  }

  /**
   * Where the runs of one transaction ask their limits.
   *
   * @param caller the run whose step starts them; null for none
   */
  RunGate gate(Connection connection, @Nullable Long caller) {
    return new RunGate(connection, plans, Micros.now(clock), caller);
  }

  /**
   * Creates a run in a transaction of the caller's.
   *
   * @param gate where runs with limits ask, at the end of the transaction
   */
  RunId createIn(Connection connection, NewRun run, RunGate gate) throws SQLException {
    RunId id = ids.next();
    Line line = line(id, run, gate.needs(id, run.needs()));
    insertAll(connection, List.of(line), gate);
    return id;
  }

  /** Creates a run that takes up another one, as far as its own rows go; see {@link Resumer}. */
  RunId resumeIn(
      Connection connection, NewRun run, RunCommand.Resume resume, RunImage fresh, RunGate gate)
      throws SQLException {
    RunId id = ids.next();
    Line line = line(id, run, gate.needs(id, run.needs()), fresh, resume);
    insertAll(connection, List.of(line), gate);
    return id;
  }

  private List<Line> lines(List<NewRun> runs) {
    List<Line> lines = new ArrayList<>(runs.size());
    for (NewRun run : runs) {
      RunId id = ids.next();
      lines.add(line(id, run, run.needs().of(id)));
    }
    return lines;
  }

  private Line line(RunId id, NewRun run, List<Need> needs) {
    if (!needs.isEmpty() || run.begin() != null) {
      return line(id, run, needs, RunImage.NEW, new RunCommand.Start());
    }
    Beginning known = beginnings.computeIfAbsent(run.planId(), plan -> beginning(plan, 0));
    Beginning beginning = known.isTimed() ? beginning(run.planId(), Micros.now(clock)) : known;
    return new Line(id.value(), run, beginning, needs);
  }

  private Line line(RunId id, NewRun run, List<Need> needs, RunImage fresh, RunCommand command) {
    PlanShape plan = plans.shape(run.planId());
    Beginning beginning =
        needs.isEmpty() && run.begin() == null
            ? Beginning.of(RunMachine.apply(fresh, command, plan, Micros.now(clock)))
            : new Beginning(
                run.begin() == null ? Holding.held(fresh, command) : Holding.later(fresh, command),
                List.of());
    return new Line(id.value(), run, beginning, needs);
  }

  private Beginning beginning(int planId, long now) {
    return Beginning.of(
        RunMachine.apply(RunImage.NEW, new RunCommand.Start(), plans.shape(planId), now));
  }

  private static List<RunId> ids(List<Line> lines) {
    return lines.stream().map(line -> new RunId(line.runId())).toList();
  }

  private static boolean exist(Connection connection, List<Line> lines) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(COUNT)) {
      statement.setObject(1, Columns.longs(lines, Line::runId));
      try (ResultSet rs = statement.executeQuery()) {
        rs.next();
        return rs.getLong(1) == lines.size();
      }
    }
  }

  /**
   * Creates them, or finds them.
   *
   * @param inDoubt whether a transaction before this one may have created them
   */
  private List<RunId> insert(Connection connection, List<Line> lines, boolean inDoubt)
      throws SQLException {
    List<Line> unnamed = lines.stream().filter(line -> !line.isNamed()).toList();
    boolean created = inDoubt && !unnamed.isEmpty() && exist(connection, unnamed);
    if (created && unnamed.size() == lines.size()) {
      return ids(lines);
    }
    if (lines.size() < MANY
        && lines.stream()
            .noneMatch(
                line ->
                    line.asks()
                        || line.isDelayed()
                        || line.isNamed()
                        || line.isOver()
                        || line.beginning().isWide()
                        || isLimited(line)
                        || line.run().trace() != null
                        || line.run().provenance() != null)) {
      // One statement is a transaction by itself and a single round trip.
      insertRuns(connection, lines);
      return ids(lines);
    }
    connection.setAutoCommit(false);
    try {
      List<RunId> ids = insertNew(connection, lines, created);
      connection.commit();
      return ids;
    } catch (SQLException | RuntimeException e) {
      // Leaving the transaction would commit what there is of it.
      Database.rollback(connection);
      throw e;
    } finally {
      Database.restore(connection);
    }
  }

  /** Those whose given id stands for no run yet, and all that have none. */
  private List<RunId> insertNew(Connection connection, List<Line> lines, boolean created)
      throws SQLException {
    Map<Long, NewRun.Given> given = new LinkedHashMap<>();
    for (Line line : lines) {
      NewRun.Given id = line.run().given();
      if (id != null) {
        given.put(line.runId(), id);
      }
    }
    RunNames.Kept kept = RunNames.keep(connection, given);
    if (!created && !kept.hasOld(given)) {
      RunGate gate = gate(connection, null);
      insertAll(
          connection,
          lines.stream().filter(line -> kept.isNew(line.runId(), line.run().given())).toList(),
          gate);
      gate.settle();
    }
    return lines.stream()
        .map(line -> new RunId(kept.run(line.runId(), line.run().given())))
        .toList();
  }

  /** Runs with everything that belongs to them from the beginning, in the transaction at hand. */
  private void insertAll(Connection connection, List<Line> lines, RunGate gate)
      throws SQLException {
    Timers.arm(connection, insertRuns(connection, lines));
    Releases.defer(connection, releases(lines, true));
    Timers.arm(connection, runLimits(lines));
    DelayedRuns.keep(connection, delayed(lines), Micros.now(clock));
    Traces.keep(connection, traces(lines));
    plans.provenances().keep(connection, provenances(lines));
    ImageWriter rest = new ImageWriter();
    for (Line line : lines) {
      rest.addNew(line.runId(), line.beginning().image());
    }
    rest.write(connection, Micros.now(clock));
    List<Long> over = lines.stream().filter(Line::isOver).map(Line::runId).toList();
    if (!over.isEmpty()) {
      Occasions.ended(connection, over);
    }
    lines.stream()
        .filter(Line::asks)
        .forEach(line -> gate.ask(line.runId(), line.run().planId(), line.needs()));
  }

  /** Whether time limits begin with the run. */
  private boolean isLimited(Line line) {
    PlanShape plan = plans.shape(line.run().planId());
    return plan.plan().policy().timeout() > 0
        || line.beginning().released().stream()
            .map(enqueue -> line.beginning().node(plan, enqueue.ref()))
            .anyMatch(
                node ->
                    node instanceof Node.Task task
                        && (task.timeouts().queue() > 0 || task.timeouts().total() > 0));
  }

  private static List<Traces.Of> traces(List<Line> lines) {
    List<Traces.Of> traces = new ArrayList<>();
    for (Line line : lines) {
      TraceContext context = line.run().trace();
      if (context != null) {
        traces.add(new Traces.Of(line.runId(), context));
      }
    }
    return traces;
  }

  private static Map<Long, Provenance> provenances(List<Line> lines) {
    Map<Long, Provenance> provenances = new LinkedHashMap<>();
    for (Line line : lines) {
      Provenance provenance = line.run().provenance();
      if (provenance != null) {
        provenances.put(line.runId(), provenance);
      }
    }
    return provenances;
  }

  /** Those of runs that begin now. */
  private List<Timers.Limit> runLimits(List<Line> lines) {
    List<Timers.Limit> limits = new ArrayList<>();
    for (Line line : lines) {
      if (!line.isDelayed()) {
        limits.addAll(Timers.ofRun(line.runId(), line.run().planId(), plans));
      }
    }
    return limits;
  }

  private static List<DelayedRuns.Delayed> delayed(List<Line> lines) {
    List<DelayedRuns.Delayed> delayed = new ArrayList<>();
    for (Line line : lines) {
      Begin begin = line.run().begin();
      if (begin != null) {
        delayed.add(new DelayedRuns.Delayed(line.runId(), begin, line.needs()));
      }
    }
    return delayed;
  }

  /** The work that the runs begin with: at once, or after a delay. */
  private List<Release> releases(List<Line> lines, boolean delayed) {
    long now = Micros.now(clock);
    List<Release> releases = new ArrayList<>();
    for (Line line : lines) {
      int planId = line.run().planId();
      for (Release release : line.beginning().releases(line.runId(), planId, plans, now)) {
        if (release.delay() > 0 == delayed) {
          releases.add(release);
        }
      }
    }
    return releases;
  }

  private List<Release> insertRuns(Connection connection, List<Line> lines) throws SQLException {
    long now = Micros.now(clock);
    List<Release> released = releases(lines, false);
    List<Line> given =
        lines.stream()
            .filter(line -> line.run().inputs().length > 2 || !line.run().directory().isEmpty())
            .toList();
    if (lines.size() >= MANY) {
      copyRuns(connection, lines, given, now);
      Releases.copy(connection, released);
      return released;
    }
    Arguments.update(
        connection,
        Sql.CREATE_RUNS,
        Arguments.time(now),
        Arguments.time(now),
        Columns.longs(lines, Line::runId),
        Columns.ints(lines, line -> line.run().planId()),
        Columns.longs(lines, line -> line.beginning().image().segment(FIRST).done()),
        Columns.longs(lines, line -> line.beginning().image().segment(FIRST).failed()),
        Columns.longs(lines, line -> line.beginning().image().segment(FIRST).skipped()),
        Columns.ints(lines, line -> line.beginning().image().lastNumber()),
        Columns.shorts(lines, line -> RunRow.code(line.beginning().image().status())),
        Columns.shorts(
            lines, line -> line.beginning().image().scope(StepRef.ROOT).progress().flags()),
        Columns.longs(given, Line::runId),
        given.stream().map(line -> line.run().directory()).toArray(String[]::new),
        given.stream().map(line -> line.run().inputs()).toArray(byte[][]::new),
        now,
        now,
        Columns.longs(released, release -> release.work().runId()),
        Columns.ints(released, release -> release.work().planId()),
        Columns.ints(released, release -> release.work().ref().scope()),
        Columns.ints(released, release -> release.work().ref().step()),
        Columns.ints(released, Release::queue),
        Columns.shorts(released, Release::prio));
    return released;
  }

  private static void copyRuns(Connection connection, List<Line> lines, List<Line> given, long now)
      throws SQLException {
    CopyRows runs = new CopyRows();
    for (Line line : lines) {
      RunImage image = line.beginning().image();
      Masks masks = image.segment(FIRST);
      runs.row(11)
          .int8(line.runId())
          .time(now)
          .int4(line.run().planId())
          .int4(image.lastNumber())
          .int8(masks.failed())
          .int8(masks.skipped())
          .int8(0)
          .int2(image.scope(StepRef.ROOT).progress().flags())
          .int2(RunRow.code(image.status()))
          .int8(masks.done());
      if (image.status().ended()) {
        runs.time(now);
      } else {
        runs.none();
      }
    }
    runs.send(connection, Sql.COPY_RUNS);
    CopyRows inputs = new CopyRows();
    for (Line line : given) {
      byte[] input = line.run().inputs();
      inputs.row(3).int8(line.runId()).text(line.run().directory()).bytes(input, 0, input.length);
    }
    inputs.send(connection, Sql.COPY_INPUTS);
  }
}
