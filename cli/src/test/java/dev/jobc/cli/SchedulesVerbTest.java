package dev.jobc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workflows that start by themselves, on a real database, through the command line. */
class SchedulesVerbTest {
  private static final String NIGHTLY =
      """
      jobc: v1
      name: nightly
      namespace: finance
      triggers:
        manual: {}
        schedule: { cron: "15 2 * * *", timezone: Europe/Berlin, catchup: latest }
      steps:
        - { id: work, command: "true" }
      """;

  /** Its step reads what only the trigger tells. */
  private static final String TICKS =
      """
      jobc: v1
      name: ticks
      triggers:
        interval: { every: 1s, overlap: queue }
      steps:
        - id: tell
          runtime: shell
          env: { AT: "${{ string(trigger.scheduledAt) }}" }
          outputs: { at: string }
          run: echo "at=$AT" >> "$JOBC_OUTPUT"
      outputs:
        at: ${{ steps.tell.outputs.at }}
      """;

  @TempDir Path directory;
  private Jobc jobc;

  @BeforeEach
  void prepare() throws IOException, SQLException {
    jobc = TestDatabase.give(new Jobc(directory));
    Files.writeString(directory.resolve("nightly.yaml"), NIGHTLY);
    Files.writeString(directory.resolve("ticks.yaml"), TICKS);
  }

  private Jobc.Ended ok(String... arguments) {
    Jobc.Ended ended = jobc.call(arguments);
    assertThat(ended.code()).as(ended.err()).isZero();
    return ended;
  }

  @Test
  void aScheduleIsDeployedShownPausedMadeUpForAndRemoved() {
    assertThat(ok("deploy", "nightly.yaml").out())
        .containsPattern(
            "finance/nightly:\n  1  schedule 15 2 \\* \\* \\* Europe/Berlin, next ... \\S+ 02:15:00"
                + " \\+0[12]:00 \\(... 0[01]:15:00Z\\)\n");
    assertThat(ok("schedules", "list").out()).contains("finance/nightly", "live", "1 schedule\n");
    assertThat(ok("schedules", "show", "1", "-n", "3").out().lines())
        .filteredOn(line -> line.contains("02:15:00"))
        .hasSize(3);

    assertThat(ok("schedules", "pause", "1").out()).isEqualTo("schedule 1 paused\n");
    assertThat(ok("schedules", "list").out()).contains("paused");
    ok("schedules", "resume", "1");

    String made =
        ok("schedules", "backfill", "1", "--from", "2026-01-01", "--to", "2026-01-04").out();
    assertThat(made).contains("backfill of 1", "Thu 2026-01-01 02:15:00 +01:00");
    assertThat(ok("schedules", "list", "-o", "json").out())
        .contains("\"until\" : \"2026-01-03T23:00:00Z\"");

    assertThat(ok("undeploy", "finance/nightly").out()).isEqualTo("removed 1 schedule\n");
    assertThat(ok("schedules", "list").out()).isEqualTo("0 schedules\n");
  }

  /** Runs of it tell what they come from. */
  private static final String COUNT =
      """
      jobc: v1
      name: count
      triggers:
        manual: {}
        workflow: { name: finance/nightly, with: { why: "${{ trigger.state }}" } }
        event: { topic: orders, body: { id: int }, with: { why: "${{ string(trigger.body.id) }}" } }
        condition: { run: test -e ready, every: 1s, with: { why: ready } }
      inputs: { why: { type: string, default: none } }
      steps:
        - { id: work, command: "true" }
      outputs: { why: "${{ inputs.why }}" }
      """;

  @Test
  void aWorkflowStartsAfterAnotherOnAnEventAndWhenAConditionHolds() throws Exception {
    Path ready = directory.resolve("ready");
    Files.writeString(
        directory.resolve("count.yaml"), COUNT.replace("test -e ready", "test -e " + ready));
    assertThat(ok("deploy", "count.yaml").out())
        .contains("workflow finance/nightly succeeded", "event orders", "condition every PT1S");
    assertThat(ok("schedules", "list").out()).contains("when one ends", "when one comes", "looks ");
    fails(7, "waits for events of `bills`", "events", "send", "bills");
    fails(2, "--data is no JSON", "events", "send", "orders", "--data", "{");

    assertThat(ok("events", "send", "orders", "--data", "{\"id\":7}").out())
        .isEqualTo("1 schedule\n");
    String later = ok("submit", "nightly.yaml", "--delay", "1s", "--run-id", "night-1").out();
    assertThat(ok("submit", "nightly.yaml", "--delay", "1h", "--run-id", "night-1").out())
        .isEqualTo(later);
    assertThat(ok("runs", "show", "night-1").out()).contains("waits for 20", later.strip());
    Process worker = jobc.start("worker");
    try {
      Files.createFile(ready);
      Deadline.await(() -> whys().containsAll(List.of("7", "succeeded", "ready")));
    } finally {
      worker.destroy();
      worker.waitFor();
    }
    assertThat(whys()).containsExactlyInAnyOrder("7", "succeeded", "ready");
    fails(7, "no submission has given that id", "runs", "show", "night-2");
  }

  private List<String> whys() {
    return ok("runs", "list", "--where", "workflow=count")
        .out()
        .lines()
        .filter(line -> line.contains("succeeded"))
        .map(line -> ok("runs", "show", line.substring(0, 26)).out())
        .map(shown -> shown.substring(shown.lastIndexOf("why: ") + 5).lines().findFirst().get())
        .toList();
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    ok("deploy", "nightly.yaml");
    String hook = NIGHTLY.replace("  manual: {}\n", "  webhook: { path: a/b }\n");
    Files.writeString(directory.resolve("hook.yaml"), hook);

    fails(7, "no schedule 9", "schedules", "show", "9");
    fails(7, "no schedule 9", "schedules", "pause", "9");
    fails(7, "no schedule of a workflow `other`", "undeploy", "other");
    fails(2, "--to 2026-01-01 is not after", backfill("2026-01-01", "2026-01-01"));
    fails(2, "--from `soon` is no time", backfill("soon", "2026-01-01"));
    fails(2, "has no time from", backfill("2026-01-01T10:00:00Z", "2026-01-01T11:00:00Z"));
    fails(3, "cannot start runs by `webhook` at hook.yaml:5:3", "deploy", "hook.yaml");
    fails(3, "there is no file `missing.yaml`", "deploy", "missing.yaml");
    fails(3, "count on a trigger, and a start by hand is none", "run", "ticks.yaml");
  }

  private static String[] backfill(String from, String to) {
    return new String[] {"schedules", "backfill", "1", "--from", from, "--to", to};
  }

  private void fails(int code, String message, String... arguments) {
    Jobc.Ended ended = jobc.call(arguments);
    assertThat(ended.err()).contains(message);
    assertThat(ended.code()).as(ended.err()).isEqualTo(code);
  }

  @Test
  void aWorkerStartsRunsWhenTheirTimesCome() throws Exception {
    ok("deploy", "ticks.yaml");
    Process worker = jobc.start("worker");
    try {
      Deadline.await(() -> ok("runs", "list").out().lines().filter(this::succeeded).count() >= 3);
    } finally {
      worker.destroy();
      worker.waitFor();
    }

    String newest =
        ok("runs", "list").out().lines().filter(this::succeeded).findFirst().orElseThrow();
    assertThat(ok("runs", "show", newest.substring(0, 26)).out())
        .containsPattern("at: 20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d");
  }

  private boolean succeeded(String line) {
    return line.contains("ticks") && line.contains("succeeded");
  }
}
