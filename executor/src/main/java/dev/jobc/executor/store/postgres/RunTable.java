package dev.jobc.executor.store.postgres;

import static dev.jobc.executor.store.postgres.schema.Tables.DELAYED_RUN;
import static dev.jobc.executor.store.postgres.schema.Tables.PLAN;
import static dev.jobc.executor.store.postgres.schema.Tables.RUN;
import static dev.jobc.executor.store.postgres.schema.Tables.RUN_NAME;

import dev.jobc.executor.Cancelling;
import dev.jobc.executor.LogChunk;
import dev.jobc.executor.RunFilter;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.RunSummary;
import dev.jobc.executor.RunView;
import dev.jobc.executor.core.RunCommand;
import dev.jobc.executor.core.ScopeImage;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.store.NewRun;
import dev.jobc.executor.store.Onto;
import dev.jobc.executor.store.RunNeeds;
import dev.jobc.executor.store.RunStore;
import dev.jobc.executor.store.Work;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Result;
import org.jspecify.annotations.Nullable;

/** Runs as rows; what a reader sees of one is put together in {@link RunReader}. */
final class RunTable implements RunStore {
  private static final String RUNNING =
      "select run_id from jobc.run where run_id = any(?) and status = 0";

  /** Asked for many runs a second while they are traced, so it is plain. */
  private static final String ENDED =
      """
      select r.run_id, p.namespace, p.name, encode(p.digest, 'hex'), r.status, r.created_at,
        r.finished_at
      from jobc.run r join jobc.plan p on p.plan_id = r.plan_id
      where r.run_id = any(?) and r.status <> 0\
      """;

  private final Database database;
  private final RunCreator creator;
  private final Canceller canceller;
  private final Resumer resumer;
  private final RunReader reader;
  private final RunConditions conditions;

  RunTable(Database database, PlanTable plans, RunCreator creator, Canceller canceller) {
    this.database = database;
    this.creator = creator;
    this.canceller = canceller;
    resumer = new Resumer(database, plans, creator);
    reader = new RunReader(database, plans);
    conditions = new RunConditions(database, plans);
  }

  @Override
  public List<RunId> createRuns(List<NewRun> runs) {
    return creator.create(runs);
  }

  @Override
  public Optional<RunId> named(String given) {
    return Optional.ofNullable(database.pooled(connection -> RunNames.find(connection, given)));
  }

  @Override
  public Optional<RunView> view(RunId id) {
    return summary(id).map(reader::view);
  }

  @Override
  public Optional<RunSummary> summary(RunId id) {
    return summaries(RUN.RUN_ID.eq(id.value()), 1).stream().findFirst();
  }

  @Override
  public List<RunSummary> ended(Collection<RunId> runs) {
    long[] ids = runs.stream().mapToLong(RunId::value).toArray();
    return database.pooled(
        connection -> {
          List<RunSummary> ended = new ArrayList<>(ids.length);
          try (PreparedStatement statement = connection.prepareStatement(ENDED)) {
            statement.setObject(1, ids);
            try (ResultSet rs = statement.executeQuery()) {
              while (rs.next()) {
                ended.add(ended(rs));
              }
            }
          }
          return ended;
        });
  }

  private static RunSummary ended(ResultSet rs) throws SQLException {
    return new RunSummary(
        new RunId(rs.getLong(1)),
        rs.getString(2),
        rs.getString(3),
        rs.getString(4),
        state(rs.getShort(5)),
        rs.getObject(6, OffsetDateTime.class).toInstant(),
        instant(rs.getObject(7, OffsetDateTime.class)));
  }

  @Override
  public List<RunSummary> find(RunFilter filter, @Nullable RunId before, int limit) {
    Condition which = conditions.of(filter);
    return summaries(before == null ? which : which.and(RUN.RUN_ID.lt(before.value())), limit);
  }

  @Override
  public long count(RunFilter filter) {
    Condition which = conditions.of(filter);
    return database.ask(jooq -> jooq.selectCount().from(RUN).where(which).fetchSingle().value1());
  }

  @Override
  public Optional<RunId> called(RunId parent, StepRef step) {
    return Optional.ofNullable(
        database.pooled(connection -> CalledRuns.find(connection, parent.value(), step)));
  }

  @Override
  public Optional<RunId> call(Work step, NewRun run) {
    return database.transaction(connection -> CalledRuns.call(connection, creator, step, run));
  }

  @Override
  public RunId resume(RunId run, Set<Integer> again, @Nullable Onto onto, RunNeeds.Source needs) {
    return resumer.resume(run, again, onto, needs);
  }

  @Override
  public StepsCancelled cancelStep(RunId run, String step, List<Integer> items) {
    return canceller.cancelStep(run, new RunCommand.CancelStep(step, items));
  }

  @Override
  public Map<RunId, RunState> cancel(Collection<RunId> runs, Cancelling how) {
    return canceller.cancel(runs, how);
  }

  private List<RunSummary> summaries(Condition which, int limit) {
    return database.ask(jooq -> select(jooq, which, limit)).map(RunTable::summary);
  }

  private static Result<? extends Record> select(DSLContext jooq, Condition which, int limit) {
    return jooq.select(
            RUN.RUN_ID,
            PLAN.NAMESPACE,
            PLAN.NAME,
            PLAN.DIGEST,
            RUN.STATUS,
            RUN.CREATED_AT,
            RUN.FINISHED_AT,
            DELAYED_RUN.DUE_AT,
            RUN_NAME.NAME,
            RUN.FLAGS)
        .from(RUN)
        .join(PLAN)
        .on(PLAN.PLAN_ID.eq(RUN.PLAN_ID))
        .leftJoin(DELAYED_RUN)
        .on(DELAYED_RUN.RUN_ID.eq(RUN.RUN_ID).and(RUN.STATUS.eq(RunRow.code(RunState.RUNNING))))
        .leftJoin(RUN_NAME)
        .on(RUN_NAME.RUN_ID.eq(RUN.RUN_ID))
        .where(which)
        .orderBy(RUN.RUN_ID.desc())
        .limit(limit)
        .fetch();
  }

  private static RunSummary summary(Record row) {
    return new RunSummary(
        new RunId(row.get(RUN.RUN_ID)),
        row.get(PLAN.NAMESPACE),
        row.get(PLAN.NAME),
        HexFormat.of().formatHex(row.get(PLAN.DIGEST)),
        state(row.get(RUN.STATUS)),
        row.get(RUN.CREATED_AT).toInstant(),
        instant(row.get(RUN.FINISHED_AT)),
        instant(row.get(DELAYED_RUN.DUE_AT)),
        row.get(RUN_NAME.NAME),
        row.get(RUN.FINISHED_AT) == null
            && row.get(DELAYED_RUN.DUE_AT) == null
            && (row.get(RUN.FLAGS) & ScopeImage.Progress.HELD) != 0);
  }

  private static RunState state(short code) {
    return RunRow.state(code);
  }

  static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }

  @Override
  public List<LogChunk> logs(RunId id, Optional<String> step) {
    return summary(id).map(run -> reader.logs(run, step)).orElse(List.of());
  }

  @Override
  public Set<RunId> over(Collection<RunId> runs) {
    long[] ids = runs.stream().mapToLong(RunId::value).toArray();
    Set<RunId> over = new HashSet<>(runs);
    database.pooled(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(RUNNING)) {
            statement.setObject(1, ids);
            try (ResultSet rs = statement.executeQuery()) {
              while (rs.next()) {
                over.remove(new RunId(rs.getLong(1)));
              }
            }
          }
          return over;
        });
    return over;
  }
}
