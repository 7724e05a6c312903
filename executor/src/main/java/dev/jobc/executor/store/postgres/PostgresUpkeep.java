package dev.jobc.executor.store.postgres;

import static dev.jobc.executor.store.postgres.schema.Tables.WORKER;

import dev.jobc.executor.EngineException;
import dev.jobc.executor.Retention;
import dev.jobc.executor.core.AdmissionRound;
import dev.jobc.executor.runner.TaskResult;
import dev.jobc.executor.store.Backlog;
import dev.jobc.executor.store.Completion;
import dev.jobc.executor.store.Outcome;
import dev.jobc.executor.store.Recorded;
import dev.jobc.executor.store.Settled;
import dev.jobc.executor.store.Upkeep;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The chores in PostgreSQL.
 *
 * <ol>
 *   <li>One process at a time watches over the sessions: the one whose connection holds the watch
 *       lock. When it dies, or stands still for {@value #PATIENCE_MILLIS} ms, the server lets go of
 *       the lock.
 *   <li>A session is declared lost under the exclusive form of the lock that its own transactions
 *       hold shared: none of them is under way then, and none that begins later passes the fence.
 *   <li>Work is returned only from leases whose session is over, so it can't be running any more as
 *       far as this database is concerned.
 * </ol>
 */
final class PostgresUpkeep implements Upkeep, AutoCloseable {
  /** It looks every second. */
  private static final int PATIENCE_MILLIS = 5_000;

  private static final String TRY_LOCK = "select pg_try_advisory_lock(?, ?)";

  private static final String NEXT_WINDOW =
      """
      select ceil(extract(epoch from min(ends_at) - clock_timestamp()) * 1000)::bigint
      from jobc.permit where ends_at is not null\
      """;

  private static final String DECLARE_LOST =
      """
      update jobc.worker set state = 2, epoch = epoch + 1, ended_at = ?
      where worker_id = ? and epoch = ? and beat = ? and state = 0\
      """;

  private final Database database;
  private final PlanTable plans;
  private final ServerClock clock;
  private final Link watch;
  private boolean watching;
  private boolean measuring;

  PostgresUpkeep(Database database, PlanTable plans, ServerClock clock) {
    this.database = database;
    this.plans = plans;
    this.clock = clock;
    watch = new Link(database, PATIENCE_MILLIS);
  }

  @Override
  public Due promoteDue() {
    return database.pooled(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(Sql.PROMOTE_DUE);
              ResultSet rs = statement.executeQuery()) {
            rs.next();
            int moved = rs.getInt(1);
            long next = rs.getLong(2);
            return new Due(moved, rs.wasNull() ? -1 : Math.max(1, next));
          }
        });
  }

  @Override
  public Due endWindows() {
    long next = database.pooled(PostgresUpkeep::nextWindow);
    if (next != 0) {
      return new Due(0, next);
    }
    return database.transaction(
        connection -> {
          Permits permits = new Permits(connection, plans, Micros.now(clock));
          permits.windowsEnd();
          permits.settle();
          long soonest = AdmissionRound.soonest(nextWindow(connection), permits.nextChore());
          return new Due(permits.queues().size(), soonest);
        });
  }

  /** Milliseconds until a start no longer counts, 0 when one does not, -1 when none is counted. */
  private static long nextWindow(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(NEXT_WINDOW);
        ResultSet rs = statement.executeQuery()) {
      rs.next();
      long next = rs.getLong(1);
      return rs.wasNull() ? -1 : Math.max(0, next);
    }
  }

  @Override
  public List<SessionBeat> watchSessions() {
    synchronized (watch) {
      try {
        watch.call(clock::look);
        watching = watch.call(connection -> watching || tryLock(connection, Sql.LOCK_WATCH));
        return watching ? watch.call(PostgresUpkeep::beats) : List.of();
      } catch (EngineException e) {
        watching = false;
        measuring = false;
        throw e;
      }
    }
  }

  private static boolean tryLock(Connection connection, int lock) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TRY_LOCK)) {
      Arguments.of(statement).all(Sql.LOCK_CLASS, lock);
      try (ResultSet rs = statement.executeQuery()) {
        rs.next();
        return rs.getBoolean(1);
      }
    }
  }

  @Override
  public @Nullable List<Backlog> backlog() {
    synchronized (watch) {
      try {
        measuring = watch.call(connection -> measuring || tryLock(connection, Sql.LOCK_MEASURE));
      } catch (EngineException e) {
        watching = false;
        measuring = false;
        throw e;
      }
      if (!measuring) {
        return null;
      }
    }
    return database.pooled(connection -> Backlogs.count(connection, Micros.now(clock)));
  }

  private static List<SessionBeat> beats(Connection connection) {
    return Database.jooq(connection)
        .select(WORKER.WORKER_ID, WORKER.EPOCH, WORKER.BEAT, WORKER.LEASE_MILLIS)
        .from(WORKER)
        .where(WORKER.STATE.eq((short) 0))
        .fetch(row -> new SessionBeat(row.value1(), row.value2(), row.value3(), row.value4()));
  }

  @Override
  public boolean declareLost(SessionBeat seen) {
    return database.transaction(
        connection -> {
          Arguments.update(connection, "set local lock_timeout = '2s'");
          try (PreparedStatement lock =
              connection.prepareStatement("select pg_advisory_xact_lock(?, ?)")) {
            Arguments.of(lock).all(Sql.LOCK_CLASS, seen.worker());
            lock.execute();
          }
          int changed =
              Arguments.update(
                  connection,
                  DECLARE_LOST,
                  Arguments.time(Micros.now(clock)),
                  seen.worker(),
                  seen.epoch(),
                  seen.beat());
          return changed == 1;
        });
  }

  @Override
  public @Nullable Set<Integer> returnOrphans() {
    return returnOrphans(lost -> {});
  }

  @Override
  public @Nullable Set<Integer> returnOrphans(Consumer<List<Settled>> lost) {
    List<Settled> settled = new ArrayList<>();
    Set<Integer> queues =
        database.transaction(
            connection -> {
              settled.clear();
              return returnOrphans(connection, settled);
            });
    lost.accept(settled);
    return queues;
  }

  private @Nullable Set<Integer> returnOrphans(Connection connection, List<Settled> lost)
      throws SQLException {
    List<Releases.LeaseRow> rows = takeOrphans(connection);
    if (rows.isEmpty()) {
      return null;
    }
    long now = Micros.now(clock);
    Set<Integer> queues = new HashSet<>();
    List<OutcomeTransaction> all = new ArrayList<>();
    TreeMap<Integer, List<Releases.LeaseRow>> byWorker = new TreeMap<>();
    rows.forEach(
        row -> byWorker.computeIfAbsent(row.worker(), worker -> new ArrayList<>()).add(row));
    for (var leases : byWorker.entrySet()) {
      OutcomeTransaction outcomes = new OutcomeTransaction(connection, plans, leases.getKey(), now);
      outcomes.apply(
          LeaseEntries.claimed(connection, leases.getValue()).stream()
              .map(
                  claimed ->
                      new Completion(claimed, 0, now, new Outcome.Lost(), TaskResult.Output.NONE))
              .toList());
      all.add(outcomes);
    }
    for (OutcomeTransaction outcomes : all) {
      outcomes.settleLimits();
      queues.addAll(Releases.release(connection, outcomes.releases()));
      queues.addAll(outcomes.queues());
      lost.addAll(outcomes.history().settled());
    }
    return queues;
  }

  private static List<Releases.LeaseRow> takeOrphans(Connection connection) throws SQLException {
    List<Releases.LeaseRow> rows = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(Sql.TAKE_ORPHANS);
        ResultSet rs = statement.executeQuery()) {
      while (rs.next()) {
        rows.add(Releases.LeaseRow.read(rs));
      }
    }
    return rows;
  }

  @Override
  public @Nullable Recorded endOverdue() {
    return database.transaction(
        connection -> new TimeOuts(connection, plans, Micros.now(clock)).fire());
  }

  @Override
  public void sweepHalted() {
    List<Long> left =
        database.pooled(
            connection -> {
              Halts.sweep(connection);
              return new PermitRows(connection, 0).left();
            });
    if (!left.isEmpty()) {
      database.transaction(
          connection -> {
            Permits permits = new Permits(connection, plans, Micros.now(clock));
            permits.endedBefore(left);
            permits.settle();
            return left;
          });
    }
  }

  @Override
  public long cleanable(Retention retention) {
    return new Cleaner(database, plans).count(retention);
  }

  @Override
  public Retention.Removed clean(Retention retention) {
    return new Cleaner(database, plans).clean(retention);
  }

  @Override
  public void preparePartitions() {
    new Partitions(database).prepare(clock.instant());
    new ResultTable(database).removeOver();
  }

  @Override
  public int liveSessions() {
    return database.ask(jooq -> jooq.fetchCount(WORKER, WORKER.STATE.eq((short) 0)));
  }

  @Override
  public void close() {
    watch.close();
  }
}
