package dev.jobc.executor.store.postgres;

import dev.jobc.executor.store.Claimed;
import dev.jobc.executor.store.Entry;
import dev.jobc.executor.store.Work;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The last look before attempts start: what they hold. Starts that count for a time count from
 * here.
 */
final class Entries {
  private static final String BEGIN =
      """
      update jobc.permit p set begun_at = coalesce(p.begun_at, clock_timestamp()),
        ends_at = case when p.win > 0 and p.refusal = 0
          then coalesce(p.ends_at, clock_timestamp() + p.win * interval '1 millisecond') end
      from unnest(?::bigint[], ?::int[], ?::int[], ?::smallint[]) with ordinality
        i(run_id, scope, step, attempt, n)
      where p.run_id = i.run_id and p.scope = i.scope and p.step = i.step
        and p.attempt = i.attempt
        and exists (select from jobc.worker where worker_id = ? and epoch = ? and state = 0)
      returning i.n, p.refusal, p.key\
      """;

  private Entries() {}

  static Map<Claimed, Entry> begin(Connection connection, SessionKey session, List<Claimed> claimed)
      throws SQLException {
    List<Work> work = claimed.stream().map(Claimed::work).toList();
    Map<Claimed, Entry> entries = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(BEGIN)) {
      Arguments.of(statement).all(Columns.attempts(work)).all(session.worker(), session.epoch());
      try (ResultSet rs = statement.executeQuery()) {
        while (rs.next()) {
          int refusal = rs.getInt(2);
          Entry entry =
              refusal == 0
                  ? new Entry.Through()
                  : new Entry.Refused(rs.getString(3), refusal == PermitRows.FAIL);
          entries.put(claimed.get(rs.getInt(1) - 1), entry);
        }
      }
    }
    return entries;
  }
}
