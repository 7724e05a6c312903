package dev.jobc.syntax;

import java.util.Set;

/** What tokens there are; those that are always written alike know how. */
enum TokenKind {
  AND("&&"),
  OR("||"),
  COALESCE("??"),
  EQ("=="),
  NE("!="),
  LE("<="),
  GE(">="),
  LT("<"),
  GT(">"),
  NOT("!"),
  PLUS("+"),
  MINUS("-"),
  STAR("*"),
  SLASH("/"),
  PERCENT("%"),
  QUESTION("?"),
  COLON(":"),
  COMMA(","),
  DOT("."),
  PIPE("|"),
  LPAREN("("),
  RPAREN(")"),
  LBRACKET("["),
  RBRACKET("]"),
  LBRACE("{"),
  RBRACE("}"),
  IN("in"),
  AS("as"),
  IS("is"),
  TRUE("true"),
  FALSE("false"),
  NULL("null"),
  IDENTIFIER(""),
  INT(""),
  /** CEL's unsigned integers, which the language doesn't have. */
  UINT(""),
  FLOAT(""),
  STRING(""),
  BYTES(""),
  UNCLOSED_STRING(""),
  /** A character that begins no token. */
  UNEXPECTED(""),
  END("");

  /** After a dot every word is a name, so that a field may be called {@code in}. */
  private static final Set<TokenKind> WORDS = Set.of(IDENTIFIER, AS, IS, IN, TRUE, FALSE, NULL);

  private final String symbol;

  TokenKind(String symbol) {
    this.symbol = symbol;
  }

  /** How it is written; empty when that differs. */
  String symbol() {
    return symbol;
  }

  boolean isWord() {
    return WORDS.contains(this);
  }

  boolean opens() {
    return this == LPAREN || this == LBRACKET || this == LBRACE;
  }

  boolean closes() {
    return this == RPAREN || this == RBRACKET || this == RBRACE;
  }
}
