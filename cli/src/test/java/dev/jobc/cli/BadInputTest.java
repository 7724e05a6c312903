package dev.jobc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is put in: a line that says what and how to mend it, the documented exit code, no trace.
 */
class BadInputTest {
  private static final String GOOD =
      """
      jobc: v1
      name: good
      inputs:
        n: { type: int }
        names: { type: "list<string>", default: [] }
      steps:
        - id: one
          runtime: shell
          run: "true"
      """;

  @TempDir Path directory;

  @BeforeEach
  void writeFiles() throws IOException {
    Files.writeString(directory.resolve("good.yaml"), GOOD);
    Files.writeString(directory.resolve("empty.yaml"), "");
    Files.write(
        directory.resolve("latin1.yaml"), "name: caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
    Files.writeString(
        directory.resolve("runtime.yaml"), GOOD.replace("runtime: shell", "runtime: cobol"));
    Files.writeString(directory.resolve("bomb.yaml"), bomb());
    Files.writeString(directory.resolve("list.json"), "[1]");
    Files.createDirectory(directory.resolve("none"));
  }

  static Stream<Arguments> calls() {
    return Stream.of(
        bad(3, "missing.yaml", "check", "missing.yaml"),
        bad(3, "empty", "check", "empty.yaml"),
        bad(3, "UTF-8", "check", "latin1.yaml"),
        bad(3, "cobol", "check", "runtime.yaml"),
        bad(3, "alias", "check", "bomb.yaml"),
        bad(3, "no workflows in", "check", "none"),
        bad(3, "missing.yaml", "compile", "missing.yaml"),
        bad(3, "missing.yaml", "run", "missing.yaml"),
        bad(3, "cobol", "run", "runtime.yaml"),
        bad(1, "cannot write", "compile", "good.yaml", "-o", "no/such/dir/plan.json"),
        bad(2, "input `n` (int) is missing", "run", "good.yaml"),
        bad(2, "input `n` wants int", "run", "good.yaml", "-i", "n=many"),
        bad(2, "has no input `m`", "run", "good.yaml", "-i", "n=1", "-i", "m=1"),
        bad(2, "is not of the form name=value", "run", "good.yaml", "-i", "n"),
        bad(2, "list.json holds no JSON object", "run", "good.yaml", "--inputs", "list.json"),
        bad(2, "no such file", "run", "good.yaml", "--inputs", "missing.json"),
        bad(2, "Missing required parameter", "run"),
        bad(2, "did you mean", "chekc", "good.yaml"),
        bad(2, "Unknown option", "check", "--fast", "good.yaml"),
        bad(2, "Invalid value", "run", "good.yaml", "--slots", "few"),
        bad(2, "an empty path names no file", "check", ""),
        bad(2, "--limit 0 is below 1", "runs", "list", "-n", "0"),
        bad(2, "--slots -1 is negative", "worker", "--slots", "-1"),
        bad(2, "`--at` and `--delay`", "submit", "good.yaml", "--at", "now", "--delay", "1s"),
        bad(2, "--delay `soon` is no duration", "submit", "good.yaml", "--delay", "soon"),
        bad(2, "--at `noon` is no time", "run", "good.yaml", "--at", "noon"),
        bad(7, "is mistyped", "runs", "show", "01JDABCDEFGHJKMNPQRSTVWXYZ"),
        bad(7, "is mistyped", "logs", "01JDABCDEFGHJKMNPQRSTVWXYZ"));
  }

  private static Arguments bad(int code, String says, String... call) {
    return Arguments.of(List.of(call), code, says);
  }

  @ParameterizedTest
  @MethodSource("calls")
  void isAnsweredInOneLineWithAHint(List<String> call, int code, String says) {
    Jobc.Ended ended = new Jobc(directory).call(call.toArray(String[]::new));

    assertThat(ended.code()).as(ended.err()).isEqualTo(code);
    assertThat(ended.err()).contains("error").contains(says);
    assertNoTrace(ended);
    assertThat(directory.resolve("home")).as("no database was started for it").doesNotExist();
  }

  @Test
  void anUnreachableDatabaseIsSaidToBeSo() {
    Jobc jobc =
        new Jobc(directory)
            .with("JOBC_DATABASE_URL", "postgresql://127.0.0.1:1/jobc")
            .with("JOBC_DATABASE_USER", "jobc");

    Jobc.Ended ended = jobc.call("runs", "list");

    assertThat(ended.code()).as(ended.err()).isEqualTo(5);
    assertThat(ended.err()).contains("error:").contains("127.0.0.1:1").contains("= help:");
    assertNoTrace(ended);
    assertThat(jobc.call("--debug", "runs", "list").err()).contains("\tat dev.jobc");
  }

  @Test
  void anUnknownHostIsNamed() {
    Jobc.Ended ended =
        new Jobc(directory)
            .with("JOBC_DATABASE_URL", "postgresql://no-such-host.invalid/jobc")
            .with("JOBC_DATABASE_USER", "jobc")
            .call("runs", "list");

    assertThat(ended.code()).as(ended.err()).isEqualTo(5);
    assertThat(ended.err()).contains("no host is called `no-such-host.invalid`");
  }

  @Test
  void whatAnUnreadFileWouldHaveGivenIsNotCalledMissing() {
    Jobc.Ended ended =
        new Jobc(directory).call("run", "good.yaml", "--inputs", "missing.json", "-i", "m=1");

    assertThat(ended.err()).contains("no such file").contains("no input `m`");
    assertThat(ended.err()).doesNotContain("is missing");
  }

  @Test
  void anAddressThatIsNoneIsNotRepeatedForItMayHoldAPassword() {
    Jobc jobc = new Jobc(directory).with("JOBC_DATABASE_URL", "mysql://me:secret@host/db");

    Jobc.Ended ended = jobc.call("runs", "list");

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("JOBC_DATABASE_URL").doesNotContain("secret");
    assertNoTrace(ended);
  }

  @Test
  void aStateDirectoryThatCanNotBeMadeIsNamed() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");

    Jobc.Ended ended =
        new Jobc(directory).call("--state-dir", file.resolve("home").toString(), "db", "start");

    assertThat(ended.code()).as(ended.err()).isEqualTo(5);
    assertThat(ended.err()).contains(file.toString()).contains("= help:");
    assertNoTrace(ended);
  }

  @Test
  void theEmbeddedServerIsNoTopicWhenAnotherDatabaseIsConfigured() {
    Jobc jobc = new Jobc(directory).with("JOBC_DATABASE_URL", "postgresql://u:secret@h/d");

    for (String verb : List.of("start", "stop", "status")) {
      Jobc.Ended ended = jobc.call("db", verb);
      assertThat(ended.code()).isEqualTo(2);
      assertThat(ended.err()).contains("JOBC_DATABASE_URL").doesNotContain("secret");
    }
  }

  private static void assertNoTrace(Jobc.Ended ended) {
    assertThat(ended.err() + ended.out()).doesNotContain("\tat ").doesNotContain("Exception");
  }

  private static String bomb() {
    StringBuilder yaml = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      yaml.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(9)));
    }
    return yaml.toString();
  }
}
