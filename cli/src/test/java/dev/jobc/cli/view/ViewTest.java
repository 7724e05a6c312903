package dev.jobc.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.cli.context.Console;
import dev.jobc.executor.LogChunk;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.RunSummary;
import dev.jobc.executor.RunView;
import dev.jobc.executor.StepState;
import dev.jobc.executor.TaskError;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ViewTest {
  private static final Instant START = Instant.parse("2026-11-22T08:00:00Z");

  @Test
  void durationsReadWell() {
    assertThat(Durations.text(Duration.ofMillis(-5))).isEqualTo("0 ms");
    assertThat(Durations.text(Duration.ofMillis(41))).isEqualTo("41 ms");
    assertThat(Durations.text(Duration.ofMillis(2_140))).isEqualTo("2.1 s");
    assertThat(Durations.text(Duration.ofSeconds(184))).isEqualTo("3 min 04 s");
    assertThat(Durations.text(Duration.ofMinutes(125))).isEqualTo("2 h 05 min");
  }

  @Test
  void linesTellAStepOnceWhenItHasEndedAndEachRetry() {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    ProgressLines progress = new ProgressLines(console(written, false));
    TaskError error = new TaskError("ExitCode", "exit 7\nmore");

    progress.show(run(step("load", StepState.RUNNING, 0, null)), START);
    progress.show(run(step("load", StepState.RETRYING, 1, error)), START.plusSeconds(1));
    progress.show(run(step("load", StepState.RETRYING, 1, error)), START.plusSeconds(2));
    progress.show(run(step("load", StepState.SUCCEEDED, 2, error)), START.plusSeconds(3));
    progress.show(run(step("load", StepState.SUCCEEDED, 2, error)), START.plusSeconds(4));

    assertThat(text(written))
        .isEqualTo(
            """
              retrying   load  shell     1.0 s      ExitCode: exit 7
              succeeded  load  shell     3.0 s      attempt 2
            """);
  }

  @Test
  void theScreenIsDrawnOverItselfAndNeverTallerThanTheTerminal() {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    ProgressScreen progress = new ProgressScreen(console(written, true));
    List<RunView.Step> steps =
        IntStream.range(0, 50).mapToObj(i -> step("s" + i, StepState.WAITING, 0, null)).toList();

    progress.show(run(steps.toArray(RunView.Step[]::new)), START);
    String first = text(written);
    assertThat(first.lines().count()).isLessThan(20);
    assertThat(first).contains("... 0 of 50 steps ended");
    written.reset();
    progress.show(run(steps.toArray(RunView.Step[]::new)), START);

    assertThat(text(written))
        .startsWith("\u001b[" + first.lines().filter(l -> l.contains("2K")).count() + "A");
  }

  @Test
  void logsCanNotSteerTheReadersTerminal() {
    byte[] nasty = "a\u001b[2Jb\u0007\u009bc\nZo\u00eb".getBytes(StandardCharsets.UTF_8);
    List<LogChunk> chunks =
        List.of(
            new LogChunk("load", 3, 2, false, 0, java.util.Arrays.copyOf(nasty, nasty.length - 1)),
            new LogChunk(
                "load", 3, 2, false, nasty.length - 1, new byte[] {nasty[nasty.length - 1]}));

    assertThat(LogText.lines(chunks))
        .containsExactly("load[3] #2 | a\uFFFD[2Jb\uFFFD\uFFFDc", "load[3] #2 | Zo\u00eb");
  }

  private static RunView run(RunView.Step... steps) {
    RunSummary summary =
        new RunSummary(
            RunId.of(RunId.EPOCH, 0, 1), "default", "w", "p", RunState.RUNNING, START, null);
    return new RunView(summary, Json.object().build(), List.of(steps), null);
  }

  private static RunView heldBack(RunState state, TaskError error, String waits) {
    RunView run = run(step("a", StepState.WAITING, 0, null));
    RunSummary of = run.summary();
    RunSummary summary =
        new RunSummary(
            of.id(),
            "default",
            "w",
            "p",
            state,
            START,
            error == null ? null : START,
            null,
            null,
            waits != null);
    return new RunView(
        summary, run.inputs(), run.steps(), null, error, waits, null, List.of(), 1, null);
  }

  @Test
  void aRunThatLimitsHoldBackSaysWhy() {
    String why = "waits for runs default: w: 1 of 1 slots taken";
    RunView run = heldBack(RunState.RUNNING, null, why);
    assertThat(RunText.show(run, START, ZoneOffset.UTC))
        .contains("          " + why, "state     held");
    assertThat(RunText.list(List.of(run.summary()), START, ZoneOffset.UTC).get(1))
        .contains(" held ");
    assertThat(JsonText.write(RunJson.of(run)))
        .contains("\"waits\":\"" + why + "\"", "\"state\":\"running\",\"held\":true");

    ByteArrayOutputStream written = new ByteArrayOutputStream();
    ProgressLines progress = new ProgressLines(console(written, false));
    progress.show(run, START);
    progress.show(run, START);
    assertThat(text(written)).isEqualTo("  " + why + System.lineSeparator());
    written.reset();
    new ProgressScreen(console(written, true)).show(run, START);
    assertThat(text(written)).contains("  " + why);
  }

  @Test
  void aRunThatALimitHasCancelledSaysWhich() {
    TaskError error = new TaskError(TaskError.CANCELLED, "no room at `runs default: w`");
    RunView run = heldBack(RunState.CANCELLED, error, null);
    assertThat(RunText.error(run))
        .containsExactly(
            "error: the run was cancelled", "   | Cancelled: no room at `runs default: w`");
    assertThat(JsonText.write(RunJson.of(run))).contains("no room at");
  }

  @Test
  void aMapAndItsTaskAreToldOnceThoughTheyShareAnId() {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    ProgressLines progress = new ProgressLines(console(written, false));
    RunView.Step map = mapped("load", "forEach", 0, 1);
    RunView.Step task = mapped("load", "shell", 1, 3);

    progress.show(run(map, task), START.plusSeconds(1));
    progress.show(run(map, task), START.plusSeconds(2));

    assertThat(text(written).lines()).hasSize(2);
  }

  private static RunView.Step mapped(String id, String kind, int depth, int instances) {
    Instant end = START.plusSeconds(1);
    return new RunView.Step(
        id,
        kind,
        depth,
        StepState.SUCCEEDED,
        instances,
        instances,
        instances,
        START,
        end,
        null,
        "f:1:1");
  }

  private static RunView.Step step(String id, StepState state, int attempts, TaskError error) {
    Instant end = state.ended() ? START.plusSeconds(3) : null;
    return new RunView.Step(
        id, "shell", 0, state, 1, end == null ? 0 : 1, attempts, START, end, error, "f:1:1");
  }

  private static Console console(ByteArrayOutputStream err, boolean terminal) {
    PrintStream stream = new PrintStream(err, false, StandardCharsets.UTF_8);
    return new Console(stream, stream, terminal, false, 80, 20);
  }

  private static String text(ByteArrayOutputStream written) {
    return written.toString(StandardCharsets.UTF_8);
  }
}
