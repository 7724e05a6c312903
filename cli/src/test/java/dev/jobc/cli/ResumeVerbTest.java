package dev.jobc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code jobc runs resume}, executed by a worker process. */
class ResumeVerbTest {
  private static final String FRAGILE =
      """
      jobc: v1
      name: fragile
      inputs: { flag: string }
      steps:
        - id: once
          runtime: shell
          with: { flag: "${{ inputs.flag }}" }
          outputs: { stamp: string }
          run: |
            echo ran >> "$INPUT_FLAG.log"
            echo "stamp=s$(wc -l < "$INPUT_FLAG.log")" >> "$JOBC_OUTPUT"
        - id: mended
          command: test
          args: ["-e", "${{ inputs.flag }}"]
      outputs:
        stamp: ${{ steps.once.outputs.stamp }}
      """;

  @TempDir Path directory;
  private Jobc jobc;

  @BeforeEach
  void prepare() throws IOException, SQLException {
    jobc = TestDatabase.give(new Jobc(directory));
    Files.writeString(directory.resolve("fragile.yaml"), FRAGILE);
  }

  @Test
  void whatSucceededIsNotDoneAgain() throws Exception {
    Path flag = directory.resolve("flag");
    Jobc.Ended failed = jobc.call("run", "fragile.yaml", "-i", "flag=" + flag);
    assertThat(failed.code()).as(failed.err()).isEqualTo(10);
    String old = failed.err().split("\\s+")[1];
    assertThat(failed.err()).contains("jobc runs resume " + old);

    Files.createFile(flag);
    Jobc.Ended resumed = jobc.call("runs", "resume", old);
    assertThat(resumed.code()).as(resumed.err()).isZero();
    String id = resumed.out().strip();
    Process worker = jobc.start("worker");
    try {
      Deadline.await(() -> show(id).contains("state     succeeded"));
    } finally {
      worker.destroy();
      worker.waitFor();
    }
    assertThat(show(id)).contains("resumes   " + old, "stamp: s1");
    assertThat(show(old)).contains("resumed   by " + id, "state     failed");
    assertThat(Files.readAllLines(directory.resolve("flag.log"))).containsExactly("ran");
  }

  private String show(String run) {
    return jobc.call("runs", "show", run).out();
  }

  @Test
  void aNewerRevisionKeepsWhatStillStands() throws Exception {
    Path flag = directory.resolve("flag");
    Jobc.Ended failed = jobc.call("run", "fragile.yaml", "-i", "flag=" + flag);
    String old = failed.err().split("\\s+")[1];
    Path file = directory.resolve("fragile.yaml");
    String added = "steps:\n  - { id: before, command: 'true' }\n";
    Files.writeString(
        file, FRAGILE.replace("steps:\n", added).replace("command: test", "command: echo"));
    assertThat(jobc.call("deploy", "fragile.yaml").code()).isZero();
    Files.writeString(file, FRAGILE.replace("command: test", "command: echo"));
    assertThat(jobc.call("deploy", "fragile.yaml").code()).isZero();

    Jobc.Ended unsure = jobc.call("runs", "resume", old, "--revision", "2");
    assertThat(unsure.code()).isEqualTo(1);
    assertThat(unsure.err())
        .contains("kept: nothing", "not kept: once, it follows one that runs again")
        .contains("1 step that has succeeded would not count", "--yes");
    assertThat(jobc.call("runs", "resume", old, "--revision", "9").code()).isEqualTo(7);

    Jobc.Ended resumed = jobc.call("runs", "resume", old, "--revision", "3");
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(resumed.err()).contains("kept: once").doesNotContain("not kept");
    String id = resumed.out().strip();
    Process worker = jobc.start("worker");
    try {
      Deadline.await(() -> show(id).contains("state     succeeded"));
    } finally {
      worker.destroy();
      worker.waitFor();
    }
    assertThat(show(id)).contains("resumes   " + old, "stamp: s1");
    assertThat(Files.readAllLines(directory.resolve("flag.log"))).containsExactly("ran");
    assertThat(jobc.call("runs", "resume", id, "--revision", "2", "--yes").code()).isZero();
  }

  @Test
  void whatCannotBeTakenUpIsAnError() throws Exception {
    Path flag = Files.createFile(directory.resolve("flag"));
    String good = jobc.call("run", "fragile.yaml", "-i", "flag=" + flag).err().split("\\s+")[1];

    Jobc.Ended succeeded = jobc.call("runs", "resume", good);
    Jobc.Ended unknown = jobc.call("runs", "resume", good, "--from", "nothing");

    assertThat(succeeded.code()).isEqualTo(2);
    assertThat(succeeded.err()).contains("has succeeded; name the steps that are to run again");
    assertThat(unknown.code()).isEqualTo(7);
    assertThat(unknown.err()).contains("no step `nothing` in workflow `fragile`");
  }
}
