package dev.jobc.executor.store.postgres;

import dev.jobc.executor.testing.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** Rows of one database in another, as far as its tables have the columns; and its sequences. */
final class TableCopy {
  private static final String TABLES =
      """
      select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'jobc' and c.relkind in ('r', 'p') and not c.relispartition
        and c.relname <> 'flyway_schema_history' order by c.relname\
      """;

  private static final String SEQUENCES =
      "select sequencename from pg_sequences where schemaname = 'jobc' and last_value is not null";

  private TableCopy() {}

  static void all(TestDatabase from, TestDatabase to) throws SQLException, IOException {
    try (Connection source = from.connect();
        Connection target = to.connect()) {
      CopyManager out = source.unwrap(PGConnection.class).getCopyAPI();
      CopyManager in = target.unwrap(PGConnection.class).getCopyAPI();
      for (String table : to.query(TABLES)) {
        // Migrations have put some rows there, the donor's has them too.
        to.execute("truncate jobc." + table + " cascade");
      }
      for (String table : inOrder(to)) {
        String columns = columns(to, table);
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        out.copyOut("copy (select " + columns + " from jobc." + table + ") to stdout", rows);
        in.copyIn(
            "copy jobc." + table + " (" + columns + ") from stdin",
            new ByteArrayInputStream(rows.toByteArray()));
      }
    }
    for (String sequence : from.query(SEQUENCES)) {
      if (to.count("select count(*) from pg_sequences where sequencename = '" + sequence + "'")
          > 0) {
        long last =
            from.count(
                "select last_value from pg_sequences where sequencename = '" + sequence + "'");
        to.query("select setval('jobc." + sequence + "', " + last + ")");
      }
    }
  }

  /** What others refer to comes first. */
  private static java.util.List<String> inOrder(TestDatabase database) {
    java.util.List<String> tables = new java.util.ArrayList<>(database.query(TABLES));
    for (String first : java.util.List.of("provenance", "plan", "queue")) {
      if (tables.remove(first)) {
        tables.addFirst(first);
      }
    }
    return tables;
  }

  private static String columns(TestDatabase database, String table) {
    return String.join(
        ", ",
        database.query(
            "select quote_ident(column_name) from information_schema.columns where table_schema ="
                + " 'jobc' and table_name = '"
                + table
                + "' order by ordinal_position"));
  }
}
