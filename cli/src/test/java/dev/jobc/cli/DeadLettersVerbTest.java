package dev.jobc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code jobc deadletters}, on a real database. */
class DeadLettersVerbTest {
  private static final String FRAGILE =
      """
      jobc: v1
      name: fragile
      deadLetter: save
      inputs: { flag: string }
      steps:
        - id: mended
          command: test
          args: ["-e", "${{ inputs.flag }}"]
      """;

  @TempDir Path directory;
  private Jobc jobc;

  @BeforeEach
  void prepare() throws IOException, SQLException {
    jobc = TestDatabase.give(new Jobc(directory));
    Files.writeString(directory.resolve("fragile.yaml"), FRAGILE);
  }

  private Jobc.Ended ok(String... arguments) {
    Jobc.Ended ended = jobc.call(arguments);
    assertThat(ended.code()).as(ended.err()).isZero();
    return ended;
  }

  private String failed() {
    Jobc.Ended failed = jobc.call("run", "fragile.yaml", "-i", "flag=" + flag());
    assertThat(failed.code()).as(failed.err()).isEqualTo(10);
    return failed.err().split("\\s+")[1];
  }

  private Path flag() {
    return directory.resolve("flag");
  }

  @Test
  void oneIsListedShownAndRetried() throws Exception {
    String run = failed();

    String list = ok("deadletters", "list", "--where", "workflow=fragile").out();
    assertThat(list).contains("WORKFLOW", "mended", "ExitCode", run, "1 dead letter\n");
    String id = list.lines().skip(1).findFirst().orElseThrow().split("\\s+")[0];
    assertThat(ok("deadletters", "show", id).out())
        .contains("run       " + run + "  failed", "step      mended", "flag: \"" + flag() + "\"");
    assertThat(ok("deadletters", "show", id, "-o", "json").out())
        .contains("\"run\" : \"" + run + "\"", "\"attempt\" : 1", "\"inputs\"");

    Files.createFile(flag());
    Jobc.Ended retried = ok("deadletters", "retry", id);
    assertThat(retried.out()).startsWith(id + "  retried by run ");
    String next = retried.out().strip().replaceFirst(".* ", "");
    Process worker = jobc.start("worker");
    try {
      Deadline.await(() -> jobc.call("runs", "show", next).out().contains("state     succeeded"));
    } finally {
      worker.destroy();
      worker.waitFor();
    }
    assertThat(ok("runs", "show", next).out()).contains("resumes   " + run);
    assertThat(ok("deadletters", "list").out()).isEqualTo("0 dead letters\n");
    assertThat(jobc.call("deadletters", "retry", id).code()).isEqualTo(7);
  }

  @Test
  void manyAreCountedRetriedAndDiscarded() {
    failed();
    failed();
    assertThat(ok("deadletters", "list", "-n", "1").out()).contains("1 of 2 dead letters\n");
    String[] all = {"--where", "workflow=fragile"};
    assertThat(ok("deadletters", "retry", all[0], all[1], "--dry-run").out())
        .isEqualTo("2 dead letters of 2 runs would be retried\n");
    assertThat(ok("deadletters", "retry", all[0], all[1]).out().lines())
        .hasSize(2)
        .allMatch(line -> line.contains("retried by run "));
    assertThat(ok("deadletters", "list", "-o", "json").out()).isEqualTo("[ ]\n");
    failed();
    assertThat(ok("deadletters", "discard", "--where", "olderThan=1d", "--dry-run").out())
        .isEqualTo("0 dead letters would be discarded\n");
    assertThat(ok("deadletters", "discard", "--where", "task=mended").out())
        .as("with those that have failed again, if they have")
        .matches("[123] dead letters? discarded\n");
  }

  @Test
  void whatIsNotUnderstoodIsAnError() {
    assertThat(jobc.call("deadletters", "discard").code()).isEqualTo(2);
    assertThat(jobc.call("deadletters", "retry", "1", "--where", "task=x").code()).isEqualTo(2);
    assertThat(jobc.call("deadletters", "discard", "1", "--dry-run").code()).isEqualTo(2);
    assertThat(jobc.call("deadletters", "list", "--where", "state=failed").code()).isEqualTo(2);
    assertThat(jobc.call("deadletters", "show", "x").code()).isEqualTo(7);
    assertThat(jobc.call("deadletters", "discard", "99").code()).isEqualTo(7);
    assertThat(jobc.call("worker", "--most-letters", "-1").code()).isEqualTo(2);
  }
}
