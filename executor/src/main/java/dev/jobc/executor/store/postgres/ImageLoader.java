package dev.jobc.executor.store.postgres;

import dev.jobc.executor.core.Fault;
import dev.jobc.executor.core.GraphShape;
import dev.jobc.executor.core.Masks;
import dev.jobc.executor.core.PlanShape;
import dev.jobc.executor.core.Role;
import dev.jobc.executor.core.RunImage;
import dev.jobc.executor.core.RunImage.SegmentKey;
import dev.jobc.executor.core.ScopeImage;
import dev.jobc.executor.core.StepRef;
import dev.jobc.plan.Fan;
import dev.jobc.plan.Node;
import dev.jobc.plan.TaskSpec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * Reads, for runs whose rows are locked, the part of their state that commands about certain steps
 * can touch: the maps around each step up to the root, and every segment of the items in between.
 */
final class ImageLoader {
  private final Connection connection;
  private final IntFunction<PlanShape> plans;
  private final Map<Long, Map<Integer, ScopeImage>> scopes = new HashMap<>();
  private final Map<Long, Set<StepRef>> touched = new HashMap<>();
  private final Map<Long, PlanShape> plansOf = new HashMap<>();

  ImageLoader(Connection connection, IntFunction<PlanShape> plans) {
    this.connection = connection;
    this.plans = plans;
  }

  private record Key(long runId, int scope, int segment) {}

  /** The images of these runs, enough for commands about these steps. */
  Map<Long, RunImage> load(Collection<RunRow> rows, Map<Long, List<StepRef>> steps)
      throws SQLException {
    for (RunRow row : rows) {
      scopes.put(row.runId(), new HashMap<>(Map.of(StepRef.ROOT, row.root())));
      plansOf.put(row.runId(), plans.apply(row.planId()));
      touched.put(row.runId(), new HashSet<>(Known.in(steps, row.runId())));
    }
    loadScopes();
    Map<Long, Map<SegmentKey, Masks>> segments = loadSegments(rows);
    Map<Long, Map<StepRef, Fault>> faults = loadFaults(rows);
    Map<Long, RunImage> images = new LinkedHashMap<>();
    for (RunRow row : rows) {
      Map<SegmentKey, Masks> own = segments.getOrDefault(row.runId(), new HashMap<>());
      own.put(new SegmentKey(StepRef.ROOT, 0), row.masks());
      images.put(
          row.runId(),
          new RunImage(
              row.status(),
              row.numbers(),
              Known.in(scopes, row.runId()),
              own,
              faults.getOrDefault(row.runId(), Map.of())));
    }
    return images;
  }

  /** From the steps' own scopes upwards; one query a level of nesting. */
  private void loadScopes() throws SQLException {
    for (List<Key> missing = missing(); !missing.isEmpty(); missing = missing()) {
      int found = 0;
      try (PreparedStatement statement = connection.prepareStatement(Sql.READ_SCOPES)) {
        Arguments.of(statement)
            .all(Columns.longs(missing, Key::runId), Columns.ints(missing, Key::scope));
        try (ResultSet rs = statement.executeQuery()) {
          while (rs.next()) {
            found++;
            ScopeImage scope = ScopeRows.read(rs);
            Known.in(scopes, rs.getLong(1)).put(scope.number(), scope);
            Set<StepRef> steps = Known.in(touched, rs.getLong(1));
            if (!scope.isOfWorkflow()) {
              steps.add(scope.parent());
            }
            if (scope.within() != scope.parent().scope()) {
              steps.add(new StepRef(scope.within(), 0));
            }
          }
        }
      }
      if (found < missing.size()) {
        throw new IllegalStateException("rows of scopes are gone: " + missing);
      }
    }
  }

  private List<Key> missing() {
    Set<Key> missing = new HashSet<>();
    touched.forEach(
        (runId, refs) -> {
          for (StepRef ref : refs) {
            if (!Known.in(scopes, runId).containsKey(ref.scope())) {
              missing.add(new Key(runId, ref.scope(), 0));
            }
          }
          if (missing.isEmpty()) {
            addBranches(missing, runId);
          }
        });
    return List.copyOf(missing);
  }

  /**
   * The branches of a race, and the calls of a step that spawns, want to know of each other; by now
   * all around them is known.
   */
  private void addBranches(Set<Key> missing, long runId) {
    Map<Integer, ScopeImage> known = Known.in(scopes, runId);
    for (ScopeImage branch : List.copyOf(known.values())) {
      if (branch.role() == Role.BRANCH || branch.role() == Role.CALLS) {
        int siblings = siblings(runId, branch);
        for (int i = 0; i < siblings; i++) {
          int number = branch.number() - branch.first() + i;
          if (!known.containsKey(number)) {
            missing.add(new Key(runId, number, 0));
            Known.in(touched, runId).add(new StepRef(number, 0));
          }
        }
      }
    }
  }

