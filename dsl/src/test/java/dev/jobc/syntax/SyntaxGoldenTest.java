package dev.jobc.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.diag.Diagnostics;
import dev.jobc.diag.testing.GoldenFile;
import dev.jobc.source.SourceFile;
import dev.jobc.source.Span;
import dev.jobc.yaml.ScalarText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every line of a .txt and what the parser makes of it. */
class SyntaxGoldenTest {
  private static final Path GOLDEN = Path.of("src/test/golden/syntax");

  @Test
  void parsesExpressions() throws IOException {
    check("expressions", SyntaxGoldenTest::expression);
  }

  @Test
  void parsesTypes() throws IOException {
    check("types", SyntaxGoldenTest::type);
  }

  private static void check(String name, Function<String, String> print) throws IOException {
    StringBuilder golden = new StringBuilder();
    for (String line : Files.readAllLines(GOLDEN.resolve(name + ".txt"))) {
      golden.append(line).append("\n    ").append(print.apply(line)).append('\n');
    }
    GoldenFile.check(GOLDEN.resolve(name + ".golden"), golden.toString());
  }

  private static String expression(String text) {
    Diagnostics diagnostics = new Diagnostics();
    Expr expr = SyntaxParser.expression(scalar(text), diagnostics);
    return expr == null ? problem(diagnostics) : ExprText.print(expr);
  }

  private static String type(String text) {
    Diagnostics diagnostics = new Diagnostics();
    TypeExpr type = SyntaxParser.type(scalar(text), diagnostics);
    return type instanceof TypeExpr.Broken ? problem(diagnostics) : type.toString();
  }

  private static String problem(Diagnostics diagnostics) {
    var error = diagnostics.sorted().getFirst();
    var span = error.place().span();
    return "! " + span.start() + ".." + span.end() + " " + error.message() + "; " + error.caption();
  }

  @Test
  void spansOfPartsHoldExactlyTheParts() throws IOException {
    for (String line : Files.readAllLines(GOLDEN.resolve("expressions.txt"))) {
      Expr expr = SyntaxParser.expression(scalar(line), new Diagnostics());
      if (expr != null) {
        parts(expr).forEach(part -> assertParsesAlone(line, part));
      }
    }
  }

  private static void assertParsesAlone(String line, Expr part) {
    String text = part.span().of(line);
    Expr again = SyntaxParser.expression(scalar(text), new Diagnostics());
    assertThat(again).as("`%s` of %s", text, line).isNotNull();
    assertThat(ExprText.print(again)).isEqualTo(ExprText.print(part));
  }

  private static Stream<Expr> parts(Expr expr) {
    List<Expr> inner =
        switch (expr) {
          case Expr.Literal e -> List.of();
          case Expr.Bytes e -> List.of();
          case Expr.Name e -> List.of();
          case Expr.Field e -> List.of(e.object());
          case Expr.Index e -> List.of(e.object(), e.index());
          case Expr.Call e -> e.args();
          case Expr.MethodCall e ->
              Stream.concat(Stream.of(e.target()), e.args().stream()).toList();
          case Expr.As e -> List.of(e.value());
          case Expr.Is e -> List.of(e.value());
          case Expr.Unary e -> List.of(e.operand());
          case Expr.Binary e -> List.of(e.left(), e.right());
          case Expr.Conditional e -> List.of(e.condition(), e.then(), e.otherwise());
          case Expr.ListOf e -> e.items();
          case Expr.MapOf e ->
              e.entries().stream().flatMap(x -> Stream.of(x.key(), x.value())).toList();
        };
    return Stream.concat(Stream.of(expr), inner.stream().flatMap(SyntaxGoldenTest::parts));
  }

  @Test
  void endsAnExpressionWhereItsTextAndMapsEnd() {
    assertThat(template("${{ a }}")).containsExactly("{a}");
    assertThat(template("x ${{ '}}' }} y")).containsExactly("x ", "{\"}}\"}", " y");
    assertThat(template("${{ {'a': {'b': 1}} }}${{ b }}"))
        .containsExactly("{{\"a\": {\"b\": 1}}}", "{b}");
    assertThat(template("${{ {'a': 1}}}")).containsExactly("{{\"a\": 1}}");
    assertThat(template("${{ r'\\' }}}}")).containsExactly("{\"\\\\\"}", "}}");
    assertThat(template("${{ '${{' }} }} ${ {{")).containsExactly("{\"${{\"}", " }} ${ {{");
    assertThat(template("")).isEmpty();
  }

  private static List<String> template(String text) {
    Diagnostics diagnostics = new Diagnostics();
    List<Part> parts = TemplateParser.parse(scalar(text), diagnostics);
    assertThat(diagnostics.sorted()).as(text).isEmpty();
    return parts.stream()
        .map(
            part ->
                switch (part) {
                  case Part.Text t -> t.text();
                  case Part.Hole hole -> "{" + ExprText.print(hole.expression()) + "}";
                })
        .toList();
  }

  @Test
  void refusesWhatWouldExhaustTheStack() {
    for (String text : List.of("!".repeat(4_000), "-".repeat(4_000) + "1", "a?b:".repeat(900))) {
      Diagnostics diagnostics = new Diagnostics();
      assertThat(SyntaxParser.expression(scalar(text), diagnostics)).isNull();
      assertThat(diagnostics.hasErrors()).isTrue();
    }
  }

  private static ScalarText scalar(String text) {
    return new ScalarText(
        new SourceFile("a.yaml", text), text, ScalarText.Style.PLAIN, new Span(0, text.length()));
  }
}
