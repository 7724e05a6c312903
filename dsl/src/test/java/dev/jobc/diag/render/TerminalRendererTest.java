package dev.jobc.diag.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.Fix;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.source.Place;
import dev.jobc.source.SourceFile;
import dev.jobc.source.Span;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalRendererTest {

  @Test
  void printsAsTheLanguageReferenceShows() {
    String text =
        "\n".repeat(60)
            + "        outputs: { lag_minutes: int }\n"
            + "\n".repeat(5)
            + "  lag:  ${{ steps.freshness.outputs.lagMinute ?? 0 }}\n";
    Diagnostic diagnostic =
        at("nightly_orders.yaml", text, "lagMinute", "step `freshness` has no output `lagMinute`")
            .caption("did you mean `lag_minutes`?")
            .label(place("nightly_orders.yaml", text, "lag_minutes"), "declared here");
    assertThat(plain(diagnostic))
        .isEqualTo(
            """
            error[JC1001]: step `freshness` has no output `lagMinute`
               --> nightly_orders.yaml:67:37
                |
             67 |   lag:  ${{ steps.freshness.outputs.lagMinute ?? 0 }}
                |                                     ^^^^^^^^^ did you mean `lag_minutes`?
                |
             61 |         outputs: { lag_minutes: int }
                |                    ----------- declared here
            """);
  }

  @Test
  void keepsCaretsUnderTabsAndWideAndCombiningCharacters() {
    assertThat(underlined("\tab x y", "x")).isEqualTo("    ab x y\n       ^");
    assertThat(underlined("漢字 😀 x", "x")).isEqualTo("漢字 😀 x\n        ^");
    assertThat(underlined("e\u0301 x", "x")).isEqualTo("e\u0301 x\n  ^");
    assertThat(underlined("a 漢字 b", "漢字")).isEqualTo("a 漢字 b\n  ^^^^");
    assertThat(underlined("a x\r\nb", "x")).isEqualTo("a x\n  ^");
  }

  @Test
  void marksTheFirstLineOfALongSpanAndOneColumnOfAnEmptyOne() {
    assertThat(underlined("a: b\nc: d", "b\nc")).isEqualTo("a: b\n   ^");
    SourceFile file = new SourceFile("a.yaml", "ab");
    assertThat(plain(Diagnostic.of(DiagnosticCode.UNKNOWN_KEY, file.place(Span.at(2)), "m")))
        .endsWith(" 1 | ab\n   |   ^\n");
  }

  @Test
  void cutsAWindowOutOfALongLine() {
    String text = "a".repeat(300) + "x" + "b".repeat(300);
    String[] lines = underlined(text, "x").split("\n");
    assertThat(lines[0]).startsWith("…aaa").endsWith("bbb…").hasSize(122);
    assertThat(lines[0].charAt(lines[1].indexOf('^'))).isEqualTo('x');
    assertThat(underlined(text, text).split("\n")[1]).hasSize(120);
  }

  @Test
  void namesOtherFilesAndKeepsMarksOfOneLineTogether() {
    Diagnostic diagnostic =
        at("a.yaml", "a b", "b", "m")
            .label(place("a.yaml", "a b", "a"), "same line")
            .label(place("lib/b.yaml", "\nc d", "d"), "there");
    assertThat(plain(diagnostic))
        .isEqualTo(
            """
            error[JC1001]: m
              --> a.yaml:1:3
               |
             1 | a b
               |   ^
               | - same line
              ::: lib/b.yaml:2:3
               |
             2 | c d
               |   - there
            """);
  }

  @Test
  void printsNothingThatSteersATerminal() {
    Diagnostic diagnostic =
        at("a.yaml", "a \u001b[31m\u202e x", "x", "bad `\u001b]0;title\u0007`\nnew")
            .help("\u009b2J");
    String printed = plain(diagnostic);
    assertThat(printed.codePoints().filter(c -> c != '\n'))
        .noneMatch(c -> Character.getType(c) == Character.CONTROL || c == 0x202e);
    assertThat(printed.lines().findFirst()).hasValueSatisfying(l -> assertThat(l).endsWith("new"));
    assertThat(underlined("a \u202e x", "x")).isEqualTo("a <U+202E> x\n           ^");
    assertThat(underlined("a \u202e x", "\u202e")).isEqualTo("a <U+202E> x\n  ^^^^^^^^");
  }

  /** Characters that hide, or turn around, what a reviewer sees: by their numbers, everywhere. */
  @ParameterizedTest
  @ValueSource(
      ints = {
        0x61C, 0x200B, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2028, 0x2066,
        0x2067, 0x2068, 0x2069, 0xFEFF, 0xE0041, 0x7, 0x9B
      })
  void noRendererPrintsCharactersThatDeceive(int point) {
    String bad = Character.toString(point);
    SourceFile file = new SourceFile("a" + bad + ".yaml", "k" + bad + ": v\n");
    Place place = file.place(new Span(0, 1));
    Diagnostic diagnostic =
        Diagnostic.of(DiagnosticCode.UNKNOWN_KEY, place, "`" + bad + "` is wrong")
            .caption("c" + bad)
            .label(place, "l" + bad)
            .help("h" + bad)
            .note("n" + bad)
            .fix(Fix.replace("f" + bad, place, "r" + bad));
    List<Diagnostic> all = List.of(diagnostic);
    String number = String.format("<U+%04X>", point);
    assertThat(plain(diagnostic)).doesNotContain(bad).contains("`" + number + "` is wrong");
    assertThat(ShortRenderer.render(all)).doesNotContain(bad).contains(number);
    assertThat(GithubRenderer.render(all)).doesNotContain(bad).contains(number);
    assertThat(SarifRenderer.render(all, "1")).doesNotContain(bad).contains(number);
    assertThat(JsonRenderer.lines(all)).doesNotContain(bad);
    Json.Arr read = (Json.Arr) JsonText.parse(JsonRenderer.render(all));
    assertThat(((Json.Obj) read.items().getFirst()).get("message"))
        .isEqualTo(Json.of("`" + bad + "` is wrong"));
  }

  @Test
  void coloursOnlyWhenAsked() {
    Diagnostic diagnostic = at("a.yaml", "a", "a", "m").caption("c").help("h").note("n");
    String coloured = TerminalRenderer.coloured().render(diagnostic);
    assertThat(coloured).contains("\u001b[1;31m^ c\u001b[0m");
    assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(plain(diagnostic));
  }

  @Test
  void givesToolsTheSameFacts() {
    Diagnostic diagnostic = at("a.yaml", "😀 xyz", "xyz", "m").caption("c").help("h");
    Diagnostic fixable = diagnostic.fix(Fix.replace("t", diagnostic.place(), "z"));
    String range =
        """
        "range":{"start":{"line":1,"column":3},"end":{"line":1,"column":6}}\
        """;
    String expected =
        """
        [{"file":"a.yaml",RANGE,"code":"JC1001","severity":"error","message":"m","caption":"c",
        "related":[],"notes":[],"help":["h"],
        "fixes":[{"title":"t","automatic":true,
        "edits":[{"file":"a.yaml",RANGE,"replacement":"z"}]}]}]\
        """;
    assertThat(JsonRenderer.render(List.of(fixable)))
        .isEqualTo(expected.replace("\n", "").replace("RANGE", range) + "\n");
  }

  /** The source line and the line of carets, without the margin. */
  private static String underlined(String text, String mark) {
    String[] lines = plain(at("a.yaml", text, mark, "m")).split("\n");
    return lines[3].substring(5) + "\n" + lines[4].substring(5);
  }

  private static String plain(Diagnostic diagnostic) {
    return TerminalRenderer.plain().render(diagnostic);
  }

  private static Diagnostic at(String path, String text, String mark, String message) {
    return Diagnostic.of(DiagnosticCode.UNKNOWN_KEY, place(path, text, mark), message);
  }

  private static Place place(String path, String text, String mark) {
    int start = text.indexOf(mark);
    return new SourceFile(path, text).place(new Span(start, start + mark.length()));
  }
}
