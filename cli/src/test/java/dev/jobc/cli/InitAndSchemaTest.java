package dev.jobc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitAndSchemaTest {
  @TempDir Path directory;

  @Test
  void initWritesWhatChecksWithoutAWarning() throws IOException {
    Jobc.Ended init = new Jobc(directory).call("init", "first");
    assertThat(init.code()).as(init.err()).isZero();
    assertThat(init.out().lines())
        .containsExactly(
            "first/workflow.yaml",
            "first/tasks/word_lengths.py",
            "first/workflow.test.yaml",
            "first/README.md",
            "first/workflow.schema.json",
            "first/test.schema.json");
    Jobc.Ended check = new Jobc(directory).call("check", "--deny", "warnings", "first");
    assertThat(check.code()).as(check.err()).isZero();
    assertThat(new Jobc(directory).call("fmt", "--check", "first").code()).isZero();
    Jobc.Ended tested = new Jobc(directory).call("test", "first");
    assertThat(tested.out() + tested.err()).endsWith("2 cases passed\n");
    Jobc.Ended played = new Jobc(directory).call("simulate", "first/workflow.yaml");
    assertThat(played.code()).as(played.out() + played.err()).isZero();
    assertThat(Files.readString(directory.resolve("first/workflow.yaml")))
        .startsWith("# yaml-language-server: $schema=workflow.schema.json\n");
  }

  @Test
  void whatInitWritesRuns() throws SQLException {
    Jobc jobc = TestDatabase.give(new Jobc(directory));
    assertThat(jobc.call("init", "first").code()).isZero();

    Jobc.Ended run = jobc.call("run", "first/workflow.yaml", "-i", "text=what a nice  day");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo("lengths: {\"what\":4,\"a\":1,\"nice\":4,\"day\":3}\n");
  }

  @Test
  void initOverwritesNothing() throws IOException {
    Files.writeString(directory.resolve("README.md"), "mine\n");
    Jobc.Ended init = new Jobc(directory).call("init");
    assertThat(init.code()).isEqualTo(1);
    assertThat(init.err()).contains("README.md is there already; nothing was written");
    assertThat(Files.readString(directory.resolve("README.md"))).isEqualTo("mine\n");
    assertThat(directory.resolve("workflow.yaml")).doesNotExist();
  }

  @Test
  void schemaPrintsTheWholeOrOneKey() {
    assertThat(JsonText.parse(new Jobc(directory).call("schema").out())).isNotNull();
    assertThat(new Jobc(directory).call("schema", "steps.retry").out())
        .startsWith("steps.retry\n")
        .contains("maxAttempts");
    Jobc.Ended unknown = new Jobc(directory).call("schema", "steps.retri");
    assertThat(unknown.code()).isEqualTo(7);
    assertThat(unknown.err())
        .contains("did you mean `retry`?", "jobc schema steps lists the keys of a step");
  }

  @Test
  void schemaOfTestFiles() {
    Jobc.Ended whole = new Jobc(directory).call("schema", "--of", "test");
    assertThat(JsonText.parse(whole.out())).isNotNull();
    assertThat(whole.out()).contains("jobc test file");
    assertThat(new Jobc(directory).call("schema", "--of", "test", "cases.steps").out())
        .contains("attempt", "Only for this attempt, from 1");
    Jobc.Ended unknown = new Jobc(directory).call("schema", "--of", "test", "cases.expct");
    assertThat(unknown.code()).isEqualTo(7);
    assertThat(unknown.err())
        .contains("did you mean `expect`?", "jobc schema --of test cases lists the keys of a case");
  }
}
