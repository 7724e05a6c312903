package dev.jobc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.json.Json;
import dev.jobc.json.JsonReader;
import dev.jobc.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real workflows on a real database, through the command line. */
class RunTest {
  private static final String GREET =
      """
      jobc: v1
      name: greet
      inputs:
        who: { type: string, default: world }
        times: { type: int, default: 1 }
      steps:
        - id: say
          runtime: shell
          env: { WHO: "${{ inputs.who }}", TIMES: "${{ string(inputs.times) }}" }
          outputs: { text: string }
          run: |
            echo "greeting $WHO"
            echo "careful" >&2
            echo "text=Hello $WHO x$TIMES" >> "$JOBC_OUTPUT"
      outputs:
        text: ${{ steps.say.outputs.text }}
        times: ${{ inputs.times }}
      """;

  private static final String FAIL =
      """
      jobc: v1
      name: fails
      steps:
        - id: fine
          runtime: shell
          run: "true"
        - id: breaks
          runtime: shell
          run: |
            echo "about to break"
            exit 7
      """;

  @TempDir Path directory;
  private Jobc jobc;

  @BeforeEach
  void prepare() throws IOException, SQLException {
    jobc = TestDatabase.give(new Jobc(directory));
    Files.writeString(directory.resolve("greet.yaml"), GREET);
    Files.writeString(directory.resolve("fails.yaml"), FAIL);
  }

