package dev.jobc.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.Diagnostics;
import dev.jobc.source.SourceFile;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileYamlTest {

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- ", "? ", "{", "[{"})
  void refusesWhatIsNestedFiveThousandTimes(String opener) {
    List<Diagnostic> found = read("a: \n  " + opener.repeat(5_000));
    assertThat(found)
        .extracting(Diagnostic::code)
        .containsAnyOf(DiagnosticCode.NESTED_TOO_DEEPLY, DiagnosticCode.YAML_SYNTAX);
  }

  @Test
  void stopsFourHundredBytesThatWouldVisitMillionsOfNodes() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [1,1,1,1,1,1,1,1,1]\n");
    for (int i = 1; i < 9; i++) {
      String alias = "*a" + (i - 1);
      bomb.append(
          "a%d: &a%d [%s]\n"
              .formatted(i, i, String.join(",", List.of(alias, alias, alias, alias, alias))));
    }
    assertThat(read(bomb.toString()))
        .extracting(Diagnostic::code)
        .containsExactly(DiagnosticCode.ALIAS_EXPANSION);
  }

  @Test
  void countsDepthThroughAliases() {
    String half = "[".repeat(40) + "]".repeat(40);
    assertThat(read("a: &a " + half + "\nb: " + "[".repeat(40) + " *a " + "]".repeat(40)))
        .extracting(Diagnostic::code)
        .containsExactly(DiagnosticCode.NESTED_TOO_DEEPLY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "!l---%4",
        "\"\\x",
        "a: \"\\x",
        "\"\\UFFFFFFFF\"",
        "a: \"\\uD800\"",
        "%YAML 9.9\n---\na",
        "%TAG ! tag:x,2000:\n---\n!y a",
        "&",
        "*",
        "a: *b",
        "!<tag:yaml.org,2002:str",
        "a: !!binary x",
        "\t",
        "a:\n\t- b",
        "? a\n? b\n: - c\n  -d\n e",
        "|",
        "a: |9\n b",
        "a: >-+\n b",
        "'",
        "...\n...\n",
        "@",
        "`a`",
        "- a\nb: c",
        "a: b: c"
      })
  void answersWithDiagnosticsThatHaveAPlace(String source) {
    for (Diagnostic diagnostic : read(source)) {
      assertThat(diagnostic.place().span().end()).isLessThanOrEqualTo(source.length());
      assertThat(diagnostic.message()).isNotBlank();
    }
  }

  @Test
  void readsTheLargestLegalFileInLinearTime() {
    String line = "- { id: a, command: echo, args: [a, b, c], env: { A: b } }\n";
    String source = line.repeat((1 << 20) / line.length());
    assertThat(assertTimeoutPreemptively(Duration.ofSeconds(20), () -> read(source))).isEmpty();
  }

  private static List<Diagnostic> read(String source) {
    Diagnostics diagnostics = new Diagnostics();
    YamlNode root = YamlReader.read(new SourceFile("a.yaml", source), diagnostics);
    assertThat(root == null && !diagnostics.hasErrors()).isFalse();
    return diagnostics.sorted();
  }
}
