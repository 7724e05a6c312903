package dev.jobc.syntax;

import dev.jobc.source.Located;
import dev.jobc.source.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tokens of a fragment, how far they were read, and their places in the file. */
final class Tokens {
  private final Fragment fragment;
  private final Goal goal;
  private final List<Token> all;
  private int next;

  Tokens(Fragment fragment, Goal goal) {
    this.fragment = fragment;
    this.goal = goal;
    all = Lexer.split(fragment.text());
  }

  Fragment fragment() {
    return fragment;
  }

  /** What the fragment should be. */
  Goal goal() {
    return goal;
  }

  List<Token> all() {
    return all;
  }

  /** The token to be read next; the end is never passed. */
  Token peek() {
    return all.get(next);
  }

  /** The one behind it. */
  Token second() {
    return all.get(Math.min(next + 1, all.size() - 1));
  }

  /** The one that was read last; null at the start. */
  @Nullable Token last() {
    return next == 0 ? null : all.get(next - 1);
  }

  Token take() {
    Token token = all.get(next);
    next = Math.min(next + 1, all.size() - 1);
    return token;
  }

  /** Reads the next token if it is of a kind. */
  boolean takeIf(TokenKind kind) {
    boolean fits = peek().is(kind);
    if (fits) {
      take();
    }
    return fits;
  }

  /**
   * Reads a token that must be there.
   *
   * @param expected what else could stand there, in the author's words; empty for nothing
   */
  Token expect(TokenKind kind, String... expected) {
    if (!peek().is(kind)) {
      throw refuse(expected.length == 0 ? new String[] {quoted(kind)} : expected);
    }
    return take();
  }

  /** Reads the name behind a dot, or of a field. */
  Located<String> name() {
    if (!peek().kind().isWord()) {
      throw refuse("a name");
    }
    return located(take());
  }

  /** What to throw when the next token doesn't fit. */
  SyntaxException refuse(String... expected) {
    return new SyntaxException(SyntaxErrors.diagnostic(this, List.of(expected)));
  }

  static String quoted(TokenKind kind) {
    return "`" + kind.symbol() + "`";
  }

  Span span(Token token) {
    return fragment.toFile(token.start(), token.end());
  }

  /** From a token to the one that was read last. */
  Span since(Token first) {
    Token last = last();
    return fragment.toFile(first.start(), last == null ? first.end() : last.end());
  }

  Located<String> located(Token token) {
    return new Located<>(token.text(), span(token));
  }

  /** The place of a part of a token, in UTF-16 units from the token's start. */
  Span within(Token token, int from, int to) {
    return fragment.toFile(token.start() + from, token.start() + to);
  }
}
