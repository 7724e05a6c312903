package dev.jobc.executor.store.postgres;

import dev.jobc.executor.DeadLetters;
import dev.jobc.executor.EngineException;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.core.Ending;
import dev.jobc.executor.core.GraphShape;
import dev.jobc.executor.core.MapRest;
import dev.jobc.executor.core.Masks;
import dev.jobc.executor.core.PlanShape;
import dev.jobc.executor.core.Resumption;
import dev.jobc.executor.core.RunCommand;
import dev.jobc.executor.core.RunImage;
import dev.jobc.executor.core.ScopeImage;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.store.LetterStore;
import dev.jobc.executor.store.NewRun;
import dev.jobc.executor.store.Onto;
import dev.jobc.executor.store.RunNeeds;
import dev.jobc.plan.Plan;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Takes up runs that have ended.
 *
 * <ol>
 *   <li>A run that has ended stays as it is: its history is never rewritten. What goes on is a new
 *       run, with copies of what the kept steps have given and of the scopes they have run.
 *   <li>Dead letters of what runs again are gone with the same transaction.
 *   <li>The row of the old run is locked meanwhile, so that two of a call don't both take it up.
 * </ol>
 */
final class Resumer {
  private static final String UNDER_WAY =
      """
      select n.run_id from jobc.resumed_run n join jobc.run r on r.run_id = n.run_id
      where n.resumed = ? and r.status = 0\
      """;

  private static final String NOTE =
      """
      insert into jobc.resumed_run (run_id, resumed, origin)
      select ?, ?, case when ? then ? else coalesce(
        (select origin from jobc.resumed_run where run_id = ?), ?) end\
      """;

  private static final String START = "select facts from jobc.run_start where run_id = ?";

  private static final String INPUT =
      "select input, directory from jobc.run_input where run_id = ?";

  private static final String SEGMENTS =
      """
      select segment, done, failed, skipped, cut
      from jobc.segment where run_id = ? and scope = ?\
      """;

  private static final String LAST_TRY =
      """
      select coalesce(max(scope), 0) from jobc.scope
      where run_id = ? and parent_scope = -1 and role = 2\
      """;

  /** The scopes that steps have run, and those below. */
  private static final String SCOPES =
      """
      with recursive below(scope) as (
        select scope from jobc.scope
        where run_id = ? and parent_scope = ? and parent_step = any(?)
        union all
        select s.scope from jobc.scope s join below b on s.parent_scope = b.scope
        where s.run_id = ?)
      select coalesce(array_agg(scope), '{}') from below\
      """;

  private static final String OWN_SCOPE_COLUMNS = Sql.SCOPE_COLUMNS.replace("s.run_id, ", "");

  private static final String COPY_ITEMS =
      """
      insert into jobc.scope_items (run_id, scope, items)
      select ?, scope, items from jobc.scope_items where run_id = ? and scope = any(?)\
      """;

  private static final String COPY_STEPS =
      """
      insert into jobc.output (run_id, scope, step, body)
      select ?, scope, step, body from jobc.output
      where run_id = ? and scope = ? and step = any(?)\
      """;

  /** Each takes the new run, the old one and the scopes. */
  private static final List<String> COPY_SCOPES =
      List.of(
          "insert into jobc.scope (run_id, "
              + OWN_SCOPE_COLUMNS.replace("s.", "")
              + ") select ?, "
              + OWN_SCOPE_COLUMNS
              + " from jobc.scope s where s.run_id = ? and s.scope = any(?)",
          COPY_ITEMS,
          """
          insert into jobc.segment (run_id, scope, segment, done, failed, skipped, cut)
          select ?, scope, segment, done, failed, skipped, cut
          from jobc.segment where run_id = ? and scope = any(?)\
          """,
          """
          insert into jobc.output (run_id, scope, step, body)
          select ?, scope, step, body from jobc.output where run_id = ? and scope = any(?)\
          """,
          // Expressions may ask for the errors of steps that were caught.
          """
          insert into jobc.attempt (run_id, fence, ready_at, claimed_at, started_at, finished_at,
            scope, step, worker, attempt, outcome, error)
          select ?, fence, ready_at, claimed_at, started_at, finished_at, scope, step, worker,
            attempt, outcome, error
          from jobc.attempt where run_id = ? and scope = any(?) and error is not null\
          """);

  private static final String COPY_OUTPUTS =
      """
      insert into jobc.output (run_id, scope, step, body)
      select ?, 0, n.now, o.body
      from unnest(?::int[], ?::int[]) n(before, now)
      join jobc.output o on o.run_id = ? and o.scope = ? and o.step = n.before\
      """;

