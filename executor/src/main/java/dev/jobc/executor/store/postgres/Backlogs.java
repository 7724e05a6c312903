package dev.jobc.executor.store.postgres;

import dev.jobc.executor.store.Backlog;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Counts what waits: one statement, one pass over each of the three tables that hold it. */
final class Backlogs {
  private static final String COUNT =
      """
      select coalesce(q.name, ''), w.kind, w.depth, w.oldest
      from (
        select q, 0 as kind, count(*) as depth, min(ready_at) as oldest from jobc.ready group by q
        union all
        select q, 1, count(*), null from jobc.deferred group by q
        union all
        select q, 2, count(*), null from jobc.held_back group by q) w
      left join jobc.queue q on q.queue_id = w.q
      order by 1, 2\
      """;

  private Backlogs() {}

  /** Work that any worker may do counts under a name that no queue can have: the empty one. */
  static List<Backlog> count(Connection connection, long nowMicros) throws SQLException {
    List<Backlog> counted = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(COUNT);
        ResultSet rs = statement.executeQuery()) {
      while (rs.next()) {
        Backlog.State state = Backlog.State.values()[rs.getInt(2)];
        long oldest = state == Backlog.State.READY ? nowMicros - rs.getLong(4) : 0;
        counted.add(new Backlog(rs.getString(1), state, rs.getLong(3), Math.max(0, oldest / 1000)));
      }
    }
    return counted;
  }
}
