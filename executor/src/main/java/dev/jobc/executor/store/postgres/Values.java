package dev.jobc.executor.store.postgres;

import static dev.jobc.executor.store.postgres.schema.Tables.ATTEMPT;
import static dev.jobc.executor.store.postgres.schema.Tables.FAULT;
import static dev.jobc.executor.store.postgres.schema.Tables.OUTPUT;
import static dev.jobc.executor.store.postgres.schema.Tables.RUN;
import static dev.jobc.executor.store.postgres.schema.Tables.RUN_EVENT;
import static dev.jobc.executor.store.postgres.schema.Tables.RUN_START;
import static dev.jobc.executor.store.postgres.schema.Tables.SEGMENT;

import dev.jobc.executor.TraceContext;
import dev.jobc.executor.core.Ending;
import dev.jobc.executor.core.Fault;
import dev.jobc.executor.core.Masks;
import dev.jobc.executor.core.ScopeImage;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.store.ValueStore;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Record4;
import org.jspecify.annotations.Nullable;

/**
 * Values for expressions. The first three are asked for every batch of tasks, so they are plain.
 */
final class Values implements ValueStore {
  private static final String INPUTS =
      "select run_id, input, directory from jobc.run_input where run_id = any(?)";

  private static final String ORIGINS =
      "select run_id, origin from jobc.resumed_run where run_id = any(?)";

  private static final String LINEAGE =
      """
      select run_id, origin, null, null from jobc.resumed_run where run_id = any(?)
      union all
      select run_id, null, traceparent, tracestate from jobc.run_trace where run_id = any(?)\
      """;

  private static final String OUTPUTS =
      """
      select o.run_id, o.scope, o.step, o.body
      from unnest(?::bigint[], ?::int[], ?::int[]) i(run_id, scope, step)
      join jobc.output o on o.run_id = i.run_id and o.scope = i.scope and o.step = i.step\
      """;

  private static final String SCOPES =
      "select "
          + Sql.SCOPE_COLUMNS
          + """
          , l.items
          from unnest(?::bigint[], ?::int[]) i(run_id, scope)
          join jobc.scope s on s.run_id = i.run_id and s.scope = i.scope
          left join jobc.scope_items l on l.run_id = i.run_id and l.scope = i.scope\
          """;

  /** Takes the run, the scope and the step. */
  static final String OPENED =
      "select "
          + Sql.SCOPE_COLUMNS
          + " from jobc.scope s where s.run_id = ? and s.parent_scope = ? and s.parent_step = ?"
          + " order by s.scope";

  private final Database database;

  Values(Database database) {
    this.database = database;
  }

  @Override
  public Map<Long, RunInput> inputs(Collection<Long> runs) {
    long[] ids = runs.stream().mapToLong(Long::longValue).toArray();
    return database.pooled(
        connection -> {
          Map<Long, RunInput> inputs = new HashMap<>();
          try (PreparedStatement statement = connection.prepareStatement(INPUTS)) {
            statement.setObject(1, ids);
            try (ResultSet rs = statement.executeQuery()) {
              while (rs.next()) {
                inputs.put(rs.getLong(1), new RunInput(rs.getBytes(2), rs.getString(3)));
              }
            }
          }
          return inputs;
        });
  }

  @Override
  public Map<Long, Long> origins(Collection<Long> runs) {
    long[] ids = runs.stream().mapToLong(Long::longValue).toArray();
    return database.pooled(
        connection -> {
          Map<Long, Long> origins = new HashMap<>();
          try (PreparedStatement statement = connection.prepareStatement(ORIGINS)) {
            statement.setObject(1, ids);
            try (ResultSet rs = statement.executeQuery()) {
              while (rs.next()) {
                origins.put(rs.getLong(1), rs.getLong(2));
              }
            }
          }
          return origins;
        });
  }

  @Override
  public Map<Long, TraceContext> traces(Collection<Long> runs) {
    long[] ids = runs.stream().mapToLong(Long::longValue).toArray();
    return database.pooled(connection -> Traces.find(connection, ids));
  }

  @Override
  public Lineage lineage(Collection<Long> runs) {
    long[] ids = runs.stream().mapToLong(Long::longValue).toArray();
    return database.pooled(
        connection -> {
          Lineage found = new Lineage(new HashMap<>(), new HashMap<>());
          try (PreparedStatement statement = connection.prepareStatement(LINEAGE)) {
            Arguments.of(statement).all(ids, ids);
            try (ResultSet rs = statement.executeQuery()) {
              while (rs.next()) {
                keep(rs, found);
              }
            }
          }
          return found;
        });
  }

  private static void keep(ResultSet rs, Lineage found) throws SQLException {
    long run = rs.getLong(1);
    long origin = rs.getLong(2);
    if (!rs.wasNull()) {
      found.origins().put(run, origin);
      return;
    }
    TraceContext context = Traces.read(rs.getString(3), rs.getString(4));
    if (context != null) {
      found.traces().put(run, context);
    }
  }

  @Override
  public Optional<byte[]> start(long run) {
    return database.ask(
        jooq ->
            jooq.select(RUN_START.FACTS)
                .from(RUN_START)
                .where(RUN_START.RUN_ID.eq(run))
                .fetchOptional(RUN_START.FACTS));
  }

