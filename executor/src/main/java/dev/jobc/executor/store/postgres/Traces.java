package dev.jobc.executor.store.postgres;

import dev.jobc.executor.TraceContext;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The traces that runs belong to. Most have none, and then no row. */
final class Traces {
  private static final String KEEP =
      """
      insert into jobc.run_trace (run_id, traceparent, tracestate)
      select * from unnest(?::bigint[], ?::text[], ?::text[])\
      """;

  private static final String FIND =
      "select run_id, traceparent, tracestate from jobc.run_trace where run_id = any(?)";

  private Traces() {}

  /** A run and the trace it belongs to. */
  record Of(long runId, TraceContext context) {}

  static void keep(Connection connection, Collection<Of> traces) throws SQLException {
    if (!traces.isEmpty()) {
      List<Of> all = new ArrayList<>(traces);
      Arguments.update(
          connection,
          KEEP,
          Columns.longs(all, Of::runId),
          all.stream().map(one -> one.context().parent()).toArray(String[]::new),
          all.stream().map(one -> one.context().state()).toArray(String[]::new));
    }
  }

  static Map<Long, TraceContext> find(Connection connection, long... runs) throws SQLException {
    Map<Long, TraceContext> found = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(FIND)) {
      statement.setObject(1, runs);
      try (ResultSet rs = statement.executeQuery()) {
        while (rs.next()) {
          TraceContext context = read(rs.getString(2), rs.getString(3));
          if (context != null) {
            found.put(rs.getLong(1), context);
          }
        }
      }
    }
    return found;
  }

  /** Null when somebody has put something else there. */
  static @Nullable TraceContext read(String parent, String state) {
    return TraceContext.read(parent, state).orElse(null);
  }
}
