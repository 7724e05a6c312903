package dev.jobc.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.diag.Diagnostics;
import dev.jobc.source.SourceFile;
import dev.jobc.source.Span;
import dev.jobc.syntax.grammar.GrammarTree;
import dev.jobc.yaml.ScalarText;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The parsers accept what Jobc.g4 does, and read it the same way. */
class GrammarTest {
  private static final int TEXTS = 4_000;

  /** Refused for its form, and not because a literal is too large or a list lacks its type. */
  private static final Pattern FORM =
      Pattern.compile("does not fit in this|ends too early|there is no \\w+ here|is not closed");

  @Test
  void expressionsAreReadAsTheGrammarSays() {
    RandomText texts = new RandomText(41);
    List<String> differences = new ArrayList<>();
    int accepted = 0;
    for (int i = 0; i < TEXTS; i++) {
      String text = texts.expression();
      Diagnostics diagnostics = new Diagnostics();
      Expr expr = SyntaxParser.expression(scalar(text), diagnostics);
      accepted += expr == null ? 0 : 1;
      compare(
          differences,
          text,
          expr == null ? null : ParsedTree.print(expr),
          GrammarTree.expression(text),
          diagnostics);
    }
    assertThat(differences).isEmpty();
    assertThat(accepted).isBetween(TEXTS / 4, TEXTS * 3 / 4);
  }

  @Test
  void typesAreReadAsTheGrammarSays() {
    RandomText texts = new RandomText(43);
    List<String> differences = new ArrayList<>();
    int accepted = 0;
    for (int i = 0; i < TEXTS; i++) {
      String text = texts.type();
      Diagnostics diagnostics = new Diagnostics();
      TypeExpr type = SyntaxParser.type(scalar(text), diagnostics);
      boolean broken = type instanceof TypeExpr.Broken;
      accepted += broken ? 0 : 1;
      compare(
          differences,
          text,
          broken ? null : ParsedTree.print(type),
          GrammarTree.type(text),
          diagnostics);
    }
    assertThat(differences).isEmpty();
    assertThat(accepted).isBetween(TEXTS / 4, TEXTS * 3 / 4);
  }

  private static void compare(
      List<String> differences,
      String text,
      @Nullable String parsed,
      @Nullable String grammar,
      Diagnostics diagnostics) {
    boolean form = parsed != null || FORM.matcher(diagnostics.sorted().getFirst().message()).find();
    if (form && !Objects.equals(parsed, grammar)) {
      differences.add(text + " is " + parsed + ", by the grammar " + grammar);
    }
  }

  private static ScalarText scalar(String text) {
    return new ScalarText(
        new SourceFile("a.yaml", text), text, ScalarText.Style.PLAIN, new Span(0, text.length()));
  }
}
