package dev.jobc.executor.store.postgres;

import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.core.Tries;
import dev.jobc.executor.store.Work;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Time limits of runs, and of work that waits for a worker. Plans without limits have no rows here,
 * and cost nothing.
 */
final class Timers {
  static final short RUN = 1;
  static final short QUEUE = 2;
  static final short TOTAL = 3;

  /** No limit: a holder of a permit is to make way for another, now. */
  static final short CALL_OFF = 4;

  /** No limit: a run that limits have held back has its answer. */
  static final short GO_ON = 5;

  /** No limit: a further try of the run begins, in the scope that is told. */
  static final short TRY = 6;

  /** No limit: it is time for a run to begin. */
  static final short BEGIN = 7;

  private static final String ARM =
      """
      insert into jobc.timer (due_at, run_id, kind, scope, step, attempt, lost, since)
      select clock_timestamp() + i.delay * interval '1 millisecond', i.run_id, i.kind, i.scope,
        i.step, i.attempt, i.lost, i.since
      from unnest(?::bigint[], ?::bigint[], ?::smallint[], ?::int[], ?::int[], ?::smallint[],
          ?::smallint[], ?::bigint[])
        i(delay, run_id, kind, scope, step, attempt, lost, since)\
      """;

  private static final String TAKE =
      """
      delete from jobc.timer where ctid = any(array(
        select ctid from jobc.timer where due_at <= clock_timestamp()
        order by due_at, id limit 500 for update skip locked))
      returning run_id, kind, scope, step, attempt, lost, since\
      """;

  private Timers() {}

  /**
   * A limit.
   *
   * @param delay milliseconds from now
   * @param work for a run: any step of it
   */
  record Limit(long delay, short kind, Work work) {}

  /** What is over. */
  record Due(long runId, short kind, StepRef ref, Tries tries, long since) {}

  /** Sets the limits of work that is about to wait. */
  static void arm(Connection connection, Collection<Release> releases) throws SQLException {
    List<Limit> limits = new ArrayList<>();
    for (Release release : releases) {
      if (release.limits().queue() > 0) {
        long delay = release.delay() + release.limits().queue();
        limits.add(new Limit(delay, QUEUE, release.work()));
      }
      if (release.limits().total() > 0) {
        long gone = (release.work().readyAt() - release.work().since()) / 1000;
        limits.add(new Limit(release.limits().total() - gone, TOTAL, release.work()));
      }
    }
    arm(connection, limits);
  }

  /** The limit of a run that begins now, none if it has none. */
  static List<Limit> ofRun(long runId, int planId, PlanTable plans) {
    long timeout = plans.shape(planId).plan().policy().timeout();
    Work any = new Work(runId, planId, new StepRef(0, 0), Tries.FIRST, 0, 0);
    return timeout > 0 ? List.of(new Limit(timeout, RUN, any)) : List.of();
  }

  static void arm(Connection connection, List<Limit> limits) throws SQLException {
    if (limits.isEmpty()) {
      return;
    }
    Arguments.update(
        connection,
        ARM,
        Columns.longs(limits, Limit::delay),
        Columns.longs(limits, limit -> limit.work().runId()),
        Columns.shorts(limits, Limit::kind),
        Columns.ints(limits, limit -> limit.work().ref().scope()),
        Columns.ints(limits, limit -> limit.work().ref().step()),
        Columns.shorts(limits, limit -> limit.work().tries().attempt()),
        Columns.shorts(limits, limit -> limit.work().tries().lost()),
        Columns.longs(limits, limit -> limit.work().since()));
  }

  /** Takes what is over, at most a batch. */
  static List<Due> take(Connection connection) throws SQLException {
    List<Due> due = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(TAKE);
        ResultSet rs = statement.executeQuery()) {
      while (rs.next()) {
        due.add(
            new Due(
                rs.getLong(1),
                rs.getShort(2),
                new StepRef(rs.getInt(3), rs.getInt(4)),
                new Tries(rs.getInt(5), rs.getInt(6), 0),
                rs.getLong(7)));
      }
    }
    return due;
  }
}
