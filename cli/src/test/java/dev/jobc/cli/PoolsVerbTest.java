package dev.jobc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pools on a real database, through the command line. */
class PoolsVerbTest {
  private static final String LOAD =
      """
      jobc: v1
      name: load
      steps:
        - id: one
          runtime: shell
          pool: { name: db, slots: 2 }
          concurrency: { key: "load", limit: 1, onLimit: fail }
          rateLimit: { limit: 100, per: 1s }
          run: "true"
      """;

  @TempDir Path directory;
  private Jobc jobc;

  @BeforeEach
  void prepare() throws IOException, SQLException {
    jobc = TestDatabase.give(new Jobc(directory));
    Files.writeString(directory.resolve("load.yaml"), LOAD);
  }

  private Jobc.Ended ok(String... arguments) {
    Jobc.Ended ended = jobc.call(arguments);
    assertThat(ended.code()).as(ended.err()).isZero();
    return ended;
  }

  @Test
  void aPoolIsMadeUsedShownAndRemoved() {
    Jobc.Ended missing = jobc.call("run", "load.yaml");
    assertThat(missing.code()).isNotZero();
    assertThat(missing.err()).contains("there is no pool `db`; `jobc pools set db SLOTS` makes it");
    assertThat(ok("pools", "set", "db", "3").out()).isEqualTo("pool db has 3 slots\n");
    ok("run", "load.yaml");
    assertThat(ok("pools", "list").out()).contains("POOL", "db    3      0      0", "1 pool\n");
    assertThat(ok("pools", "list", "-o", "json").out())
        .contains("\"name\" : \"db\"", "\"slots\" : 3", "\"taken\" : 0", "\"waiting\" : 0");
    assertThat(jobc.call("pools", "set", "db", "-1").code()).isEqualTo(2);
    assertThat(ok("pools", "remove", "db").out()).isEqualTo("pool db removed\n");
    assertThat(jobc.call("pools", "remove", "db").code()).isEqualTo(7);
  }
}
