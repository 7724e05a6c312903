package dev.jobc.executor.store.postgres;

import dev.jobc.executor.core.Masks;
import dev.jobc.executor.core.PlanShape;
import dev.jobc.executor.core.RunImage;
import dev.jobc.executor.core.RunImage.Part;
import dev.jobc.executor.core.RunImage.SegmentKey;
import dev.jobc.executor.core.ScopeImage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads what of a locked run is to be undone next. */
final class UndoLoader {
  /** Steps around which there are other sagas may lie between; so many are read at once. */
  private static final int CHUNK = 32;

  private static final String WAITING =
      "select "
          + Sql.SCOPE_COLUMNS
          + """

          from jobc.scope s
          where s.run_id = ? and s.scope > ? and s.scope < ? and s.role = 12 and s.released = 0
          order by s.scope desc limit\
          """
          + " "
          + CHUNK;

  private final Connection connection;
  private final long runId;
  private final PlanShape plan;

  UndoLoader(Connection connection, long runId, PlanShape plan) {
    this.connection = connection;
    this.runId = runId;
    this.plan = plan;
  }

  /** The scope asked for, if there is one, and those around it; perhaps some others. */
  RunImage load(RunImage image, Part.Undo undo) throws SQLException {
    Map<Integer, ScopeImage> scopes = new HashMap<>();
    Map<SegmentKey, Masks> segments = new HashMap<>();
    int before = undo.before();
    while (true) {
      List<ScopeImage> waiting = waiting(undo.scope(), before);
      waiting.forEach(scope -> scopes.put(scope.number(), scope));
      around(waiting, image, scopes, segments);
      RunImage more = new RunImage(image.status(), 0, scopes, segments, Map.of());
      if (waiting.size() < CHUNK) {
        return more;
      }
      before = waiting.getLast().number();
      ScopeImage found = image.and(more).find(plan, undo);
      if (found != null && found.number() >= before) {
        return more;
      }
    }
  }

  private List<ScopeImage> waiting(int after, int before) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(WAITING)) {
      Arguments.of(statement).all(runId, after, before);
      return scopes(statement);
    }
  }

  private static List<ScopeImage> scopes(PreparedStatement statement) throws SQLException {
    List<ScopeImage> found = new ArrayList<>();
    try (ResultSet rs = statement.executeQuery()) {
      while (rs.next()) {
        found.add(ScopeRows.read(rs));
      }
    }
    return found;
  }

  /** The scopes around some, and how the steps ended that opened those; one query a level. */
  private void around(
      Collection<ScopeImage> inner,
      RunImage image,
      Map<Integer, ScopeImage> scopes,
      Map<SegmentKey, Masks> segments)
      throws SQLException {
    Collection<ScopeImage> level = inner;
    while (!level.isEmpty()) {
      readSegments(level, image, segments);
      Set<Integer> missing =
          level.stream()
              .filter(scope -> !scope.isOfWorkflow())
              .map(scope -> scope.parent().scope())
              .filter(outer -> !image.scopes().containsKey(outer) && !scopes.containsKey(outer))
              .collect(Collectors.toSet());
      level = missing.isEmpty() ? List.of() : read(missing);
      level.forEach(scope -> scopes.put(scope.number(), scope));
    }
  }

  private List<ScopeImage> read(Set<Integer> numbers) throws SQLException {
    long[] runs = numbers.stream().mapToLong(number -> runId).toArray();
    int[] scopes = numbers.stream().mapToInt(Integer::intValue).toArray();
    try (PreparedStatement statement = connection.prepareStatement(Sql.READ_SCOPES)) {
      Arguments.of(statement).all(runs, scopes);
      return scopes(statement);
    }
  }

  private void readSegments(
      Collection<ScopeImage> scopes, RunImage image, Map<SegmentKey, Masks> segments)
      throws SQLException {
    List<SegmentKey> keys =
        scopes.stream()
            .filter(scope -> !scope.isOfWorkflow())
            .map(scope -> SegmentKey.of(scope.parent()))
            .filter(key -> !image.segments().containsKey(key) && !segments.containsKey(key))
            .distinct()
            .toList();
    if (keys.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(Sql.READ_SEGMENTS)) {
      Arguments.of(statement)
          .all(
              Columns.longs(keys, key -> runId),
              Columns.ints(keys, SegmentKey::scope),
              Columns.ints(keys, SegmentKey::segment));
      try (ResultSet rs = statement.executeQuery()) {
        while (rs.next()) {
          segments.put(
              new SegmentKey(rs.getInt(2), rs.getInt(3)),
              new Masks(rs.getLong(4), rs.getLong(5), rs.getLong(6), rs.getLong(7)));
        }
      }
    }
  }
}
