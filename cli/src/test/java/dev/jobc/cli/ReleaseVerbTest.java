package dev.jobc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code jobc runs release}, after a worker was killed. */
class ReleaseVerbTest {
  private static final String HELD =
      """
      jobc: v1
      name: held
      inputs: { flag: string }
      steps:
        - id: risky
          runtime: shell
          with: { flag: "${{ inputs.flag }}" }
          onLost: hold
          run: |
            echo begun >> "$INPUT_FLAG.log"
            test -e "$INPUT_FLAG" || sleep 60
      """;

  @TempDir Path directory;

  @Test
  void whatAKilledWorkerHadIsHeldShownAndReleased() throws Exception {
    Jobc jobc = TestDatabase.give(new Jobc(directory));
    Files.writeString(directory.resolve("held.yaml"), HELD);
    Path flag = directory.resolve("flag");
    Path log = directory.resolve("flag.log");
    Jobc.Ended submitted = jobc.call("run", "--detach", "held.yaml", "-i", "flag=" + flag);
    assertThat(submitted.code()).as(submitted.err()).isZero();
    String run = submitted.out().strip();
    Process doomed = jobc.start("worker");
    try {
      Deadline.await(() -> Files.exists(log));
    } finally {
      doomed.destroyForcibly().waitFor();
    }
    assertThat(jobc.call("runs", "release", run, "risky").err())
        .as("its lease is not over yet")
        .contains("step `risky` of run " + run + " is not held");
    Files.createFile(flag);
    Process heir = jobc.start("worker");
    try {
      Deadline.await(() -> show(jobc, run).contains("held since its worker died"));
      assertThat(show(jobc, run)).contains("paused", "jobc runs release " + run + " 'risky'");
      assertThat(Files.readAllLines(log)).containsExactly("begun");
      assertThat(jobc.call("runs", "release", run, "risky").code()).isZero();
      Deadline.await(() -> show(jobc, run).contains("state     succeeded"));
    } finally {
      heir.destroy();
      heir.waitFor();
    }
    assertThat(Files.readAllLines(log)).containsExactly("begun", "begun");
    Jobc.Ended late = jobc.call("runs", "release", run, "risky", "--fail");
    assertThat(late.code()).isNotZero();
    assertThat(late.err()).contains("has ended already: succeeded");
  }

  private static String show(Jobc jobc, String run) {
    return jobc.call("runs", "show", run).out();
  }
}
