package dev.jobc.executor.store.postgres;

import dev.jobc.executor.core.Need;
import dev.jobc.executor.store.postgres.Permits.Waiter;
import dev.jobc.plan.FlowControl.Concurrency.OnLimit;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The limits that the operator has set, as they are now. */
final class PermitLimits {
  static final String POOL = "pool ";
  static final String QUEUE = "queue ";
  static final String QUEUE_RATE = "queue rate ";

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
          List<Need> needs = new ArrayList<>();
          int slots = rs.getInt(3);
          if (!rs.wasNull()) {
            needs.add(new Need(QUEUE + rs.getString(2), slots, 1, 0, OnLimit.QUEUE));
          }
          int rate = rs.getInt(4);
          if (!rs.wasNull()) {
            String key = QUEUE_RATE + rs.getString(2);
            needs.add(new Need(key, rate, 1, rs.getLong(5), OnLimit.QUEUE));
          }
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

  /**
   * What one needs, that of its queue included, with all limits known. A pool that nobody has made
   * has no slots.
   */
  List<Need> needs(Waiter one) {
    List<Need> needs = new ArrayList<>();
    for (Need need : one.needs()) {
      int limit = need.limit() == Need.SET ? pools.getOrDefault(need.key(), 0) : need.limit();
      needs.add(need.within(limit));
    }
    needs.addAll(queues.getOrDefault(one.release().queue(), List.of()));
    return needs;
  }
}
