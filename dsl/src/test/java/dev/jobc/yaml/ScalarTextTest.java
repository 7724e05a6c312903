package dev.jobc.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.diag.Diagnostics;
import dev.jobc.source.SourceFile;
import dev.jobc.source.Span;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever the style, each character of the text is found where it was written. */
class ScalarTextTest {
  private static final String[] WORDS = {
    "a", "it's", "${{ x }}", "漢字", "😀", "q\"q", "b\\n", "#no", "x:y", "''", "\\", "é", "}}"
  };

  @ParameterizedTest
  @EnumSource
  void findsEachCharacterInTheFile(ScalarText.Style style) {
    Random random = new Random(style.ordinal());
    for (int round = 0; round < 300; round++) {
      String source = "# 😀\nkey: " + write(style, random) + "\n";
      ScalarText text = read(source);
      assertThat(text.style()).as(source).isEqualTo(style);
      check(source, text);
    }
  }

  private static void check(String source, ScalarText text) {
    String value = text.value();
    for (int i = 0; i < value.length(); ) {
      int point = value.codePointAt(i);
      int units = Character.charCount(point);
      Span span = text.toFile(i, i + units);
      assertThat(text.span().contains(span)).as("%s in %s", span, source).isTrue();
      if (!Character.isWhitespace(point)) {
        assertThat(decode(span.of(source), text.style())).as(source).isEqualTo(point);
      }
      i += units;
    }
    Span whole = text.toFile(0, value.length());
    assertThat(text.span().contains(whole)).isTrue();
  }

  private static int decode(String written, ScalarText.Style style) {
    if (style == ScalarText.Style.SINGLE_QUOTED && written.equals("''")) {
      return '\'';
    }
    if (style == ScalarText.Style.DOUBLE_QUOTED && written.startsWith("\\")) {
      char kind = written.charAt(1);
      return "xuU".indexOf(kind) >= 0 ? Integer.parseInt(written.substring(2), 16) : kind;
    }
    assertThat(written.codePointCount(0, written.length())).isEqualTo(1);
    return written.codePointAt(0);
  }

  private static String write(ScalarText.Style style, Random random) {
    StringBuilder body = new StringBuilder();
    int words = 1 + random.nextInt(8);
    for (int i = 0; i < words; i++) {
      if (i > 0) {
        body.append(separator(style, random));
      }
      body.append(word(style, random));
    }
    return switch (style) {
      case PLAIN -> "plain" + (random.nextBoolean() ? " " + body : "\n  " + body);
      case SINGLE_QUOTED -> "'" + body + "'";
      case DOUBLE_QUOTED -> '"' + body.toString() + '"';
      case LITERAL -> (random.nextBoolean() ? "|" : "|-") + "\n  " + body;
      case FOLDED -> (random.nextBoolean() ? ">" : ">+") + "\n  " + body;
    };
  }

  private static String separator(ScalarText.Style style, Random random) {
    String[] all = {" ", "  ", "\n  ", "\n\n  ", "\n    ", "\t", "\r\n  ", "\\n", "\\t ", "\\\n  "};
    boolean escapes = style == ScalarText.Style.DOUBLE_QUOTED;
    return all[random.nextInt(escapes ? all.length : all.length - 3)];
  }

  private static String word(ScalarText.Style style, Random random) {
    String word = WORDS[random.nextInt(WORDS.length)];
    return switch (style) {
      case PLAIN -> word.startsWith("#") || word.startsWith("'") ? "w" : word;
      case SINGLE_QUOTED -> word.replace("'", "''");
      case DOUBLE_QUOTED -> escape(word, random);
      case LITERAL, FOLDED -> word;
    };
  }

  private static String escape(String word, Random random) {
    StringBuilder escaped = new StringBuilder();
    word.codePoints()
        .forEach(
            point -> {
              int form = random.nextInt(4);
              if (form == 0) {
                escaped.append(String.format("\\U%08x", point));
              } else if (form == 1 && point < 0x10000) {
                escaped.append(String.format("\\u%04X", point));
              } else if (form == 2 && point < 0x100) {
                escaped.append(String.format("\\x%02x", point));
              } else if (point == '"' || point == '\\') {
                escaped.append('\\').appendCodePoint(point);
              } else {
                escaped.appendCodePoint(point);
              }
            });
    return escaped.toString();
  }

  @Test
  void putsTheEndBehindTheLastCharacter() {
    ScalarText text = read("key: 'it''s'");
    assertThat(text.toFile(4, 4)).isEqualTo(Span.at(11));
    assertThat(read("key: ''").toFile(0, 0)).isEqualTo(Span.at(6));
  }

  private static ScalarText read(String source) {
    Diagnostics diagnostics = new Diagnostics();
    YamlNode root = YamlReader.read(new SourceFile("a.yaml", source), diagnostics);
    assertThat(diagnostics.sorted()).as(source).isEmpty();
    return ((YamlNode.Scalar) ((YamlNode.Mapping) root).get("key").value()).text();
  }
}
