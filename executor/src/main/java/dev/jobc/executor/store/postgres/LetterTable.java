package dev.jobc.executor.store.postgres;

import dev.jobc.executor.DeadLetter;
import dev.jobc.executor.DeadLetters;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunSummary;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.store.LetterStore;
import dev.jobc.executor.store.PictureScopes;
import dev.jobc.executor.store.RunNeeds;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Dead letters as an operator sees them. */
final class LetterTable implements LetterStore {
  /** Takes the arguments of {@link #given}. */
  private static final String FITS =
      """
      from jobc.dead_letter d where (cardinality(?::bigint[]) = 0 or d.letter_id = any(?))
        and (?::text is null or d.task = ?)
        and (?::timestamptz is null or d.failed_at < ?)
        and exists (
          select from jobc.plan p where p.plan_id = d.plan_id
            and (?::text is null or p.namespace = ?) and (?::text is null or p.name = ?))\
      """;

  private static final String FIND =
      "select d.letter_id, d.run_id, d.scope, d.step, d.attempt, d.error, d.failed_at "
          + FITS
          + " and d.letter_id < ? order by d.letter_id desc limit ?";

  private static final String COUNT = "select count(*) " + FITS;

  private static final String DISCARD =
      "delete from jobc.dead_letter where letter_id in (select d.letter_id " + FITS + ")";

  private static final String KEEP_NEWEST =
      """
      delete from jobc.dead_letter where letter_id <= (
        select letter_id from jobc.dead_letter order by letter_id desc offset ? limit 1)\
      """;

  private final Database database;
  private final PlanTable plans;
  private final RunTable runs;
  private final Resumer resumer;

  LetterTable(Database database, PlanTable plans, RunCreator creator, RunTable runs) {
    this.database = database;
    this.plans = plans;
    this.runs = runs;
    resumer = new Resumer(database, plans, creator);
  }

  private static Object[] given(DeadLetters.Filter filter, Object... more) {
    long[] ids = filter.ids().stream().mapToLong(Long::longValue).toArray();
    Instant before = filter.failedBefore();
    OffsetDateTime time = before == null ? null : before.atOffset(ZoneOffset.UTC);
    List<@Nullable Object> all = new ArrayList<>();
    all.add(ids);
    all.add(ids);
    all.add(filter.task());
    all.add(filter.task());
    all.add(time);
    all.add(time);
    all.add(filter.namespace());
    all.add(filter.namespace());
    all.add(filter.workflow());
    all.add(filter.workflow());
    all.addAll(List.of(more));
    return all.toArray();
  }

  private record Row(long id, long run, StepRef ref, int attempt, byte[] error, Instant at) {}

  @Override
  public List<DeadLetter> find(DeadLetters.Filter filter, @Nullable Long before, int limit) {
    long below = before == null ? Long.MAX_VALUE : before;
    List<Row> rows = database.pooled(connection -> rows(connection, given(filter, below, limit)));
    Map<Long, Seen> seen = new HashMap<>();
    List<DeadLetter> letters = new ArrayList<>();
    for (Row row : rows) {
      Seen run = seen.get(row.run());
      if (run == null) {
        run = look(row.run());
        seen.put(row.run(), run);
      }
      RunSummary summary = run.summary();
      if (summary != null) {
        var shape = plans.findPlan(summary.planId()).orElseThrow().shape();
        letters.add(
            LetterStore.letter(
                row.id(),
                summary,
                shape,
                run.scopes(),
                row.ref(),
                row.attempt(),
                row.error(),
                row.at()));
      }
    }
    return letters;
  }

  /** A run with letters; no summary when it went after the letter was read. */
  private record Seen(@Nullable RunSummary summary, PictureScopes scopes) {}

  private Seen look(long run) {
    PictureScopes scopes = database.ask(jooq -> new PictureReader(jooq, run).scopes());
    return new Seen(runs.summary(new RunId(run)).orElse(null), scopes);
  }

  private static List<Row> rows(Connection connection, Object[] given) throws SQLException {
    List<Row> rows = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(FIND)) {
      Arguments.of(statement).all(given);
      try (ResultSet rs = statement.executeQuery()) {
        while (rs.next()) {
          rows.add(
              new Row(
                  rs.getLong(1),
                  rs.getLong(2),
                  new StepRef(rs.getInt(3), rs.getInt(4)),
                  rs.getInt(5),
                  rs.getBytes(6),
                  rs.getObject(7, OffsetDateTime.class).toInstant()));
        }
      }
    }
    return rows;
  }

  @Override
  public long count(DeadLetters.Filter filter) {
    return database.pooled(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(COUNT)) {
            Arguments.of(statement).all(given(filter));
            try (ResultSet rs = statement.executeQuery()) {
              rs.next();
              return rs.getLong(1);
            }
          }
        });
  }

  @Override
  public DeadLetters.Retried retry(RunId run, Set<Long> letters, RunNeeds.Source needs) {
    return resumer.retry(run, letters, needs);
  }

  @Override
  public long discard(DeadLetters.Filter filter) {
    return database.<Integer>pooled(
        connection -> Arguments.update(connection, DISCARD, given(filter)));
  }

  @Override
  public long keepNewest(long most) {
    return database.<Integer>pooled(connection -> Arguments.update(connection, KEEP_NEWEST, most));
  }
}
