package dev.jobc.executor.store.postgres;

import dev.jobc.executor.RunId;
import dev.jobc.executor.store.ResultKey;
import dev.jobc.executor.store.ResultStore;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Optional;

/** Results that may be used again, by the clock of the database; see {@link ResultRows}. */
final class ResultTable implements ResultStore {
  private static final String FIND =
      "select given_by, body from jobc.result where key = ? and ends_at > clock_timestamp()";

  /** In small steps, so that nobody waits for a row. */
  private static final String REMOVE =
      """
      delete from jobc.result where key = any(array(
        select key from jobc.result where ends_at <= clock_timestamp()
        order by ends_at limit 1000 for update skip locked))\
      """;

  private final Database database;

  ResultTable(Database database) {
    this.database = database;
  }

  @Override
  public Optional<Result> find(ResultKey key) {
    return database.pooled(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setBytes(1, key.digest());
            try (ResultSet rs = statement.executeQuery()) {
              return rs.next()
                  ? Optional.of(new Result(new RunId(rs.getLong(1)), rs.getBytes(2)))
                  : Optional.empty();
            }
          }
        });
  }

  @Override
  public int removeOver() {
    int removed = 0;
    for (int some = -1; some != 0; removed += some) {
      some = database.pooled(connection -> Arguments.update(connection, REMOVE));
    }
    return removed;
  }
}
