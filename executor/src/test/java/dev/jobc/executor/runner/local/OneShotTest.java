package dev.jobc.executor.runner.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.WorkerSettings;
import dev.jobc.executor.runner.TaskRunner;
import dev.jobc.executor.runner.TaskRunner.CancelReason;
import dev.jobc.executor.testing.Await;
import dev.jobc.plan.TaskSpec;
import dev.jobc.type.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OneShotTest {
  @TempDir Path directory;
  private TaskRunner runner;

  @BeforeEach
  void create() {
    runner =
        LocalRunners.create(
            new WorkerSettings(
                "test",
                List.of("default"),
                2,
                directory,
                Duration.ofSeconds(30),
                Duration.ofSeconds(2)));
  }

  @AfterEach
  void close() {
    runner.close();
  }

  private Ended run(Tasks tasks, String inputs) {
    return Ended.run(runner, tasks.call(inputs));
  }

  @Test
  void aScriptGetsItsInputsAndGivesTypedOutputs() {
    Ended ended =
        run(
            Tasks.inline(
                    "shell",
                    """
                    echo "day=$INPUT_DAY"
                    echo "n=$INPUT_N" >> "$JOBC_OUTPUT"
                    { echo 'text<<END'; echo one; echo two; echo END; } >> "$JOBC_OUTPUT"
                    echo 'list:=[1, {"a": null}]' >> "$JOBC_OUTPUT"
                    echo "from_file=$(cat "$JOBC_INPUTS")" >> "$JOBC_OUTPUT"
                    echo "fact=$JOBC_RUN_ID/$JOBC_STEP/$JOBC_ATTEMPT/$EXTRA" >> "$JOBC_OUTPUT"
                    """)
                .env("EXTRA", "own")
                .input("day", Type.Simple.DATE)
                .input("n", Type.Simple.INT)
                .output("n", Type.Simple.INT)
                .output("text", Type.Simple.STRING)
                .output("list", Type.Simple.JSON)
                .output("from_file", Type.Simple.STRING)
                .output("fact", Type.Simple.STRING),
            "{\"day\":\"2026-11-22\",\"n\":-5}");
    assertThat(ended.outputs())
        .isEqualTo(
            "{\"n\":-5,\"text\":\"one\\ntwo\",\"list\":[1,{\"a\":null}],"
                + "\"from_file\":\"{\\\"day\\\":\\\"2026-11-22\\\",\\\"n\\\":-5}\","
                + "\"fact\":\"run-1/step/2/own\"}");
    assertThat(ended.stdout()).isEqualTo("day=2026-11-22\n");
  }

  @Test
  void onlyDeclaredVariablesAreThere() {
    Ended ended = run(Tasks.command("env"), "{}");
    assertThat(ended.stdout().lines().map(line -> line.replaceAll("=.*", "")))
        .containsExactlyInAnyOrder(
            "PATH",
            "HOME",
            "LANG",
            "TMPDIR",
            "JOBC_COOKIE",
            "JOBC_INPUTS",
            "JOBC_OUTPUT",
            "JOBC_RUN_ID",
            "JOBC_STEP",
            "JOBC_ATTEMPT",
            "JOBC_IDEMPOTENCY_KEY",
            "JOBC_FENCE");
  }

  @Test
  void aScriptThatMayCallOthersWritesItsCallsToAFile() {
    String script =
        """
        echo '{"task": "walk", "with": {"n": 1}}' >> "$JOBC_SPAWN"
        echo >> "$JOBC_SPAWN"
        echo '{"task": "walk"}' >> "$JOBC_SPAWN"
        """;
    Ended ended = run(Tasks.inline("shell", script).calling("walk"), "{}");
    assertThat(ended.calls())
        .isEqualTo("[{\"task\":\"walk\",\"with\":{\"n\":1}},{\"task\":\"walk\",\"with\":{}}]");
    Ended wrong = run(Tasks.inline("shell", "echo walk >> \"$JOBC_SPAWN\"").calling("walk"), "{}");
    assertThat(wrong.error().name()).isEqualTo("OutputTypeError");
    assertThat(wrong.error().message()).startsWith("$JOBC_SPAWN, line 1: expected ");
    Ended other = run(Tasks.inline("shell", "echo ${JOBC_SPAWN-none}"), "{}");
    assertThat(other.stdout()).isEqualTo("none\n");
  }

  @Test
  void argumentsAreNeverTakenApart() {
    Ended ended = run(Tasks.command("printf", "<%s>", "a b", "$HOME", "'; rm -rf /"), "{}");
    assertThat(ended.stdout()).isEqualTo("<a b><$HOME><'; rm -rf />");
  }

  @Test
  void stdinAndCapture() {
    Tasks lines =
        Tasks.command("cat")
            .stdin("one\ntwo\n")
            .capture(TaskSpec.Capture.Mode.LINES, "all")
            .output("all", new Type.ListOf(Type.Simple.STRING));
    assertThat(run(lines, "{}").outputs()).isEqualTo("{\"all\":[\"one\",\"two\"]}");
    Tasks last =
        Tasks.command("printf", "noise\\n42\\n")
            .capture(TaskSpec.Capture.Mode.LAST_LINE, "n")
            .output("n", Type.Simple.INT);
    assertThat(run(last, "{}").outputs()).isEqualTo("{\"n\":42}");
    Tasks json =
        Tasks.command("echo", "{\"a\":")
            .capture(TaskSpec.Capture.Mode.JSON, "v")
            .output("v", Type.Simple.JSON);
    assertThat(run(json, "{}").error().name()).isEqualTo("OutputTypeError");
  }

  @Test
  void exitCodesHaveMeanings() {
    Tasks tasks =
        Tasks.inline("shell", "echo why >&2\nexit $INPUT_CODE")
            .input("code", Type.Simple.INT)
            .exit(75, "TempFail")
            .exit(99, "skip");
    assertThat(run(tasks, "{\"code\":75}").error().name()).isEqualTo("TempFail");
    assertThat(run(tasks, "{\"code\":99}").outputs()).isEqualTo("skipped");
    var error = run(tasks, "{\"code\":3}").error();
    assertThat(error.name()).isEqualTo("ExitCode");
    assertThat(error.message()).isEqualTo("the script ended with exit code 3");
    assertThat(error.trace()).isEqualTo("why");
    var killed = run(Tasks.inline("shell", "kill -SEGV $$"), "{}").error();
    assertThat(killed.message()).isEqualTo("the script was killed by signal 11 (SIGSEGV)");
  }

  @Test
  void bashStopsAtTheFirstErrorAlsoWithinAPipe() {
    assertThat(run(Tasks.inline("shell", "false | cat\necho on"), "{}").error().name())
        .isEqualTo("ExitCode");
    assertThat(run(Tasks.inline("shell", "echo $NONE"), "{}").error().trace())
        .contains("NONE: unbound variable");
    Ended posix = run(Tasks.inline("shell", "false | cat\necho on").interpreter("sh"), "{}");
    assertThat(posix.stdout()).isEqualTo("on\n");
  }

  @Test
  void badOutputsNameTheirLine() {
    Tasks tasks = Tasks.inline("shell", "cat > \"$JOBC_OUTPUT\"").output("n", Type.Simple.INT);
    assertThat(run(tasks.stdin("n=1\nn=x\n"), "{}").error().message())
        .isEqualTo("$JOBC_OUTPUT, line 2: `n` is declared `int`, but the text is `x`");
    assertThat(run(tasks.stdin("m=1\n"), "{}").error().message())
        .isEqualTo("$JOBC_OUTPUT, line 1: `m` is not declared as an output; declared: n");
    assertThat(run(tasks.stdin("\n\nn<<E\n1\n"), "{}").error().message())
        .isEqualTo("$JOBC_OUTPUT, line 3: `n<<E` is never closed by a line `E`");
    assertThat(run(tasks.stdin("hello\n"), "{}").error().message())
        .contains("line 1: expected `name=value`");
  }

  @Test
  void aReplacedOutputFileIsSaidToBeSo() {
    for (String script : List.of("rm $JOBC_OUTPUT", "rm $JOBC_OUTPUT; mkdir $JOBC_OUTPUT")) {
      var error = run(Tasks.inline("shell", script), "{}").error();
      assertThat(error.name()).isEqualTo("OutputTypeError");
      assertThat(error.message())
          .isEqualTo("the task left no file at $JOBC_OUTPUT: it removed or replaced it");
    }
  }

  @Test
  void aMissingProgramIsNamed() {
    var error = run(Tasks.command("no-such-program-here"), "{}").error();
    assertThat(error.name()).isEqualTo("LoadError");
    assertThat(error.message())
        .startsWith("there is no program `no-such-program-here` on this worker's PATH\n(PATH is ");
  }

  @Test
  void bundleFilesAreInTheWorkingDirectoryWhichIsPrivate() {
    Tasks tasks =
        Tasks.inline("shell", "./checks/a.sh\necho more > checks/new\nls checks")
            .file("checks/a.sh", "#!/bin/sh\necho \"$(pwd)\" > own\ncat own\n");
    String first = run(tasks, "{}").stdout();
    String second = run(tasks, "{}").stdout();
    assertThat(first.lines().skip(1)).containsExactly("a.sh", "new");
    assertThat(second.lines().findFirst()).isNotEqualTo(first.lines().findFirst());
    assertThat(Path.of(first.lines().findFirst().orElseThrow())).doesNotExist();
  }

  @Test
  void aLargeInputGoesByFile() {
    Ended ended =
        run(
            Tasks.inline("shell", "wc -c < \"$INPUT_BIG_FILE\"").input("big", Type.Simple.STRING),
            "{\"big\":\"" + "x".repeat(200_000) + "\"}");
    assertThat(ended.stdout().strip()).isEqualTo("200000");
  }

  @Test
  void aTimeoutEndsEverythingAlsoWhatForkedTwice() throws Exception {
    Path pid = directory.resolve("pid");
    Tasks tasks =
        Tasks.inline(
            "shell",
            "( setsid sh -c 'echo $$ > \"%s\"; exec sleep 1000' & )\ntrap '' TERM\nwhile :; do sleep 1; done"
                .formatted(pid));
    Ended ended = Ended.run(runner, tasks.call("{}", 1500));
    assertThat(ended.error().name()).isEqualTo("Timeout");
    assertThat(ended.error().message()).isEqualTo("ran longer than its limit of 1500 ms");
    long left = Long.parseLong(Files.readString(pid).strip());
    Processes.awaitEnd(left);
  }

  @Test
  void whatAScriptLeavesInTheBackgroundEndsWithIt() throws Exception {
    Path pid = directory.resolve("pid");
    Ended ended =
        run(
            Tasks.inline(
                "shell",
                "( setsid sh -c 'echo $$ > \"%1$s\"; exec sleep 1000' & )\nuntil [ -s \"%1$s\" ]; do :; done"
                    .formatted(pid)),
            "{}");
    assertThat(ended.outputs()).isEqualTo("{}");
    long left = Long.parseLong(Files.readString(pid).strip());
    Processes.awaitEnd(left);
  }

  @Test
  void cancelAndCloseGiveOneResultEach() {
    Ended cancelled = run(Tasks.command("sleep", "1000"), "{}");
    cancelled.awaitStart();
    runner.cancel(cancelled.call.id(), CancelReason.USER, Duration.ofSeconds(5));
    assertThat(cancelled.error().name()).isEqualTo("Cancelled");
    Ended open = run(Tasks.command("sleep", "1000"), "{}");
    Ended python = run(Tasks.inline("python", "while True: pass"), "{}");
    open.awaitStart();
    python.awaitStart();
    runner.close();
    assertThat(open.error().message()).isEqualTo("the worker is shutting down");
    assertThat(python.error().message()).isEqualTo("the worker is shutting down");
    assertThat(open.results() + python.results()).isEqualTo(2);
    create();
  }

  @Test
  void outputIsASignOfLife() throws Exception {
    Path begin = directory.resolve("begin");
    Ended ended =
        run(
            Tasks.command(
                "sh", "-c", "while [ ! -e " + begin + " ]; do :; done; echo x; sleep 1000"),
            "{}");
    ended.awaitStart();
    assertThat(runner.signs(ended.call.id())).isZero();
    Files.createFile(begin);
    Await.until("a sign", () -> runner.signs(ended.call.id()) > 0);
    runner.cancel(ended.call.id(), CancelReason.USER, Duration.ZERO);
    assertThat(ended.error().name()).isEqualTo("Cancelled");
    assertThat(runner.signs(ended.call.id())).as("an attempt that has ended").isZero();
  }

  @Test
  void outputOverTheCapIsCutVisibly() {
    Ended ended = run(Tasks.inline("shell", "head -c 3000000 /dev/zero | tr '\\0' x"), "{}");
    assertThat(ended.stdout())
        .startsWith("xxx")
        .endsWith("\n[jobc: cut here: 1951424 of 3000000 bytes are not kept]\n")
        .hasSizeLessThan((1 << 20) + 100);
  }
}
