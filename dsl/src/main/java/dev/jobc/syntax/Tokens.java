package dev.jobc.syntax;

import dev.jobc.source.CodePoints;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/** The tokens of a fragment, and their places in the file. ANTLR counts code points. */
final class Tokens {
  private final Fragment fragment;
  private final CommonTokenStream stream;
  private final SyntaxErrors.Goal goal;
  private final CodePoints points;

  Tokens(Fragment fragment, CommonTokenStream stream, SyntaxErrors.Goal goal) {
    this.fragment = fragment;
    this.stream = stream;
    this.goal = goal;
    points = new CodePoints(fragment.text());
  }

  Fragment fragment() {
    return fragment;
  }

  CommonTokenStream stream() {
    return stream;
  }

  SyntaxErrors.Goal goal() {
    return goal;
  }

  Span span(Token token) {
    return span(token, token);
  }

  Span span(ParserRuleContext context) {
    return span(context.getStart(), context.getStop());
  }

  Located<String> located(Token token) {
    return new Located<>(token.getText(), span(token));
  }

  /** The place of a part of a token, in UTF-16 units from the token's start. */
  Span within(Token token, int from, int to) {
    int start = points.toUnits(token.getStartIndex());
    return fragment.toFile(start + from, start + to);
  }

  private Span span(Token first, Token last) {
    int end = last.getType() == Token.EOF ? last.getStartIndex() : last.getStopIndex() + 1;
    return fragment.toFile(points.toUnits(first.getStartIndex()), points.toUnits(end));
  }
}
