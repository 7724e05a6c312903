package dev.jobc.executor.store.postgres;

import dev.jobc.executor.Begin;
import dev.jobc.executor.core.Need;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of {@code delayed_run}: runs that begin at a time, each with its timer. */
final class DelayedRuns {
  private static final String KEEP =
      """
      with d as (
        insert into jobc.delayed_run (run_id, due_at, keys, limits, slots, wins, policies)
        values (?, coalesce(?::timestamptz, clock_timestamp() + ? * interval '1 millisecond'),
          ?, ?, ?, ?, ?)
        returning run_id, due_at)
      insert into jobc.timer (due_at, run_id, kind, scope, step, attempt, lost, since)
      select due_at, run_id, ?, 0, ?, 1, 0, ? from d\
      """;

  private static final String TAKE =
      """
      delete from jobc.delayed_run where run_id = any(?)
      returning run_id, keys, limits, slots, wins, policies\
      """;

  private static final String DUE = "select due_at from jobc.delayed_run where run_id = ?";

  private DelayedRuns() {}

  /**
   * One that was created held back.
   *
   * @param needs what limits it is to ask when it is time
   */
  record Delayed(long runId, Begin begin, List<Need> needs) {}

  static void keep(Connection connection, List<Delayed> runs, long now) throws SQLException {
    if (runs.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(KEEP)) {
      for (Delayed run : runs) {
        Arguments.of(statement)
            .all(run.runId())
            .all((@Nullable Object) at(run.begin()))
            .all(delay(run.begin()))
            .all(Needs.columns(run.needs()))
            .all(Timers.BEGIN, PermitRows.RUN, now);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private static @Nullable OffsetDateTime at(Begin begin) {
    return begin instanceof Begin.At(Instant time) ? time.atOffset(ZoneOffset.UTC) : null;
  }

  private static long delay(Begin begin) {
    return begin instanceof Begin.After after ? after.delay().toMillis() : 0;
  }

  /** Their time has come; what they ask for, by run. Those that are not delayed are left out. */
  static Map<Long, List<Need>> take(Connection connection, long[] runs) throws SQLException {
    Map<Long, List<Need>> taken = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(TAKE)) {
      statement.setObject(1, runs);
      try (ResultSet rs = statement.executeQuery()) {
        while (rs.next()) {
          taken.put(rs.getLong(1), Needs.read(rs, 2));
        }
      }
    }
    return taken;
  }

  /** When it begins; null when it waits for no time. */
  static @Nullable Instant due(Connection connection, long run) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(DUE)) {
      statement.setLong(1, run);
      try (ResultSet rs = statement.executeQuery()) {
        return rs.next() ? rs.getObject(1, OffsetDateTime.class).toInstant() : null;
      }
    }
  }
}
