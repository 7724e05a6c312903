package dev.jobc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queues and roles on a real database, through the command line. */
class QueuesVerbTest {
  @TempDir Path directory;
  private Jobc jobc;

  @BeforeEach
  void prepare() throws SQLException {
    jobc = TestDatabase.give(new Jobc(directory));
  }

  private String ok(String... arguments) {
    Jobc.Ended ended = jobc.call(arguments);
    assertThat(ended.code()).as(ended.err()).isZero();
    return ended.out();
  }

  private void refused(int code, String message, String... arguments) {
    Jobc.Ended ended = jobc.call(arguments);
    assertThat(ended.code()).isEqualTo(code);
    assertThat(ended.err()).contains(message);
  }

  @Test
  void aQueueIsLimitedPausedAndShown() {
    assertThat(ok("queues", "set", "eu", "--slots", "4", "--rate", "100/1m"))
        .isEqualTo("queue eu set\n");
    ok("queues", "set", "eu", "--paused", "true");
    assertThat(ok("queues", "show", "eu"))
        .contains("state      paused\n", "slots      0 of 4 taken\n", "rate       100/1m");
    assertThat(ok("queues", "list")).contains("QUEUE", "default  open", "2 queues\n");
    ok("queues", "set", "eu", "--slots", "none", "--rate", "none", "--paused", "false");
    assertThat(ok("queues", "list", "-o", "json"))
        .contains("\"name\" : \"eu\"", "\"slots\" : null", "\"paused\" : false");
  }

  @Test
  void whatIsWrongIsSaid() {
    refused(2, "nothing to set", "queues", "set", "eu");
    refused(2, "at least 1", "queues", "set", "eu", "--slots", "0");
    refused(2, "has no `/`", "queues", "set", "eu", "--rate", "7");
    refused(2, "has no time", "queues", "set", "eu", "--rate", "7/0s");
    refused(7, "no queue `eu`", "queues", "show", "eu");
    refused(7, "no role `heavy`", "roles", "remove", "heavy");
  }

  @Test
  void aRoleIsMadeShownAndRemoved() {
    assertThat(ok("roles", "set", "heavy", "eu", "us")).isEqualTo("role heavy serves eu, us\n");
    assertThat(ok("roles", "list")).contains("heavy  eu, us", "1 role\n");
    assertThat(ok("roles", "list", "-o", "json")).contains("\"name\" : \"heavy\"", "\"us\"");
    assertThat(ok("queues", "list")).contains("3 queues\n");
    assertThat(ok("roles", "remove", "heavy")).isEqualTo("role heavy removed\n");
  }
}
