package dev.jobc.executor.store.postgres;

import dev.jobc.executor.core.Tries;
import dev.jobc.executor.store.Claimed;
import dev.jobc.executor.store.Work;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Lease rows unfolded into the work they stand for. */
final class LeaseEntries {
  private static final String PLANS = "select run_id, plan_id from jobc.run where run_id = any(?)";

  private LeaseEntries() {}

  /** The entries; those of runs that no longer exist are left out. */
  static List<Claimed> claimed(Connection connection, Collection<Releases.LeaseRow> rows)
      throws SQLException {
    Map<Long, Integer> plans = plans(connection, rows);
    List<Claimed> claimed = new ArrayList<>();
    for (Releases.LeaseRow row : rows) {
      for (Releases.LeaseRow.Entry entry : row.entries()) {
        Integer plan = plans.get(entry.runId());
        if (plan != null) {
          Tries tries = new Tries(entry.attempt(), entry.lost(), entry.streak());
          Work work =
              new Work(entry.runId(), plan, entry.ref(), tries, entry.since(), entry.since());
          claimed.add(new Claimed(work, row.fence(), row.claimedAt()));
        }
      }
    }
    return claimed;
  }

  private static Map<Long, Integer> plans(Connection connection, Collection<Releases.LeaseRow> rows)
      throws SQLException {
    long[] runs =
        rows.stream()
            .flatMap(row -> row.entries().stream())
            .mapToLong(Releases.LeaseRow.Entry::runId)
            .distinct()
            .sorted()
            .toArray();
    Map<Long, Integer> plans = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(PLANS)) {
      statement.setObject(1, runs);
      try (ResultSet rs = statement.executeQuery()) {
        while (rs.next()) {
          plans.put(rs.getLong(1), rs.getInt(2));
        }
      }
    }
    return plans;
  }
}
