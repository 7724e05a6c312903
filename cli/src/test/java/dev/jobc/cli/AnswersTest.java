package dev.jobc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signals and approvals through the command line, with a worker beside it. */
class AnswersTest {
  @TempDir Path directory;
  private Jobc jobc;
  private Process worker;

  @BeforeEach
  void prepare() throws IOException, SQLException {
    jobc = TestDatabase.give(new Jobc(directory));
    Files.writeString(
        directory.resolve("gate.yaml"),
        """
        jobc: v1
        name: gate
        steps:
          - id: delivered
            waitFor: { signal: delivery, type: { pieces: int } }
          - id: ask
            approval:
              prompt: "Sell ${{ string(steps.delivered.outputs.pieces) }} pieces?"
              form: { price: int }
        outputs:
          price: ${{ steps.ask.outputs.price }}
          by: ${{ steps.ask.outputs.by }}
        """);
    worker = jobc.start("worker", "--slots", "2");
    assertThat(worker.errorReader().readLine()).startsWith("worker ");
  }

  @AfterEach
  void stop() {
    worker.destroy();
  }

  private String submit() {
    Jobc.Ended submitted = jobc.call("run", "--detach", "gate.yaml");
    assertThat(submitted.code()).as(submitted.err()).isZero();
    return submitted.out().strip();
  }

  @Test
  void aRunGoesOnWithASignalAndAnApproval() throws Exception {
    String id = submit();

    Jobc.Ended wrong = jobc.call("signal", id, "delivery", "-i", "pieces=many");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("`pieces`").contains("it takes -i pieces=<int>");
    assertThat(jobc.call("signal", id, "other").code()).isEqualTo(7);
    Jobc.Ended sent = jobc.call("signal", id, "delivery", "-i", "pieces=12");
    assertThat(sent.code()).as(sent.err()).isZero();

    Deadline.await(() -> jobc.call("approvals", "list").out().contains("Sell 12 pieces?"));
    assertThat(jobc.call("approvals", "list").out()).contains(id, "price=<int>", "1 approval\n");
    assertThat(jobc.call("runs", "show", id).out()).containsPattern("paused +ask +approval");
    assertThat(jobc.call("approve", id, "ask").err()).contains("`price` (int) is required");
    Jobc.Ended approved = jobc.call("approve", id, "ask", "-i", "price=99", "--by", "Ada");
    assertThat(approved.code()).as(approved.err()).isZero();

    Deadline.await(() -> jobc.call("runs", "show", id).out().contains("succeeded"));
    assertThat(jobc.call("runs", "show", id).out()).contains("price: 99", "by: Ada");
    Jobc.Ended late = jobc.call("deny", id, "ask");
    assertThat(late.code()).isEqualTo(1);
    assertThat(late.err()).contains("step `ask` of run " + id + " waits for nobody");
  }

  @Test
  void aDenialFailsTheRun() throws Exception {
    String id = submit();
    jobc.call("signal", id, "delivery", "-i", "pieces=1");
    Deadline.await(() -> jobc.call("approvals", "list", "-o", "json").out().contains("Sell 1"));

    Jobc.Ended denied = jobc.call("deny", id, "ask", "--reason", "no stock", "--by", "Bob");

    assertThat(denied.code()).as(denied.err()).isZero();
    assertThat(jobc.call("runs", "show", id).out())
        .contains("state     failed", "Denied: denied by Bob: no stock");
  }
}
