package dev.jobc.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.jobc.diag.Checked;
import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.Diagnostics;
import dev.jobc.json.Json;
import dev.jobc.reader.SourceReader;
import dev.jobc.source.SourceFile;
import java.nio.charset.StandardCharsets;
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
  void laughsAtABillion() {
    StringBuilder lol = new StringBuilder("a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
    for (char c = 'b'; c <= 'i'; c++) {
      String alias = "*" + (char) (c - 1);
      lol.append(c + ": &" + c + " [" + (alias + ", ").repeat(8) + alias + "]\n");
    }
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () ->
            assertThat(read(lol.toString()))
                .extracting(Diagnostic::code)
                .containsExactly(DiagnosticCode.ALIAS_EXPANSION));
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

  /** A megabyte in one scalar, in every style that a scalar has. */
  @ParameterizedTest
  @ValueSource(strings = {"a: %s", "a: \"%s\"", "a: '%s'", "a: |\n  %s", "a: >\n  %s", "? %s"})
  void readsAMebibyteOfOneScalar(String form) {
    String word = "0123456789 abcde ";
    String scalar = word.repeat((1 << 20) / word.length()).strip();
    String source = String.format(form, scalar);
    YamlTree tree = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> YamlTree.of(source));
    if (form.startsWith("?")) {
      assertThat(tree.json()).isEqualTo(Json.object().put(scalar, Json.NULL).build());
    } else {
      String end = form.contains("\n") ? "\n" : "";
      assertThat(tree.json()).isIn(of(scalar), of(scalar + end));
    }
  }

  private static Json of(String text) {
    return Json.object().put("a", text).build();
  }

  @Test
  void readsAMebibyteOfEscapesAndOfLines() {
    int many = (1 << 20) / 12;
    String escapes = "a: \"" + "\\U0001F600\\n".repeat(many) + "\"";
    String lines = "a: |\n" + "  x\n".repeat(many);
    assertThat(assertTimeoutPreemptively(Duration.ofSeconds(20), () -> YamlTree.of(escapes)).json())
        .isEqualTo(of("😀\n".repeat(many)));
    assertThat(assertTimeoutPreemptively(Duration.ofSeconds(20), () -> YamlTree.of(lines)).json())
        .isEqualTo(of("x\n".repeat(many)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\n", "\r"})
  void linesMayEndInAnyWay(String end) {
    String text = "a: |\n  one\n\n  two\nb: >\n  one\n  two\nc: \"x\n  y\"\nd: # no\n  - e\n";
    YamlTree other = YamlTree.of(text.replace("\n", end));
    assertThat(other.diagnostics()).isEmpty();
    assertThat(other.json()).isEqualTo(YamlTree.of(text).json());
    Diagnostic wrong = YamlTree.of("a: 1\nb: 2\n a: 3\n".replace("\n", end)).diagnostics().get(0);
    assertThat(wrong.place().toString()).startsWith("a.yaml:3:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\0", "\u001b", "\u202e", "\u2066", "\ufffe"})
  void whatCannotBeSeenIsRefusedWhereItStands(String bad) {
    Checked<SourceFile> read =
        SourceReader.decode(("a: b\nc: d" + bad).getBytes(StandardCharsets.UTF_8), "a.yaml");
    assertThat(read.diagnostics())
        .extracting(Diagnostic::code, d -> d.place().toString())
        .containsExactly(tuple(DiagnosticCode.FORBIDDEN_CHARACTER, "a.yaml:2:5"));
  }

  @Test
  void aByteOrderMarkIsAllowedOnceAndFirst() {
    byte[] marked = "\ufeffa: 1".getBytes(StandardCharsets.UTF_8);
    Checked<SourceFile> read = SourceReader.decode(marked, "a.yaml");
    assertThat(((Checked.Ok<SourceFile>) read).value().text()).isEqualTo("a: 1");
    byte[] twice = "\ufeff\ufeffa: 1".getBytes(StandardCharsets.UTF_8);
    assertThat(SourceReader.decode(twice, "a.yaml").diagnostics())
        .extracting(Diagnostic::code, d -> d.place().toString())
        .containsExactly(tuple(DiagnosticCode.FORBIDDEN_CHARACTER, "a.yaml:1:1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ta: b", "a:\n\tb: c", "a:\n  b: c\n\td: e", "a:\n  - b\n\t- c"})
  void tabsIndentNothing(String source) {
    assertThat(read(source))
        .extracting(Diagnostic::code)
        .containsExactly(DiagnosticCode.TAB_INDENTATION);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a:\tb", "a: b\t# c", "a: [\tb,\tc\t]", "a: \"\tb\"", "a: |\n  \tb\n"})
  void tabsBetweenWordsAreBlanks(String source) {
    YamlTree tree = YamlTree.of(source);
    assertThat(tree.diagnostics()).isEmpty();
    assertThat(tree.json()).isNotNull();
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
