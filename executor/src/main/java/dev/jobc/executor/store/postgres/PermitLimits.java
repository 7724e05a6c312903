package dev.jobc.executor.store.postgres;

import dev.jobc.executor.Queues;
import dev.jobc.executor.core.Need;
import dev.jobc.executor.store.SetLimits;
import dev.jobc.executor.store.postgres.Permits.Waiter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The limits that the operator has set, as they are now. */
final class PermitLimits {
  private static final String POOLS =
      "select 'pool ' || name, slots from jobc.pool where 'pool ' || name = any(?)";

  private static final String QUEUES =
      """
      select queue_id, name, slots, rate_limit, rate_per from jobc.queue
      where queue_id = any(?) and (slots is not null or rate_limit is not null)\
      """;

  private final Map<String, Integer> pools = new HashMap<>();
  private final Map<Integer, List<Need>> queues = new HashMap<>();
  private final Set<String> keys = new LinkedHashSet<>();

  private PermitLimits() {}

  static PermitLimits read(Connection connection, Collection<Waiter> waiters) throws SQLException {
    PermitLimits limits = new PermitLimits();
    Set<String> pools = new LinkedHashSet<>();
    Set<Integer> queues = new LinkedHashSet<>();
    for (Waiter one : waiters) {
      queues.add(one.release().queue());
      for (Need need : one.needs()) {
        limits.keys.add(need.key());
        if (need.limit() == Need.SET) {
          pools.add(need.key());
        }
      }
    }
    limits.readPools(connection, pools);
    limits.readQueues(connection, queues);
    return limits;
  }

  private void readPools(Connection connection, Set<String> wanted) throws SQLException {
    if (wanted.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(POOLS)) {
      statement.setObject(1, wanted.toArray(String[]::new));
      try (ResultSet rs = statement.executeQuery()) {
        while (rs.next()) {
          pools.put(rs.getString(1), rs.getInt(2));
        }
      }
    }
  }

  private void readQueues(Connection connection, Set<Integer> wanted) throws SQLException {
    if (wanted.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(QUEUES)) {
      statement.setObject(1, wanted.stream().mapToInt(Integer::intValue).toArray());
      try (ResultSet rs = statement.executeQuery()) {
        while (rs.next()) {
          Queues.Settings settings =
              Queues.Settings.NONE
                  .withSlots(rs.getInt(3))
                  .withRate(rs.getInt(4), Duration.ofMillis(rs.getLong(5)));
          List<Need> needs = SetLimits.needs(rs.getString(2), settings);
          queues.put(rs.getInt(1), needs);
          needs.forEach(need -> keys.add(need.key()));
        }
      }
    }
  }

  /** All that is to be counted. */
  Set<String> keys() {
    return keys;
  }

  /** See {@link SetLimits#all}. */
  List<Need> needs(Waiter one) {
    return new SetLimits(pools, queues).all(one.needs(), one.release().queue());
  }
}
