package dev.jobc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.diag.DiagnosticCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiagnosticsTest {
  @TempDir Path directory;

  @BeforeEach
  void writeAMistake() throws IOException {
    Files.writeString(
        directory.resolve("a.yaml"), "jobc: v1\nname: a\nsteps:\n  - comand: \"true\"\n");
  }

  @ParameterizedTest
  @CsvSource({
    "short, a.yaml:4:5: error JC1001: `comand` is not a key of a step",
    "json, '[{\"file\":\"a.yaml\"'",
    "jsonl, '{\"file\":\"a.yaml\"'",
    "github, '::error file=a.yaml,line=4,endLine=4,col=5,endColumn=11,title=JC1001::`comand`'",
    "sarif, '\"ruleId\" : \"JC1001\"'",
  })
  void checkWritesForMachinesToStandardOutput(String format, String expected) {
    Jobc.Ended ended = new Jobc(directory).call("check", "--format", format, "a.yaml");
    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.out()).contains(expected);
    assertThat(ended.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "shortened"})
  void formatsAreCalledWhatIsTyped(String format) {
    Jobc.Ended ended = new Jobc(directory).call("check", "-o", format, "a.yaml");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err())
        .contains("expected one of [human, short, json, jsonl, sarif, github] but was '" + format);
  }

  @Test
  void sarifHasThePageOfTheCodeAsHelp() {
    assertThat(new Jobc(directory).call("check", "-o", "sarif").out())
        .contains("# JC1001: an unknown");
  }

  @Test
  void coloursAreTheCallersChoice() {
    assertThat(new Jobc(directory).call("check").err()).doesNotContain("\u001b");
    assertThat(new Jobc(directory).call("check", "--color", "always").err())
        .contains("\u001b[1;31m");
    assertThat(new Jobc(directory).call("check", "--color", "never").err())
        .doesNotContain("\u001b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"JC2104", "jc2104", "2104"})
  void explainPrintsThePage(String code) {
    Jobc.Ended ended = new Jobc(directory).call("explain", code);
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out())
        .startsWith("# JC2104: an unknown output\n")
        .contains("Wrong:", "Right:");
  }

  @Test
  void explainListsEveryCodeAndSaysWhatIsNearAnUnknownOne() {
    assertThat(new Jobc(directory).call("explain", "--list").out().lines())
        .hasSize(DiagnosticCode.values().length);
    Jobc.Ended ended = new Jobc(directory).call("explain", "JC2100");
    assertThat(ended.code()).isEqualTo(7);
    assertThat(ended.err()).contains("no diagnostic `JC2100`", "JC2101");
    assertThat(new Jobc(directory).call("explain").code()).isEqualTo(2);
  }
}
