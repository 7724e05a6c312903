package dev.jobc.syntax;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Splits the text of a fragment into tokens, the longest that fits at each place. Blanks and
 * comments ({@code //} to the end of the line) are left out. Nothing is an error here: what begins
 * no token becomes one of a kind that the parser refuses.
 */
final class Lexer {
  private static final Map<String, TokenKind> KEYWORDS = new HashMap<>();
  private static final Map<Character, List<TokenKind>> SYMBOLS = new HashMap<>();

  static {
    for (TokenKind kind : TokenKind.values()) {
      String symbol = kind.symbol();
      if (!symbol.isEmpty() && Character.isLetter(symbol.charAt(0))) {
        KEYWORDS.put(symbol, kind);
      } else if (!symbol.isEmpty()) {
        List<TokenKind> same = SYMBOLS.computeIfAbsent(symbol.charAt(0), c -> new ArrayList<>());
        // Those of two characters come first: `<=` is not `<` and then `=`.
        same.add(symbol.length() == 2 ? 0 : same.size(), kind);
      }
    }
  }

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private Lexer(String text) {
    this.text = text;
  }

  /** The tokens in order, the last of kind {@link TokenKind#END}. */
  static List<Token> split(String text) {
    Lexer lexer = new Lexer(text);
    while (lexer.skipBlanks()) {
      Token token = lexer.next();
      lexer.tokens.add(token);
      lexer.at = token.end();
    }
    lexer.tokens.add(new Token(TokenKind.END, "", text.length()));
    return lexer.tokens;
  }

  /** Whether there is anything behind the blanks. */
  private boolean skipBlanks() {
    while (at < text.length()) {
      if (text.startsWith("//", at)) {
        while (at < text.length() && !isLineEnd(text.charAt(at))) {
          at++;
        }
      } else if (" \t\r\n\f".indexOf(text.charAt(at)) >= 0) {
        at++;
      } else {
        return true;
      }
    }
    return false;
  }

  private Token next() {
    char c = text.charAt(at);
    if (isDigit(c) || c == '.' && isDigit(peek(at + 1))) {
      return number();
    }
    int quoted = Quotes.end(text, at);
    if (quoted > 0) {
      return token(Quotes.isBytes(text, at) ? TokenKind.BYTES : TokenKind.STRING, quoted);
    }
    if (isWordStart(c)) {
      return word();
    }
    if (c == '"' || c == '\'') {
      return token(TokenKind.UNCLOSED_STRING, Quotes.unclosedEnd(text, at));
    }
    for (TokenKind kind : SYMBOLS.getOrDefault(c, List.of())) {
      if (text.startsWith(kind.symbol(), at)) {
        return new Token(kind, kind.symbol(), at);
      }
    }
    return token(TokenKind.UNEXPECTED, at + Character.charCount(text.codePointAt(at)));
  }

  private Token word() {
    int end = at + 1;
    while (isWordStart(peek(end)) || isDigit(peek(end))) {
      end++;
    }
    String word = text.substring(at, end);
    return new Token(KEYWORDS.getOrDefault(word, TokenKind.IDENTIFIER), word, at);
  }

  private Token number() {
    if (text.startsWith("0x", at) && isHex(peek(at + 2))) {
      int end = at + 2;
      while (isHex(peek(end))) {
        end++;
      }
      return integer(end);
    }
    int whole = digits(at);
    int end = peek(whole) == '.' ? digits(whole + 1) : whole;
    boolean dotted = end > whole + 1;
    end = exponent(dotted ? end : whole);
    return dotted || end > whole ? token(TokenKind.FLOAT, end) : integer(whole);
  }

  /** {@code 1u} is one token, so that what is wrong with it can be said. */
  private Token integer(int end) {
    boolean unsigned = peek(end) == 'u' || peek(end) == 'U';
    return unsigned ? token(TokenKind.UINT, end + 1) : token(TokenKind.INT, end);
  }

  /** The offset behind an exponent; the same when there is none. */
  private int exponent(int from) {
    if (peek(from) != 'e' && peek(from) != 'E') {
      return from;
    }
    int digits = peek(from + 1) == '+' || peek(from + 1) == '-' ? from + 2 : from + 1;
    int end = digits(digits);
    return end > digits ? end : from;
  }

  private int digits(int from) {
    int end = from;
    while (isDigit(peek(end))) {
      end++;
    }
    return end;
  }

  private Token token(TokenKind kind, int end) {
    return new Token(kind, text.substring(at, end), at);
  }

  /** The character at an offset; behind the end one that fits nothing. */
  private char peek(int offset) {
    return offset < text.length() ? text.charAt(offset) : '\0';
  }

  private static boolean isLineEnd(char c) {
    return c == '\r' || c == '\n';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isHex(char c) {
    return isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
  }

  private static boolean isWordStart(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
  }
}
