package dev.jobc.executor.store.postgres;

import static dev.jobc.executor.store.postgres.schema.Tables.PROVENANCE;
import static dev.jobc.executor.store.postgres.schema.Tables.RUN_PROVENANCE;

import dev.jobc.executor.RunId;
import dev.jobc.plan.Provenance;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** The commits that plans come from, and those of runs. Numbers stay in memory once known. */
final class Provenances {
  private static final String KEEP =
      """
      insert into jobc.run_provenance (run_id, provenance_id)
      select * from unnest(?::bigint[], ?::int[])\
      """;

  private static final String COPY =
      """
      insert into jobc.run_provenance (run_id, provenance_id)
      select ?, provenance_id from jobc.run_provenance where run_id = ?\
      """;

  private final Database database;
  private final Map<Provenance, Integer> numbers = new ConcurrentHashMap<>();

  Provenances(Database database) {
    this.database = database;
  }

  /** The number of a commit, made when it is new; null for none. */
  @Nullable Integer numberOf(@Nullable Provenance provenance) {
    return provenance == null ? null : number(provenance);
  }

  private int number(Provenance provenance) {
    Integer known = numbers.get(provenance);
    if (known != null) {
      return known;
    }
    String repository = provenance.repository() == null ? "" : provenance.repository();
    int number =
        database.ask(
            jooq -> {
              jooq.insertInto(PROVENANCE, PROVENANCE.REPOSITORY, PROVENANCE.COMMIT_ID)
                  .values(repository, provenance.commit())
                  .onConflictDoNothing()
                  .execute();
              return jooq.select(PROVENANCE.PROVENANCE_ID)
                  .from(PROVENANCE)
                  .where(PROVENANCE.REPOSITORY.eq(repository))
                  .and(PROVENANCE.COMMIT_ID.eq(provenance.commit()))
                  .fetchSingle()
                  .value1();
            });
    numbers.put(provenance, number);
    return number;
  }

  /** Notes where runs come from. */
  void keep(Connection connection, Map<Long, Provenance> runs) throws SQLException {
    if (!runs.isEmpty()) {
      List<Map.Entry<Long, Provenance>> all = List.copyOf(runs.entrySet());
      Arguments.update(
          connection,
          KEEP,
          Columns.longs(all, Map.Entry::getKey),
          Columns.ints(all, run -> number(run.getValue())));
    }
  }

  /** One run comes from where another one came from. */
  static void copy(Connection connection, long to, long from) throws SQLException {
    Arguments.update(connection, COPY, to, from);
  }

  static @Nullable Provenance of(DSLContext jooq, RunId run) {
    return jooq.select(PROVENANCE.REPOSITORY, PROVENANCE.COMMIT_ID)
        .from(RUN_PROVENANCE)
        .join(PROVENANCE)
        .on(PROVENANCE.PROVENANCE_ID.eq(RUN_PROVENANCE.PROVENANCE_ID))
        .where(RUN_PROVENANCE.RUN_ID.eq(run.value()))
        .fetchOne(Provenances::read);
  }

  /** That of a row which was joined with it. */
  static @Nullable Provenance read(Record row) {
    String commit = row.get(PROVENANCE.COMMIT_ID);
    String repository = row.get(PROVENANCE.REPOSITORY);
    return commit == null
        ? null
        : new Provenance(repository == null || repository.isEmpty() ? null : repository, commit);
  }
}