  @Override
  public Map<Address, byte[]> outputs(Collection<Address> steps) {
    List<Address> list = List.copyOf(steps);
    return database.pooled(
        connection -> {
          Map<Address, byte[]> outputs = new HashMap<>();
          try (PreparedStatement statement = connection.prepareStatement(OUTPUTS)) {
            Arguments.of(statement)
                .all(
                    Columns.longs(list, Address::runId),
                    Columns.ints(list, step -> step.ref().scope()),
                    Columns.ints(list, step -> step.ref().step()));
            try (ResultSet rs = statement.executeQuery()) {
              while (rs.next()) {
                StepRef ref = new StepRef(rs.getInt(2), rs.getInt(3));
                outputs.put(new Address(rs.getLong(1), ref), rs.getBytes(4));
              }
            }
          }
          return outputs;
        });
  }

  @Override
  public Map<ScopeAddress, Items> scopes(Collection<ScopeAddress> scopes) {
    List<ScopeAddress> list = List.copyOf(scopes);
    return database.pooled(
        connection -> {
          Map<ScopeAddress, Items> found = new HashMap<>();
          try (PreparedStatement statement = connection.prepareStatement(SCOPES)) {
            Arguments.of(statement)
                .all(
                    Columns.longs(list, ScopeAddress::runId),
                    Columns.ints(list, ScopeAddress::scope));
            try (ResultSet rs = statement.executeQuery()) {
              while (rs.next()) {
                ScopeImage scope = ScopeRows.read(rs);
                found.put(
                    new ScopeAddress(rs.getLong(1), scope.number()),
                    new Items(scope, rs.getBytes(ScopeRows.COLUMNS + 1)));
              }
            }
          }
          return found;
        });
  }

  @Override
  public Collection<ScopeImage> opened(Address step) {
    return database.pooled(
        connection -> {
          List<ScopeImage> opened = new ArrayList<>();
          try (PreparedStatement statement = connection.prepareStatement(OPENED)) {
            Arguments.of(statement).all(step.runId(), step.ref().scope(), step.ref().step());
            try (ResultSet rs = statement.executeQuery()) {
              while (rs.next()) {
                opened.add(ScopeRows.read(rs));
              }
            }
          }
          return opened;
        });
  }

  @Override
  public Map<Integer, byte[]> gather(long runId, int scope, int node, int size) {
    Map<Integer, byte[]> gathered = new HashMap<>();
    database
        .ask(
            jooq ->
                jooq.select(OUTPUT.STEP, OUTPUT.BODY)
                    .from(OUTPUT)
                    .where(OUTPUT.RUN_ID.eq(runId))
                    .and(OUTPUT.SCOPE.eq(scope))
                    .and(OUTPUT.STEP.mod(size).eq(node))
                    .fetch())
        .forEach(row -> gathered.put(row.value1() / size, row.value2()));
    return gathered;
  }

  @Override
  public @Nullable Ending ending(Address step) {
    Masks masks = masks(step);
    int bit = step.ref().step();
    return masks.ended(bit) ? masks.ending(bit) : null;
  }

  @Override
  public @Nullable Fault fault(Address step) {
    return database.ask(
        jooq ->
            jooq.selectFrom(FAULT)
                .where(FAULT.RUN_ID.eq(step.runId()))
                .and(FAULT.SCOPE.eq(step.ref().scope()))
                .and(FAULT.STEP.eq(step.ref().step()))
                .fetchOne(
                    row ->
                        new Fault(
                            row.get(FAULT.NUMBER),
                            new StepRef(row.get(FAULT.ORIGIN_SCOPE), row.get(FAULT.ORIGIN_STEP)),
                            row.get(FAULT.NAME))));
  }

  @Override
  public byte @Nullable [] error(Address step) {
    return step.ref().equals(ScopeImage.NOBODY) ? runError(step.runId()) : stepError(step);
  }

  /** That the time of the run was over. */
  private byte @Nullable [] runError(long runId) {
    return database.ask(
        jooq ->
            jooq.select(RUN_EVENT.DETAIL)
                .from(RUN_EVENT)
                .where(RUN_EVENT.RUN_ID.eq(runId))
                .and(RUN_EVENT.KIND.eq((short) Codes.EVENT_RUN_OUT))
                .limit(1)
                .fetchOne(RUN_EVENT.DETAIL));
  }

  private byte @Nullable [] stepError(Address step) {
    return database.ask(
        jooq ->
            jooq.select(ATTEMPT.ERROR)
                .from(ATTEMPT)
                .where(ATTEMPT.RUN_ID.eq(step.runId()))
                .and(ATTEMPT.SCOPE.eq(step.ref().scope()))
                .and(ATTEMPT.STEP.eq(step.ref().step()))
                .and(ATTEMPT.ERROR.isNotNull())
                .orderBy(ATTEMPT.FINISHED_AT.desc(), ATTEMPT.ATTEMPT_.desc())
                .limit(1)
                .fetchOne(ATTEMPT.ERROR));
  }

  private Masks masks(Address address) {
    StepRef ref = address.ref();
    int segment = ref.step() / Masks.BITS;
    @Nullable Record4<Long, Long, Long, Long> row =
        ref.scope() == StepRef.ROOT && segment == 0
            ? database.ask(
                jooq ->
                    jooq.select(RUN.DONE, RUN.FAILED, RUN.SKIPPED, RUN.CUT)
                        .from(RUN)
                        .where(RUN.RUN_ID.eq(address.runId()))
                        .fetchOne())
            : database.ask(
                jooq ->
                    jooq.select(SEGMENT.DONE, SEGMENT.FAILED, SEGMENT.SKIPPED, SEGMENT.CUT)
                        .from(SEGMENT)
                        .where(SEGMENT.RUN_ID.eq(address.runId()))
                        .and(SEGMENT.SCOPE.eq(ref.scope()))
                        .and(SEGMENT.SEGMENT_.eq(segment))
                        .fetchOne());
    return row == null
        ? Masks.NONE
        : new Masks(row.value1(), row.value2(), row.value3(), row.value4());
  }
}
