package dev.jobc.executor.store.postgres;

import dev.jobc.executor.EngineException;
import dev.jobc.executor.RunId;
import dev.jobc.executor.store.NewRun;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rows of {@code run_name}: ids that submitters give, each to one run. */
final class RunNames {
  /** Who gives the same id at once waits here, and then finds the row. */
  private static final String KEEP =
      """
      insert into jobc.run_name (name, run_id, content)
      select i.name, i.run_id, i.content
      from unnest(?::text[], ?::bigint[], ?::bytea[]) i(name, run_id, content)
      order by i.name
      on conflict do nothing returning name\
      """;

  private static final String FIND =
      "select name, run_id, content from jobc.run_name where name = any(?)";

  private RunNames() {}

  /**
   * What ids stand for now.
   *
   * @param runs by id
   * @param fresh those of the ids that are new
   */
  record Kept(Map<String, Long> runs, Set<String> fresh) {
    private static final Kept NOTHING = new Kept(Map.of(), Set.of());

    /** The run that is meant: another one if its id stands for that. */
    long run(long run, NewRun.@Nullable Given given) {
      return given == null ? run : Known.in(runs, given.id());
    }

    /** Whether the run is to be created. */
    boolean isNew(long run, NewRun.@Nullable Given given) {
      return given == null || (fresh.contains(given.id()) && run(run, given) == run);
    }

    /** Whether one of the runs had its id before: an earlier try has created them all. */
    boolean hasOld(Map<Long, NewRun.Given> wanted) {
      return wanted.entrySet().stream()
          .anyMatch(
              one ->
                  run(one.getKey(), one.getValue()) == one.getKey()
                      && !fresh.contains(one.getValue().id()));
    }
  }

  /**
   * Gives the ids to these runs unless they are another's.
   *
   * @param wanted runs to be, by number
   * @throws EngineException when one stands for a run of other content
   */
  static Kept keep(Connection connection, Map<Long, NewRun.Given> wanted) throws SQLException {
    if (wanted.isEmpty()) {
      return Kept.NOTHING;
    }
    TreeMap<String, Long> first = new TreeMap<>();
    wanted.forEach((run, given) -> first.putIfAbsent(given.id(), run));
    String[] names = first.keySet().toArray(String[]::new);
    byte[][] contents =
        first.values().stream().map(run -> Known.in(wanted, run).content()).toArray(byte[][]::new);
    long[] runs = first.values().stream().mapToLong(Long::longValue).toArray();
    Set<String> fresh = new HashSet<>();
    try (PreparedStatement statement = connection.prepareStatement(KEEP)) {
      Arguments.of(statement).all(names, runs, contents);
      try (ResultSet rs = statement.executeQuery()) {
        while (rs.next()) {
          fresh.add(rs.getString(1));
        }
      }
    }
    return new Kept(check(connection, names, wanted), fresh);
  }

  private static Map<String, Long> check(
      Connection connection, String[] names, Map<Long, NewRun.Given> wanted) throws SQLException {
    Map<String, Long> runs = new TreeMap<>();
    try (PreparedStatement statement = connection.prepareStatement(FIND)) {
      statement.setObject(1, names);
      try (ResultSet rs = statement.executeQuery()) {
        while (rs.next()) {
          String name = rs.getString(1);
          byte[] content = rs.getBytes(3);
          runs.put(name, rs.getLong(2));
          for (NewRun.Given given : wanted.values()) {
            if (given.id().equals(name) && !Arrays.equals(given.content(), content)) {
              throw other(name, new RunId(rs.getLong(2)));
            }
          }
        }
      }
    }
    return runs;
  }

  private static EngineException other(String name, RunId run) {
    return new EngineException(
        EngineException.Kind.INVALID_INPUT,
        "the id `" + name + "` is that of run " + run + ", which has another plan or other inputs");
  }

  static @Nullable RunId find(Connection connection, String name) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FIND)) {
      statement.setObject(1, new String[] {name});
      try (ResultSet rs = statement.executeQuery()) {
        return rs.next() ? new RunId(rs.getLong(2)) : null;
      }
    }
  }
}
