package dev.jobc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code jobc runs cancel} and which runs {@code --where} picks. */
class CancelVerbTest {
  private static final String QUICK =
      "jobc: v1\nname: quick\nsteps:\n  - { id: one, command: \"true\" }\n";

  @TempDir Path directory;
  private Jobc jobc;

  @BeforeEach
  void prepare() throws IOException, SQLException {
    jobc = TestDatabase.give(new Jobc(directory));
    Files.writeString(directory.resolve("quick.yaml"), QUICK);
    Files.writeString(directory.resolve("other.yaml"), QUICK.replace("quick", "other"));
  }

  private String submit(String file) {
    return jobc.call("run", "--detach", file).out().strip();
  }

  @Test
  void cancelsByIdAndSaysWhatWasCancelledBefore() {
    String id = submit("quick.yaml");

    Jobc.Ended first = jobc.call("runs", "cancel", id);
    Jobc.Ended second = jobc.call("runs", "cancel", id);

    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.out()).isEqualTo(id + "  cancelled\n");
    assertThat(second.code()).as(second.err()).isZero();
    assertThat(second.out()).isEqualTo(id + "  was cancelled before\n");
    assertThat(jobc.call("runs", "show", id).out())
        .contains("state     cancelled")
        .containsPattern("cancelled +one");
  }

  @Test
  void aRunThatHasEndedIsNotCancelled() {
    String id = jobc.call("run", "quick.yaml").err().split("\\s+")[1];
    String unknown = dev.jobc.executor.RunId.of(1_800_000_000_000L, 1, 1).toString();

    Jobc.Ended ended = jobc.call("runs", "cancel", id);
    Jobc.Ended missing = jobc.call("runs", "cancel", id, unknown);

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).isEqualTo("error: run " + id + " has ended already: succeeded\n");
    assertThat(missing.code()).isEqualTo(7);
    assertThat(missing.err()).contains("no run `" + unknown + "`");
  }

  @Test
  void cancelsAllThatFit() {
    String one = submit("quick.yaml");
    String two = submit("quick.yaml");
    String other = submit("other.yaml");

    Jobc.Ended young =
        jobc.call("runs", "cancel", "--where", "workflow=quick", "--where", "olderThan=1h");
    Jobc.Ended all = jobc.call("runs", "cancel", "--where", "workflow=quick");

    assertThat(young.out()).isEmpty();
    assertThat(young.err()).isEqualTo("0 runs cancelled\n");
    assertThat(all.out()).contains(one, two).doesNotContain(other);
    assertThat(all.err()).isEqualTo("2 runs cancelled\n");
    assertThat(jobc.call("runs", "list", "--where", "state=running").out())
        .contains(other)
        .doesNotContain(one, two);
  }

  @Test
  void countsWhatItWouldCancel() {
    submit("quick.yaml");
    submit("quick.yaml");

    Jobc.Ended counted = jobc.call("runs", "cancel", "--where", "workflow=quick", "--dry-run");
    Jobc.Ended all = jobc.call("runs", "cancel", "--where", "workflow=quick");

    assertThat(counted.out()).isEqualTo("2 runs would be cancelled\n");
    assertThat(all.err()).isEqualTo("2 runs cancelled\n");
  }

  @Test
  void handlersGoOnUnlessTheEndIsForced() throws IOException {
    Files.writeString(
        directory.resolve("tidy.yaml"),
        QUICK.replace("quick", "tidy") + "finally:\n  - { id: tidy, command: \"true\" }\n");
    String id = submit("tidy.yaml");

    Jobc.Ended gently = jobc.call("runs", "cancel", id);
    Jobc.Ended many = jobc.call("runs", "cancel", "--where", "workflow=tidy");
    Jobc.Ended forced = jobc.call("runs", "cancel", "--force", id);

    assertThat(gently.out()).isEqualTo(id + "  is being cancelled; its handlers run\n");
    assertThat(many.err()).as("each once").isEqualTo("1 run cancelled\n");
    assertThat(forced.out()).isEqualTo(id + "  cancelled\n");
    assertThat(jobc.call("runs", "show", id).out()).contains("state     cancelled");
  }

  @Test
  void cancelsOneStep() throws IOException {
    Files.writeString(
        directory.resolve("two.yaml"),
        QUICK.replace("quick", "two") + "  - { id: two, command: \"true\" }\n");
    String id = submit("two.yaml");

    Jobc.Ended first = jobc.call("runs", "cancel", id, "--step", "two");
    Jobc.Ended again = jobc.call("runs", "cancel", id, "--step", "two");

    assertThat(first.out()).as(first.err()).isEqualTo(id + "  two  cancelled\n");
    assertThat(again.code()).isEqualTo(7);
    assertThat(again.err()).contains("no step `two` of run " + id + " goes on or is still to come");
    assertThat(jobc.call("runs", "show", id).out()).contains("state     running");
  }

  @Test
  void refusesWhatItDoesNotUnderstand() {
    for (String[] call :
        new String[][] {
          {"runs", "cancel"},
          {"runs", "cancel", "--dry-run", "01KFP2M3E8000000000000000A"},
          {"runs", "cancel", "--where", "colour=red"},
          {"runs", "cancel", "--where", "state=fine"},
          {"runs", "cancel", "--where", "olderThan=soon"},
          {"runs", "list", "--where", "state=running", "--where", "state=failed"},
        }) {
      Jobc.Ended ended = jobc.call(call);
      assertThat(ended.code()).as(ended.err()).isEqualTo(2);
      assertThat(ended.err()).contains("= help: ");
    }
  }

  @Test
  void endsTheProcessOfAStepThatRuns() throws Exception {
    Files.writeString(
        directory.resolve("slow.yaml"),
        """
        jobc: v1
        name: slow
        steps:
          - id: hang
            runtime: shell
            run: |
              echo $$ > pid
              trap 'echo stopped > stopped; exit 0' TERM
              sleep 60 & wait
        """
            .replace("> pid", "> " + directory.resolve("pid"))
            .replace("> stopped", "> " + directory.resolve("stopped")));
    Process run = jobc.start("run", "slow.yaml");
    String id = run.errorReader().readLine().split(" +")[1];
    Deadline.await(() -> Files.exists(directory.resolve("pid")));

    assertThat(jobc.call("runs", "cancel", id).code()).isZero();

    assertThat(run.waitFor()).isEqualTo(11);
    assertThat(run.errorReader().lines().toList()).anyMatch(l -> l.startsWith("cancelled in"));
    Deadline.await(() -> Files.exists(directory.resolve("stopped")));
  }
}