  /** What a later try has run is what the first try of the new run would have. */
  private static final String MOVE =
      """
      update jobc.scope set parent_scope = case parent_scope when ? then 0 else parent_scope end,
        within = case within when ? then 0 else within end
      where run_id = ? and (parent_scope = ? or within = ?)\
      """;

  private static final String RENUMBER_GRAPHS =
      """
      update jobc.scope s set graph = n.now
      from unnest(?::int[], ?::int[]) n(before, now)
      where s.run_id = ? and s.graph = n.before\
      """;

  private static final String RENUMBER_PARENTS =
      """
      update jobc.scope s set parent_step = n.now
      from unnest(?::int[], ?::int[]) n(before, now)
      where s.run_id = ? and s.parent_scope = 0 and s.parent_step = n.before\
      """;

  private static final String COPY_START =
      "insert into jobc.run_start (run_id, facts) select ?, facts from jobc.run_start where run_id"
          + " = ?";

  private final Database database;
  private final PlanTable plans;
  private final RunCreator creator;

  Resumer(Database database, PlanTable plans, RunCreator creator) {
    this.database = database;
    this.plans = plans;
    this.creator = creator;
  }

  RunId resume(RunId run, Set<Integer> again, @Nullable Onto onto, RunNeeds.Source needs) {
    return database.transaction(
        connection -> resume(connection, ended(connection, run), again, onto, needs).run());
  }

  /** Takes up a run from the steps of the workflow in which these letters are. */
  DeadLetters.Retried retry(RunId run, Set<Long> letters, RunNeeds.Source needs) {
    return database.transaction(connection -> retry(connection, run, letters, needs));
  }

  private DeadLetters.Retried retry(
      Connection connection, RunId run, Set<Long> letters, RunNeeds.Source needs)
      throws SQLException {
    List<RunRow> found = RunEnder.lock(connection, new long[] {run.value()});
    Map<Long, Integer> tops = LetterRows.tops(connection, run.value(), letters);
    if (found.isEmpty() || !tops.keySet().containsAll(letters)) {
      Set<Long> missing = new HashSet<>(letters);
      missing.removeAll(tops.keySet());
      throw LetterStore.missing(run, missing);
    }
    RunRow old = found.getFirst();
    if (!old.status().ended()) {
      throw LetterStore.goesOn(run);
    }
    RunId caller = CalledRuns.caller(connection, run);
    if (caller != null) {
      throw LetterStore.called(run, caller);
    }
    int last = lastTry(connection, old);
    Map<Integer, Masks> segments = segments(connection, old, last);
    Set<Integer> again = new HashSet<>(tops.values());
    // What failed runs again anyway, and with the idempotency keys that it had.
    again.removeIf(node -> node < 0 || !Resumption.isGood(ending(segments, node)));
    if (again.isEmpty()
        && old.status() == RunState.SUCCEEDED
        && tops.values().stream().allMatch(node -> node < 0)) {
      throw LetterStore.nothingLeft(run);
    }
    return resume(connection, ended(connection, run), again, null, needs);
  }