  @Test
  void showsProgressOnStandardErrorAndOutputsOnStandardOutput() {
    Jobc.Ended ended = jobc.call("run", "greet.yaml", "-i", "who=Zoë & co", "-i", "times=3");

    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out()).isEqualTo("text: Hello Zoë & co x3\ntimes: 3\n");
    assertThat(ended.err())
        .containsPattern("run [0-9A-Z]{26}  greet\n")
        .containsPattern(" {2}succeeded {2}say {2}shell .*\n")
        .containsPattern("succeeded in [0-9.]+ m?s\n");
  }

  @Test
  void servesTheQueuesThatTheWorkflowNames() throws IOException {
    String steps = "steps:\n  - { id: far, queue: etl, command: \"true\" }\n";
    Files.writeString(directory.resolve("far.yaml"), "jobc: v1\nname: far\n" + steps);

    Jobc.Ended ended = jobc.call("run", "far.yaml");

    assertThat(ended.code()).as(ended.err()).isZero();
  }

  @Test
  void theCrawlerFollowsASiteWhoseSizeNobodyKnows() throws IOException {
    Path sample = Path.of("../samples/04-crawler").toAbsolutePath().normalize();

    Jobc.Ended ended =
        jobc.call(
            "run",
            sample.resolve("workflow.yaml").toString(),
            "-i",
            "site=" + sample.resolve("site"));

    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out()).isEqualTo("title: A small site\npages: 5\nbroken: 1\n");
    assertThat(directory.resolve("crawled/index.md"))
        .content()
        .contains("- Guide for the advanced (guide/advanced/index.html)")
        .contains("broken: guide/index.html -> guide/missing.html");
  }

  @Test
  void removesRunsSomeTimeAfterTheirEnd() {
    assertThat(jobc.call("run", "greet.yaml").code()).isZero();
    assertThat(jobc.call("run", "fails.yaml").code()).isEqualTo(10);

    assertThat(jobc.call("runs", "clean", "--ended", "1h").out()).isEqualTo("0 runs removed\n");
    assertThat(jobc.call("runs", "clean", "--ended", "0s", "--dry-run").out())
        .isEqualTo("2 runs would be removed\n");
    assertThat(jobc.call("runs", "clean", "--ended", "0s", "--where", "state=failed").out())
        .startsWith("1 run removed");
    assertThat(jobc.call("runs", "list").out()).contains("greet").doesNotContain("fails");
    Jobc.Ended wrong = jobc.call("runs", "clean", "--ended", "soon");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("--ended `soon` is no age");
  }

  @Test
  void inputsComeFromAFileTooAndArgumentsWin() throws IOException {
    Files.writeString(directory.resolve("in.json"), "{\"who\": \"file\", \"times\": 2}");

    Jobc.Ended ended =
        jobc.call("run", "greet.yaml", "--inputs", "in.json", "-i", "who=me", "-o", "json");

    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(JsonText.parse(ended.out()))
        .isEqualTo(Json.object().put("text", "Hello me x2").put("times", 2).build());
  }

  @Test
  void aFailedRunShowsWhyTheLogAndWhatToTypeNext() {
    Jobc.Ended ended = jobc.call("run", "fails.yaml");

    assertThat(ended.code()).as(ended.err()).isEqualTo(10);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .contains("error: step `breaks` failed")
        .contains("--> fails.yaml:")
        .containsOnlyOnce("about to break")
        .containsPattern("= help: jobc logs [0-9A-Z]{26} --step breaks");
  }

  @Test
  void submittedHereExecutedElsewhere() throws Exception {
    Jobc.Ended submitted = jobc.call("run", "--detach", "greet.yaml", "-i", "who=later");
    assertThat(submitted.code()).as(submitted.err()).isZero();
    String id = submitted.out().strip();
    assertThat(state(id)).isEqualTo("running");

    Process worker = jobc.start("worker", "--slots", "2");
    try {
      assertThat(worker.errorReader().readLine()).startsWith("worker ").contains("2 slots");
      Deadline.await(() -> state(id).equals("succeeded"));
    } finally {
      worker.destroy();
    }
    assertThat(worker.waitFor()).isEqualTo(143);
    assertThat(jobc.call("runs", "show", id).out()).contains("text: Hello later x1");
  }

  @Test
  void interruptedItLeavesTheRunToAWorker() throws Exception {
    Files.writeString(
        directory.resolve("slow.yaml"),
        FAIL.replace("exit 7", "test -e go || sleep 60").replace("name: fails", "name: slow"));
    Process run = jobc.start("run", "slow.yaml");
    String first = run.errorReader().readLine();
    String id = first.split(" +")[1];
    Deadline.await(() -> jobc.call("runs", "show", id).out().contains("running    breaks"));

    // Not SIGINT: a build that was started in the background hands on that it is ignored.
    run.toHandle().destroy();

    assertThat(run.waitFor()).isEqualTo(143);
    assertThat(run.errorReader().lines().toList())
        .anyMatch(line -> line.contains("stays in the database"))
        .noneMatch(line -> line.startsWith("\tat "));
    assertThat(state(id)).isEqualTo("running");
  }

  @Test
  void listShowAndLogsTellWhatRan() {
    String id = jobc.call("run", "greet.yaml").err().split("\\s+")[1];

    assertThat(jobc.call("runs", "list").out())
        .containsPattern(id + "  greet     succeeded  ")
        .contains("1 run. Times are ");
    assertThat(jobc.call("runs", "list", "-o", "json").out()).contains(id);
    assertThat(jobc.call("runs", "show", id).out())
        .contains("run       " + id, "state     succeeded", "who: world", "say", "text: Hello");
    assertThat(jobc.call("logs", id).out())
        .contains("say | greeting world\n", "say err | careful\n");
    assertThat(jobc.call("logs", id, "--step", "say", "--raw").out())
        .startsWith("greeting world\n");
  }

  @Test
  void whatIsNotThereIsNotFound() {
    String id = jobc.call("run", "greet.yaml").err().split("\\s+")[1];
    String unknown = dev.jobc.executor.RunId.of(1_800_000_000_000L, 1, 1).toString();

    for (String[] call : new String[][] {{"runs", "show", unknown}, {"logs", unknown}}) {
      Jobc.Ended ended = jobc.call(call);
      assertThat(ended.code()).isEqualTo(7);
      assertThat(ended.err()).startsWith("error: no run `" + unknown + "`\n  = help: ");
    }
    Jobc.Ended noStep = jobc.call("logs", id, "--step", "sya");
    assertThat(noStep.code()).isEqualTo(7);
    assertThat(noStep.err()).contains("has no step `sya`").contains("its steps: say");
  }

  @Test
  void theDoctorFindsTheDatabaseAndTheRuntimes() {
    Jobc.Ended ended = jobc.call("doctor");

    assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
    assertThat(ended.out())
        .containsPattern("ok +database +jdbc:postgresql://127.0.0.1")
        .containsPattern("ok +python +Python 3")
        .containsPattern("ok +shell +GNU bash")
        .containsPattern("ok +disk");
  }

  @Test
  void theDoctorLooksWhetherTheDatabaseIsAsItHasToBe() throws SQLException {
    String id = jobc.call("run", "greet.yaml", "--detach").out().strip();
    Jobc.Ended sound = jobc.call("doctor", "--invariants");
    assertThat(sound.code()).as(sound.out() + sound.err()).isZero();
    assertThat(sound.out())
        .containsPattern("holds +one success +a step has succeeded")
        .doesNotContain("broken");
    TestDatabase.execute(jobc, "delete from jobc.ready");
    Jobc.Ended broken = jobc.call("doctor", "--invariants", "--newest", "5");
    assertThat(broken.code()).isEqualTo(1);
    assertThat(broken.out())
        .containsPattern("broken +nothing is forgotten +.*: not so once\n  run " + id + ", ")
        .containsPattern("holds +one success");
    Jobc.Ended json = jobc.call("doctor", "--invariants", "-o", "json");
    assertThat(json.code()).isEqualTo(1);
    assertThat(json.out()).contains("\"name\" : \"nothing is forgotten\"", "\"holds\" : false");
    assertThat(jobc.call("doctor", "--invariants", "--newest", "0").code()).isEqualTo(2);
  }

  private String state(String id) {
    Jobc.Ended shown = jobc.call("runs", "show", id, "-o", "json");
    assertThat(shown.code()).as(shown.err()).isZero();
    return JsonReader.of(JsonText.parse(shown.out())).string("state");
  }

  private static final String GUARDED =
      """
      jobc: v1
      name: guarded
      inputs: { folder: string }
      checks:
        - { run: 'echo "looking for $DIR"; test -d "$DIR"', env: { DIR: "${{ inputs.folder }}" }, message: "no folder ${{ inputs.folder }}" }
      tasks:
        count:
          runtime: shell
          inputs: { folder: string }
          outputs: { files: int }
          env: { KIND: f }
          checks:
            - { run: 'echo "$KIND $INPUT_FOLDER $JOBC_STEP"; test -e "$INPUT_FOLDER/ready"', message: "${{ inputs.folder }} isn't ready" }
          run: |
            echo counting
            echo "files=$(find "$INPUT_FOLDER" -type "$KIND" | wc -l)" >> "$JOBC_OUTPUT"
      steps:
        - { id: count, uses: count, with: { folder: "${{ inputs.folder }}" } }
      outputs: { files: "${{ steps.count.outputs.files }}" }
      """;

  @Test
  void checksRunBeforeTheWorkflowAndItsTask() throws IOException {
    Files.writeString(directory.resolve("guarded.yaml"), GUARDED);
    Path folder = directory.resolve("in");

    Jobc.Ended missing = jobc.call("run", "guarded.yaml", "-i", "folder=" + folder);
    assertThat(missing.code()).isEqualTo(10);
    assertThat(missing.err())
        .contains("error: step `check1` failed")
        .contains("CheckFailed: no folder " + folder)
        .contains("the check: ExitCode")
        .contains("looking for " + folder);

    Files.createDirectory(folder);
    Jobc.Ended early = jobc.call("run", "guarded.yaml", "-i", "folder=" + folder);
    assertThat(early.code()).isEqualTo(10);
    assertThat(early.err())
        .contains("CheckFailed: " + folder + " isn't ready")
        .contains("f " + folder + " count")
        .doesNotContain("counting");

    Files.createFile(folder.resolve("ready"));
    Jobc.Ended ready = jobc.call("run", "guarded.yaml", "-i", "folder=" + folder);
    assertThat(ready.code()).as(ready.err()).isZero();
    assertThat(ready.out()).isEqualTo("files: 1\n");
    assertThat(jobc.call("logs", ready.err().split("\\s+")[1], "--step", "count").out())
        .containsSubsequence("f " + folder + " count", "counting");
  }
}
