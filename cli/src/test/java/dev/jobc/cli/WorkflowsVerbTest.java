package dev.jobc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code jobc workflows}, and where verbs say that a workflow comes from. */
class WorkflowsVerbTest {
  private static final String ONE = "1".repeat(40);
  private static final String TWO = "2".repeat(40);
  private static final String WORKFLOW =
      """
      jobc: v1
      name: kept
      steps:
        - id: a
          command: "true"
      """;

  @TempDir Path directory;
  private Jobc jobc;

  @BeforeEach
  void prepare() throws IOException, SQLException {
    jobc = TestDatabase.give(new Jobc(directory));
    Files.writeString(directory.resolve("kept.yaml"), WORKFLOW);
    Files.createDirectory(directory.resolve(".git"));
    Files.writeString(
        directory.resolve(".git/config"),
        "[remote \"origin\"]\n\turl = https://me:secret@host/flows.git\n");
    checkOut(ONE);
  }

  private void checkOut(String commit) throws IOException {
    Files.writeString(directory.resolve(".git/HEAD"), commit + "\n");
  }

  private String call(String... arguments) {
    Jobc.Ended ended = jobc.call(arguments);
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out() + ended.err()).doesNotContain("secret");
    return ended.out();
  }

  private String run() {
    return call("run", "--detach", "kept.yaml").strip();
  }

  @Test
  void aRunSaysWhatCommitItComesFrom() throws IOException {
    String one = run();
    checkOut(TWO);
    String two = run();
    String from = " of https://host/flows.git";
    assertThat(call("runs", "show", one)).contains("commit    " + ONE + from);
    assertThat(call("runs", "show", two)).contains("commit    " + TWO + from);
    assertThat(call("runs", "show", "-o", "json", two))
        .contains("\"commit\" : \"" + TWO, "\"repository\" : \"https://host/flows.git");
    assertThat(call("plan", "kept.yaml")).contains("commit " + TWO + from);
    assertThat(call("plan", "-o", "json", "kept.yaml")).contains("\"commit\" : \"" + TWO);
    assertThat(call("compile", "kept.yaml")).doesNotContain(TWO);
  }

  @Test
  void workflowsShowTheirRevisions() throws IOException {
    call("deploy", "kept.yaml");
    checkOut(TWO);
    call("deploy", "kept.yaml");
    assertThat(call("workflows", "list"))
        .as("the same plan is no new revision")
        .contains("default/kept  1 ", ONE.substring(0, 12) + " of https://host/flows.git")
        .endsWith("1 revision. Times are " + java.time.ZoneId.systemDefault() + "\n");
    Files.writeString(directory.resolve("kept.yaml"), WORKFLOW.replace("true", "false"));
    call("deploy", "kept.yaml");
    assertThat(call("workflows", "list")).contains("default/kept  2 ").doesNotContain(ONE);
    assertThat(call("workflows", "show", "kept").lines().skip(1).limit(2))
        .satisfiesExactly(
            newest -> assertThat(newest).contains("kept  2 ", TWO.substring(0, 12)),
            first -> assertThat(first).contains("kept  1 ", ONE.substring(0, 12)));
    assertThat(call("workflows", "show", "default/kept", "-o", "json"))
        .contains("\"revision\" : 2", "\"revision\" : 1", "\"commit\" : \"" + ONE);
  }

  @Test
  void withoutARepositoryNothingIsClaimed() throws IOException {
    Files.delete(directory.resolve(".git/HEAD"));
    assertThat(call("runs", "show", run())).doesNotContain("commit");
    assertThat(call("workflows", "list")).contains("default/kept  1 ").doesNotContain(" of ");
    Jobc.Ended missing = jobc.call("workflows", "show", "nothing");
    assertThat(missing.code()).isEqualTo(7);
    assertThat(missing.err()).contains("no workflow `nothing` is stored");
  }
}