  private int siblings(long runId, ScopeImage branch) {
    StepRef parent = branch.parent();
    int graph = Known.in(Known.in(scopes, runId), parent.scope()).graph();
    Node node = Known.in(plansOf, runId).node(graph, parent.step());
    return switch (node) {
      case Fan.Race race -> race.branches().size();
      case Fan.Spawn spawn -> spawn.allow().size();
      case Node.Task task -> callees(Known.in(plansOf, runId), task);
      default -> 0;
    };
  }

  private static int callees(PlanShape plan, Node.Task task) {
    TaskSpec.Spawn spawn = plan.spawn(task);
    return spawn == null ? 0 : spawn.allow().size();
  }

  private Map<Long, Map<SegmentKey, Masks>> loadSegments(Collection<RunRow> rows)
      throws SQLException {
    Set<Key> wanted = new HashSet<>();
    for (RunRow row : rows) {
      PlanShape plan = plans.apply(row.planId());
      for (StepRef ref : Known.in(touched, row.runId())) {
        addSegments(wanted, row.runId(), ref, plan);
      }
    }
    Map<Long, Map<SegmentKey, Masks>> segments = new HashMap<>();
    List<Key> keys = new ArrayList<>(wanted);
    if (keys.isEmpty()) {
      return segments;
    }
    try (PreparedStatement statement = connection.prepareStatement(Sql.READ_SEGMENTS)) {
      Arguments.of(statement)
          .all(
              Columns.longs(keys, Key::runId),
              Columns.ints(keys, Key::scope),
              Columns.ints(keys, Key::segment));
      try (ResultSet rs = statement.executeQuery()) {
        while (rs.next()) {
          segments
              .computeIfAbsent(rs.getLong(1), run -> new HashMap<>())
              .put(
                  new SegmentKey(rs.getInt(2), rs.getInt(3)),
                  new Masks(rs.getLong(4), rs.getLong(5), rs.getLong(6), rs.getLong(7)));
        }
      }
    }
    return segments;
  }

  private record Range(long runId, int scope, int low, int high) {}

  /** Why steps of the touched instances failed, for plans that keep that. */
  private Map<Long, Map<StepRef, Fault>> loadFaults(Collection<RunRow> rows) throws SQLException {
    Set<Range> wanted = new HashSet<>();
    for (RunRow row : rows) {
      PlanShape plan = plans.apply(row.planId());
      if (plan.keepsFaults()) {
        for (StepRef ref : Known.in(touched, row.runId())) {
          ScopeImage scope = Known.in(Known.in(scopes, row.runId()), ref.scope());
          int size = Math.max(1, plan.graph(scope.graph()).size());
          int low = ref.step() / size * size;
          wanted.add(new Range(row.runId(), ref.scope(), low, low + size - 1));
        }
      }
    }
    Map<Long, Map<StepRef, Fault>> faults = new HashMap<>();
    List<Range> ranges = List.copyOf(wanted);
    if (ranges.isEmpty()) {
      return faults;
    }
    try (PreparedStatement statement = connection.prepareStatement(Sql.READ_FAULTS)) {
      Arguments.of(statement)
          .all(
              Columns.longs(ranges, Range::runId),
              Columns.ints(ranges, Range::scope),
              Columns.ints(ranges, Range::low),
              Columns.ints(ranges, Range::high));
      try (ResultSet rs = statement.executeQuery()) {
        while (rs.next()) {
          StepRef origin = new StepRef(rs.getInt(5), rs.getInt(6));
          faults
              .computeIfAbsent(rs.getLong(1), run -> new HashMap<>())
              .put(
                  new StepRef(rs.getInt(2), rs.getInt(3)),
                  new Fault(rs.getInt(4), origin, rs.getString(7)));
        }
      }
    }
    return faults;
  }

  /** All segments of the item that a step belongs to, but for the one in the run row. */
  private void addSegments(Set<Key> wanted, long runId, StepRef ref, PlanShape plan) {
    ScopeImage scope = Known.in(Known.in(scopes, runId), ref.scope());
    GraphShape graph = plan.graph(scope.graph());
    if (graph.size() == 0) {
      return;
    }
    int first = ref.step() / graph.size() * graph.size();
    int last = first + graph.size() - 1;
    for (int segment = first / Masks.BITS; segment <= last / Masks.BITS; segment++) {
      if (ref.scope() != StepRef.ROOT || segment > 0) {
        wanted.add(new Key(runId, ref.scope(), segment));
      }
    }
  }
}
