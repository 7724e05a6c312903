package dev.jobc.executor.store.postgres;

import dev.jobc.executor.store.Outcome;
import dev.jobc.executor.store.ResultKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Results of a batch that may be used again. Rows are written in the order of their keys, so that
 * two batches with the same can't wait for each other; whoever comes later wins.
 */
final class ResultRows {
  private static final String KEEP =
      """
      insert into jobc.result (key, given_by, ends_at, body)
      select i.key, i.run_id, clock_timestamp() + i.ttl * interval '1 millisecond', i.body
      from unnest(?::bytea[], ?::bigint[], ?::bigint[], ?::bytea[]) i(key, run_id, ttl, body)
      order by i.key
      on conflict (key) do update
      set given_by = excluded.given_by, ends_at = excluded.ends_at, body = excluded.body\
      """;

  private final Map<ResultKey, Line> lines = new TreeMap<>();

  private record Line(long runId, Outcome.Shared result) {}

  void add(long runId, Outcome.Shared result) {
    lines.put(result.key(), new Line(runId, result));
  }

  void keep(Connection connection) throws SQLException {
    if (lines.isEmpty()) {
      return;
    }
    List<Line> all = List.copyOf(lines.values());
    Arguments.update(
        connection,
        KEEP,
        all.stream().map(line -> line.result().key().digest()).toArray(byte[][]::new),
        Columns.longs(all, Line::runId),
        Columns.longs(all, line -> line.result().ttl()),
        all.stream().map(line -> line.result().outputs()).toArray(byte[][]::new));
  }
}
