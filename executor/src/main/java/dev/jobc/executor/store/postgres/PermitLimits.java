package dev.jobc.executor.store.postgres;

import dev.jobc.executor.core.Need;
import dev.jobc.executor.store.postgres.Permits.Waiter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The limits that the operator has set, as they are now. */
final class PermitLimits {
  private static final String POOLS =
      "select 'pool ' || name, slots from jobc.pool where 'pool ' || name = any(?)";

  private final Map<String, Integer> pools;
  private final Set<String> keys;

  private PermitLimits(Map<String, Integer> pools, Set<String> keys) {
    this.pools = pools;
    this.keys = keys;
  }

  static PermitLimits read(Connection connection, List<Waiter> waiters) throws SQLException {
    Set<String> keys = new LinkedHashSet<>();
    Set<String> set = new LinkedHashSet<>();
    for (Waiter one : waiters) {
      for (Need need : one.needs()) {
        keys.add(need.key());
        if (need.limit() == Need.SET) {
          set.add(need.key());
        }
      }
    }
    Map<String, Integer> pools = new HashMap<>();
    if (!set.isEmpty()) {
      try (PreparedStatement statement = connection.prepareStatement(POOLS)) {
        statement.setObject(1, set.toArray(String[]::new));
        try (ResultSet rs = statement.executeQuery()) {
          while (rs.next()) {
            pools.put(rs.getString(1), rs.getInt(2));
          }
        }
      }
    }
    return new PermitLimits(pools, keys);
  }

  /** All that is to be counted. */
  Set<String> keys() {
    return keys;
  }

  /** What one needs, with all limits known; a pool that nobody has made has no slots. */
  List<Need> needs(Waiter one) {
    return one.needs().stream()
        .map(
            need ->
                need.limit() == Need.SET ? need.within(pools.getOrDefault(need.key(), 0)) : need)
        .toList();
  }
}