  private DeadLetters.Retried resume(
      Connection connection,
      RunRow old,
      Set<Integer> again,
      @Nullable Onto onto,
      RunNeeds.Source needs)
      throws SQLException {
    RunId run = new RunId(old.runId());
    GraphShape graph = plans.shape(onto == null ? old.planId() : onto.planId()).root();
    int last = lastTry(connection, old);
    Map<Integer, Masks> segments = segments(connection, old, last);
    IntFunction<@Nullable Integer> before = onto == null ? node -> node : onto.nodes()::get;
    IntFunction<@Nullable Ending> endings =
        node -> {
          Integer was = before.apply(node);
          return was == null ? null : ending(segments, was);
        };
    BitSet kept = Resumption.kept(graph, endings, again);
    int steps = graph.hasOutputs() ? graph.size() - 1 : graph.size();
    if (onto == null && kept.cardinality() == steps && old.status() == RunState.SUCCEEDED) {
      throw new EngineException(
          EngineException.Kind.INVALID_INPUT,
          "run " + run + " has succeeded; name the steps that are to run again");
    }
    BitSet skipped = new BitSet();
    kept.stream().filter(node -> endings.apply(node) == Ending.DECLINED).forEach(skipped::set);
    RunGate gate = creator.gate(connection, null);
    NewRun next =
        limited(connection, run, on(input(connection, old), onto), needs)
            .with(Traces.find(connection, run.value()).get(run.value()))
            .from(onto == null ? null : onto.provenance());
    List<MapRest> maps = onto == null ? maps(connection, old, last, kept, again) : List.of();
    RunCommand.Resume resume =
        new RunCommand.Resume(
            kept, skipped, maps.stream().map(map -> map.scope().number()).toList());
    RunImage fresh = MapRest.image(RunImage.after(old.numbers()), maps);
    RunId created = creator.resumeIn(connection, next, resume, fresh, gate);
    int[] now = kept.stream().toArray();
    int[] nodes = Arrays.stream(now).map(node -> known(before, node)).toArray();
    int[] scopes = scopes(connection, run.value(), last, nodes);
    for (MapRest map : maps) {
      int[] below = copyRest(connection, created.value(), run.value(), map);
      scopes = IntStream.concat(Arrays.stream(scopes), Arrays.stream(below)).toArray();
    }
    copy(connection, created.value(), run.value(), last, nodes, now, scopes);
    if (onto == null) {
      Provenances.copy(connection, created.value(), run.value());
    } else if (scopes.length > 0) {
      renumber(connection, created.value(), nodes, now, onto.graphs());
    }
    Set<Long> letters =
        LetterRows.mayHave(plans.shape(old.planId()))
            ? LetterRows.takeUp(connection, run.value(), last, nodes, scopes)
            : Set.of();
    // Its tries have keys of their own, and the new run begins with a first one.
    note(connection, created.value(), run.value(), !again.isEmpty() || last != StepRef.ROOT);
    gate.settle();
    return new DeadLetters.Retried(created, letters);
  }

  /**
   * The maps of the workflow that go on with the items that are left. Where something else has to
   * be looked at before the run begins they begin anew.
   */
  private List<MapRest> maps(
      Connection connection, RunRow old, int last, BitSet kept, Set<Integer> again)
      throws SQLException {
    PlanShape plan = plans.shape(old.planId());
    List<MapRest> maps = new ArrayList<>();
    if (!MapRest.mayGoOn(plan)) {
      return maps;
    }
    for (int node = 0; node < plan.root().size(); node++) {
      if (MapRest.goesOn(plan.root(), node, kept, again)) {
        ScopeImage scope = items(connection, old, new StepRef(last, node));
        if (scope != null) {
          Map<Integer, Masks> masks = segments(connection, old, scope.number());
          ScopeImage moved = scope.of(new StepRef(StepRef.ROOT, node));
          maps.add(MapRest.of(plan, moved, n -> masks.getOrDefault(n, Masks.NONE)));
        }
      }
    }
    return maps;
  }

