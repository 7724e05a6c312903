package dev.jobc.executor.store.postgres;

import dev.jobc.executor.RunState;
import dev.jobc.executor.core.Fault;
import dev.jobc.executor.core.Masks;
import dev.jobc.executor.core.PlanShape;
import dev.jobc.executor.core.Role;
import dev.jobc.executor.core.RunImage;
import dev.jobc.executor.core.RunImage.SegmentKey;
import dev.jobc.executor.core.ScopeImage;
import dev.jobc.executor.core.StepRef;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads everything of a locked run that goes on below a scope; needed when it ends early. */
final class BelowLoader {
  private static final String BESIDE =
      "select "
          + Sql.SCOPE_COLUMNS
          + """

          from unnest(?::int[], ?::int[]) p(scope, step)
          join jobc.scope s
            on s.run_id = ? and s.parent_scope = p.scope and s.parent_step = p.step\
          """;

  private final Connection connection;
  private final long runId;
  private final PlanShape plan;

  BelowLoader(Connection connection, long runId, PlanShape plan) {
    this.connection = connection;
    this.runId = runId;
    this.plan = plan;
  }

  /** Scopes, segments and faults; the state of the run as a whole is not looked at. */
  RunImage load(int scope) throws SQLException {
    Map<Integer, ScopeImage> scopes = new HashMap<>();
    for (List<Integer> level = List.of(scope); !level.isEmpty(); level = below(level, scopes)) {
      // One query a level of nesting.
    }
    addBeside(scopes);
    List<Integer> numbers = new ArrayList<>(scopes.keySet());
    numbers.add(scope);
    Map<StepRef, Fault> faults = plan.keepsFaults() ? faults(numbers) : Map.of();
    return new RunImage(RunState.RUNNING, 0, scopes, segments(numbers), faults);
  }

  /** How the steps of a scope have ended, and nothing else. */
  RunImage steps(int scope) throws SQLException {
    return new RunImage(RunState.RUNNING, 0, Map.of(), segments(List.of(scope)), Map.of());
  }

  private List<Integer> below(List<Integer> parents, Map<Integer, ScopeImage> scopes)
      throws SQLException {
    List<Integer> found = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(Sql.READ_OPEN)) {
      Arguments.of(statement).all(runId, array(parents));
      try (ResultSet rs = statement.executeQuery()) {
        while (rs.next()) {
          ScopeImage scope = ScopeRows.read(rs);
          scopes.put(scope.number(), scope);
          found.add(scope.number());
        }
      }
    }
    return found;
  }

  /**
   * What is over, but asked for by what goes on beside it: the body that a handler follows, the
   * other branches of a race and calls of a step.
   */
  private void addBeside(Map<Integer, ScopeImage> scopes) throws SQLException {
    List<StepRef> steps =
        scopes.values().stream()
            .filter(scope -> looksBeside(scope.role()))
            .map(ScopeImage::parent)
            .distinct()
            .toList();
    if (steps.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(BESIDE)) {
      Arguments.of(statement)
          .all(Columns.ints(steps, StepRef::scope), Columns.ints(steps, StepRef::step), runId);
      try (ResultSet rs = statement.executeQuery()) {
        while (rs.next()) {
          ScopeImage scope = ScopeRows.read(rs);
          scopes.put(scope.number(), scope);
        }
      }
    }
  }

  private static boolean looksBeside(Role role) {
    return switch (role) {
      case CATCH, FINALLY, BRANCH, CALLS -> true;
      case ITEMS, BODY, CASE, TURN, PARTS, COMBINE, REDUCE, UNDO, CHECK -> false;
    };
  }

  private Map<SegmentKey, Masks> segments(List<Integer> scopes) throws SQLException {
    Map<SegmentKey, Masks> segments = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(Sql.READ_SEGMENTS_OF)) {
      Arguments.of(statement).all(runId, array(scopes));
      try (ResultSet rs = statement.executeQuery()) {
        while (rs.next()) {
          segments.put(
              new SegmentKey(rs.getInt(1), rs.getInt(2)),
              new Masks(rs.getLong(3), rs.getLong(4), rs.getLong(5), rs.getLong(6)));
        }
      }
    }
    return segments;
  }

  private Map<StepRef, Fault> faults(List<Integer> scopes) throws SQLException {
    Map<StepRef, Fault> faults = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(Sql.READ_FAULTS_OF)) {
      Arguments.of(statement).all(runId, array(scopes));
      try (ResultSet rs = statement.executeQuery()) {
        while (rs.next()) {
          StepRef origin = new StepRef(rs.getInt(4), rs.getInt(5));
          faults.put(
              new StepRef(rs.getInt(1), rs.getInt(2)),
              new Fault(rs.getInt(3), origin, rs.getString(6)));
        }
      }
    }
    return faults;
  }

  private static int[] array(List<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }
}
