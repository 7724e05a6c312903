package dev.jobc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FixAndFormatTest {
  private static final String HEAD = "jobc: v1\nname: a\n";

  @TempDir Path directory;

  @Test
  void fixAppliesWhatIsCertainAndReportsTheRest() throws IOException {
    write(
        HEAD
            + "inputs: { count: int }\nsteps:\n  - comand: echo\n"
            + "    args: [\"${{ inputs.cuont }}\"]\n    timeout: 5\n");
    Jobc.Ended ended = call("check", "--fix", "a.yaml");
    assertThat(read()).contains("command: echo").contains("inputs.count").contains("timeout: 5");
    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.err()).contains("2 fixes applied").contains("JC1006");
    assertThat(ended.out()).isEqualTo("1 error\n");
  }

  @Test
  void diffShowsAndWritesNothing() throws IOException {
    String text = HEAD + "steps:\n  - comand: \"true\"\n";
    write(text);
    Jobc.Ended ended = call("check", "--fix", "--diff", "a.yaml");
    assertThat(ended.out())
        .startsWith("--- a.yaml\n+++ a.yaml\n@@ -1,4 +1,4 @@\n jobc: v1\n")
        .contains("-  - comand: \"true\"\n+  - command: \"true\"\n");
    assertThat(read()).isEqualTo(text);
  }

  @Test
  void fixKeepsModeLineEndingsMarkAndLink() throws IOException {
    Path real = directory.resolve("real.txt");
    Files.writeString(
        real, "\uFEFF" + HEAD.replace("\n", "\r\n") + "steps:\r\n  - comand: \"true\"\r\n");
    Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r-----"));
    Files.createSymbolicLink(directory.resolve("a.yaml"), Path.of("real.txt"));
    assertThat(call("check", "--fix", "a.yaml").code()).isZero();
    assertThat(Files.readString(real))
        .startsWith("\uFEFFjobc: v1\r\n")
        .contains("- command: \"true\"\r\n");
    assertThat(Files.isSymbolicLink(directory.resolve("a.yaml"))).isTrue();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(real)))
        .isEqualTo("rw-r-----");
    try (var files = Files.list(directory)) {
      assertThat(files.map(f -> f.getFileName().toString())).containsOnly("a.yaml", "real.txt");
    }
  }

  @Test
  void warningsCanBeDeniedAndAllowed() throws IOException {
    write(HEAD + "inputs: { unused: int }\nsteps: [{ command: \"true\" }]\n");
    assertThat(call("check").out()).isEqualTo("1 workflow, 1 step, no errors, 1 warning\n");
    assertThat(call("check").code()).isZero();
    assertThat(call("check", "--deny", "warnings").code()).isEqualTo(3);
    assertThat(call("check", "--deny", "JC4101").err()).contains("error[JC4101]");
    assertThat(call("check", "--allow", "JC4101", "--deny", "warnings").code()).isZero();
    assertThat(call("check", "--deny", "JC1001").code()).isEqualTo(2);
    assertThat(call("check", "--allow", "x").err()).contains("no warning has the code `x`");
  }

  @Test
  void fmtRewritesAndChecks() throws IOException {
    String ugly = HEAD + "steps:\n- command:   \"true\"\n";
    write(ugly);
    Files.writeString(directory.resolve("other.yaml"), "not:   ours\n");
    Jobc.Ended check = call("fmt", "--check");
    assertThat(check.code()).isEqualTo(1);
    assertThat(check.out()).isEqualTo("a.yaml\n");
    assertThat(call("fmt", "--diff").out())
        .contains("-- command:   \"true\"\n+  - command: \"true\"\n");
    assertThat(read()).isEqualTo(ugly);
    assertThat(call("fmt").code()).isZero();
    assertThat(read()).isEqualTo(HEAD + "steps:\n  - command: \"true\"\n");
    assertThat(call("fmt", "--check").code()).isZero();
    assertThat(Files.readString(directory.resolve("other.yaml"))).isEqualTo("not:   ours\n");
  }

  @Test
  void fmtTakesStandardInputAsEditorsGiveIt() throws Exception {
    assertThat(formatted(HEAD + "steps:\n- command:   \"true\"\n", 0))
        .isEqualTo(HEAD + "steps:\n  - command: \"true\"\n");
    assertThat(formatted(HEAD + "steps: [\n", 3)).isEmpty();
  }

  private String formatted(String text, int code) throws Exception {
    return given(text, code, "fmt", "-");
  }

  @Test
  void everyVerbThatReadsAWorkflowReadsStandardInput() throws Exception {
    Files.writeString(
        directory.resolve("lib.yaml"),
        "jobc: v1\nname: lib\ntasks: { t: { runtime: shell, run: \"true\" } }\n");
    String text = HEAD + "steps:\n  - uses: t\n";
    assertThat(given(text, 0, "check", "-")).isEqualTo("1 workflow, 1 step, no errors\n");
    assertThat(given(text, 0, "plan", "-")).contains("stdin:");
    assertThat(given(text, 0, "compile", "-")).contains("\"source\":\"stdin:");
    String wrong = HEAD + "steps:\n  - uses: u\n";
    assertThat(given(wrong, 3, "check", "-", "-o", "short")).startsWith("stdin:4:11: error JC2108");
    assertThat(given(wrong, 2, "check", "--fix", "-")).isEmpty();
  }

  private String given(String text, int code, String... arguments) throws Exception {
    Process fmt = new Jobc(directory).start(arguments);
    try (OutputStream in = fmt.getOutputStream()) {
      in.write(text.getBytes(StandardCharsets.UTF_8));
    }
    String out = new String(fmt.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(fmt.waitFor()).isEqualTo(code);
    return out;
  }

  @Test
  void fmtLeavesWhatIsNotYamlAlone() throws IOException {
    write(HEAD + "steps: [\n");
    Jobc.Ended ended = call("fmt");
    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.err()).contains("error[JC00");
    assertThat(read()).isEqualTo(HEAD + "steps: [\n");
  }

  private Jobc.Ended call(String... arguments) {
    return new Jobc(directory).call(arguments);
  }

  private void write(String text) throws IOException {
    Files.writeString(directory.resolve("a.yaml"), text);
  }

  private String read() throws IOException {
    return Files.readString(directory.resolve("a.yaml"));
  }
}
