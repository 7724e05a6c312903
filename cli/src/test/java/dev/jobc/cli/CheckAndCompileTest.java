package dev.jobc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.json.JsonText;
import dev.jobc.plan.PlanDigest;
import dev.jobc.plan.PlanJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckAndCompileTest {
  private static final Path SAMPLES = Path.of(System.getProperty("jobc.root"), "samples");
  private static final String HELLO = SAMPLES.resolve("00-hello/workflow.yaml").toString();

  @TempDir Path directory;

  @Test
  void checkCountsWhatIsSound() {
    Jobc.Ended ended = new Jobc(directory).call("check", HELLO);

    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out()).isEqualTo("1 workflow, 3 steps, no errors\n");
  }

  @Test
  void checkTakesADirectoryAndAnswersInJson() {
    Jobc.Ended ended = new Jobc(directory).call("check", "-o", "json", SAMPLES.toString());

    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(JsonText.write(JsonText.parse(ended.out()))).isEqualTo("[]");
  }

  @Test
  void checkShowsWhereAndWhatToTypeInstead() throws IOException {
    String broken =
        Files.readString(Path.of(HELLO)).replace("outputs.letters }", "outputs.leters }");
    Files.writeString(directory.resolve("broken.yaml"), broken);

    Jobc.Ended ended = new Jobc(directory).call("check", "broken.yaml");

    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.err()).contains("error[JC").contains("--> broken.yaml:").contains("`letters`");
    assertThat(ended.out()).isEqualTo("1 error (--fix mends 1)\n");
    String json = new Jobc(directory).call("check", "-o", "json", "broken.yaml").out();
    assertThat(json).contains("\"severity\":\"error\"").contains("\"file\":\"broken.yaml\"");
  }

  @Test
  void compileWritesTheBytesThatThePlansIdIsMadeOf() throws IOException {
    Jobc.Ended ended = new Jobc(directory).call("compile", HELLO);
    Jobc.Ended silent = new Jobc(directory).call("compile", HELLO, "-o", "plan.json");

    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(silent.out()).isEmpty();
    String written = Files.readString(directory.resolve("plan.json"));
    assertThat(ended.out()).isEqualTo(written + "\n");
    assertThat(PlanDigest.sha256(written))
        .isEqualTo(PlanDigest.of(PlanJson.read(JsonText.parse(written))));
  }

  @Test
  void versionAndHelpNeedNothing() {
    assertThat(new Jobc(directory).call("version").out()).matches("jobc \\d+\\.\\d+.*, Java .*\n");
    assertThat(new Jobc(directory).call("--help").out())
        .contains("check", "run", "worker", "doctor");
    assertThat(new Jobc(directory).call("runs", "show", "--help").out()).contains("RUN");
    assertThat(directory.resolve("home")).doesNotExist();
  }
}