  private static @Nullable ScopeImage items(Connection connection, RunRow run, StepRef map)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(Values.OPENED)) {
      Arguments.of(statement).all(run.runId(), map.scope(), map.step());
      try (ResultSet rs = statement.executeQuery()) {
        return rs.next() ? ScopeRows.read(rs) : null;
      }
    }
  }

  /** What the kept steps of a map have given and have run; the scopes of the latter. */
  private static int[] copyRest(Connection connection, long to, long from, MapRest map)
      throws SQLException {
    int scope = map.scope().number();
    int[] steps = map.kept().stream().toArray();
    int[] below = scopes(connection, from, scope, steps);
    if (below.length > 0) {
      for (String statement : COPY_SCOPES) {
        Arguments.update(connection, statement, to, from, below);
      }
    }
    Arguments.update(connection, COPY_ITEMS, to, from, new int[] {scope});
    Arguments.update(connection, COPY_STEPS, to, from, scope, steps);
    return below;
  }

  private static int known(IntFunction<@Nullable Integer> before, int node) {
    Integer was = before.apply(node);
    if (was == null) {
      throw new IllegalStateException("step " + node + " is kept, and was nowhere before");
    }
    return was;
  }

  private static NewRun on(NewRun old, @Nullable Onto onto) {
    return onto == null ? old : new NewRun(onto.planId(), onto.inputs(), old.directory());
  }

  /** In another plan the same steps and graphs have other numbers. */
  private static void renumber(
      Connection connection, long run, int[] before, int[] now, Map<Integer, Integer> graphs)
      throws SQLException {
    List<Map.Entry<Integer, Integer>> all = List.copyOf(graphs.entrySet());
    Arguments.update(
        connection,
        RENUMBER_GRAPHS,
        Columns.ints(all, Map.Entry::getKey),
        Columns.ints(all, Map.Entry::getValue),
        run);
    Arguments.update(connection, RENUMBER_PARENTS, before, now, run);
  }

  private NewRun limited(Connection connection, RunId old, NewRun run, RunNeeds.Source needs)
      throws SQLException {
    byte[] start = null;
    try (PreparedStatement statement = connection.prepareStatement(START)) {
      statement.setLong(1, old.value());
      try (ResultSet rs = statement.executeQuery()) {
        if (rs.next()) {
          start = rs.getBytes(1);
        }
      }
    }
    Plan plan = plans.shape(run.planId()).plan();
    RunNeeds wanted = needs.of(plan, run.inputs(), run.directory(), start);
    return new NewRun(run.planId(), run.inputs(), run.directory(), wanted);
  }

  private static RunRow ended(Connection connection, RunId run) throws SQLException {
    List<RunRow> rows = RunEnder.lock(connection, new long[] {run.value()});
    if (rows.isEmpty()) {
      throw new EngineException(EngineException.Kind.NOT_FOUND, "no run `" + run + "`");
    }
    if (!rows.getFirst().status().ended()) {
      throw new EngineException(
          EngineException.Kind.INVALID_INPUT, "run " + run + " has not ended; cancel it first");
    }
    try (PreparedStatement statement = connection.prepareStatement(UNDER_WAY)) {
      statement.setLong(1, run.value());
      try (ResultSet rs = statement.executeQuery()) {
        if (rs.next()) {
          throw new EngineException(
              EngineException.Kind.INVALID_INPUT,
              "run " + new RunId(rs.getLong(1)) + " is taking up run " + run + " already");
        }
      }
    }
    return rows.getFirst();
  }

  private static @Nullable Ending ending(Map<Integer, Masks> segments, int node) {
    Masks masks = segments.getOrDefault(node / Masks.BITS, Masks.NONE);
    return masks.ended(node) ? masks.ending(node) : null;
  }

  /** The scope of the last try of the workflow. */
  private int lastTry(Connection connection, RunRow run) throws SQLException {
    if (!plans.shape(run.planId()).isTriedAgain()) {
      return StepRef.ROOT;
    }
    try (PreparedStatement statement = connection.prepareStatement(LAST_TRY)) {
      statement.setLong(1, run.runId());
      try (ResultSet rs = statement.executeQuery()) {
        rs.next();
        return rs.getInt(1);
      }
    }
  }

  /**
   * How the steps of a workflow have ended, 64 at a time.
   *
   * @param scope the try that is meant
   */
  static Map<Integer, Masks> segments(Connection connection, RunRow run, int scope)
      throws SQLException {
    Map<Integer, Masks> segments = new HashMap<>();
    if (scope == StepRef.ROOT) {
      segments.put(0, run.masks());
    }
    try (PreparedStatement statement = connection.prepareStatement(SEGMENTS)) {
      Arguments.of(statement).all(run.runId(), scope);
      try (ResultSet rs = statement.executeQuery()) {
        while (rs.next()) {
          segments.put(
              rs.getInt(1), new Masks(rs.getLong(2), rs.getLong(3), rs.getLong(4), rs.getLong(5)));
        }
      }
    }
    return segments;
  }

  private static NewRun input(Connection connection, RunRow run) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(INPUT)) {
      statement.setLong(1, run.runId());
      try (ResultSet rs = statement.executeQuery()) {
        return rs.next()
            ? new NewRun(run.planId(), rs.getBytes(1), rs.getString(2))
            : new NewRun(run.planId(), new byte[] {'{', '}'}, "");
      }
    }
  }

  private static void copy(
      Connection connection, long to, long from, int last, int[] kept, int[] now, int[] scopes)
      throws SQLException {
    if (scopes.length > 0) {
      for (String statement : COPY_SCOPES) {
        Arguments.update(connection, statement, to, from, scopes);
      }
    }
    if (last != StepRef.ROOT) {
      Arguments.update(connection, MOVE, last, last, to, last, last);
    }
    Arguments.update(connection, COPY_OUTPUTS, to, kept, now, from, last);
    Arguments.update(connection, COPY_START, to, from);
  }

  private static int[] scopes(Connection connection, long run, int last, int[] kept)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SCOPES)) {
      Arguments.of(statement).all(run, last, kept, run);
      try (ResultSet rs = statement.executeQuery()) {
        rs.next();
        Array scopes = rs.getArray(1);
        return Arrays.stream((Integer[]) scopes.getArray()).mapToInt(Integer::intValue).toArray();
      }
    }
  }

  private static void note(Connection connection, long created, long from, boolean afresh)
      throws SQLException {
    Arguments.update(connection, NOTE, created, from, afresh, created, from, from);
  }
}
