package dev.jobc.syntax;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The values of literals, as CEL defines them. */
final class Literals {
  private final Tokens tokens;

  Literals(Tokens tokens) {
    this.tokens = tokens;
  }

  Json integer(Token token, String sign) {
    String text = token.text();
    boolean hex = text.startsWith("0x");
    try {
      return Json.of(
          hex ? Long.parseLong(sign + text.substring(2), 16) : Long.parseLong(sign + text));
    } catch (NumberFormatException e) {
      throw error(token, 0, text.length(), "this integer does not fit 64 bits");
    }
  }

  Json fraction(Token token, String sign) {
    double value = Double.parseDouble(sign + token.text());
    if (!Double.isFinite(value)) {
      throw error(token, 0, token.text().length(), "this number is too large for a float");
    }
    return Json.of(value);
  }

  /** The text of a string literal. */
  String string(Token token) {
    StringBuilder value = new StringBuilder();
    decode(
        token,
        new Sink() {
          @Override
          public void codePoint(int point) {
            value.appendCodePoint(point);
          }

          @Override
          public void octet(int octet) {
            value.appendCodePoint(octet);
          }
        });
    return value.toString();
  }

  /** The content of a bytes literal, in base64. */
  String bytes(Token token) {
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    decode(
        token,
        new Sink() {
          @Override
          public void codePoint(int point) {
            value.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
          }

          @Override
          public void octet(int octet) {
            value.write(octet);
          }
        });
    return Base64.getEncoder().encodeToString(value.toByteArray());
  }

  /** Takes the content piece by piece; an octet is a numeric escape of one byte. */
  private interface Sink {
    void codePoint(int point);

    void octet(int octet);
  }

  private void decode(Token token, Sink sink) {
    String text = token.text();
    int open = 0;
    boolean raw = false;
    while (text.charAt(open) != '"' && text.charAt(open) != '\'') {
      raw |= text.charAt(open) == 'r' || text.charAt(open) == 'R';
      open++;
    }
    String quote = text.substring(open, open + 1);
    boolean triple = text.startsWith(quote.repeat(3), open) && text.length() >= open + 6;
    int at = open + (triple ? 3 : 1);
    int end = text.length() - (triple ? 3 : 1);
    while (at < end) {
      if (text.charAt(at) == '\\' && !raw) {
        at = escape(token, text, at, end, sink);
      } else {
        int point = text.codePointAt(at);
        sink.codePoint(point);
        at += Character.charCount(point);
      }
    }
  }

  private int escape(Token token, String text, int at, int end, Sink sink) {
    char kind = text.charAt(at + 1);
    switch (kind) {
      case 'a' -> sink.codePoint(7);
      case 'b' -> sink.codePoint('\b');
      case 'f' -> sink.codePoint('\f');
      case 'n' -> sink.codePoint('\n');
      case 'r' -> sink.codePoint('\r');
      case 't' -> sink.codePoint('\t');
      case 'v' -> sink.codePoint(11);
      case '\\', '?', '"', '\'', '`' -> sink.codePoint(kind);
      case 'x', 'X' -> sink.octet(number(token, text, at, 2, Math.min(end, at + 4), 16, 0xFF));
      case 'u' -> sink.codePoint(number(token, text, at, 2, Math.min(end, at + 6), 16, 0xFFFF));
      case 'U' ->
          sink.codePoint(
              number(token, text, at, 2, Math.min(end, at + 10), 16, Character.MAX_CODE_POINT));
      case '0', '1', '2', '3' ->
          sink.octet(number(token, text, at, 1, Math.min(end, at + 4), 8, 0xFF));
      default ->
          throw error(token, at, Math.min(at + 2, end), "there is no escape `\\" + kind + "`");
    }
    return at + escapeLength(kind);
  }

  private static int escapeLength(char kind) {
    return switch (kind) {
      case 'x', 'X', '0', '1', '2', '3' -> 4;
      case 'u' -> 6;
      case 'U' -> 10;
      default -> 2;
    };
  }

  private int number(Token token, String text, int at, int skip, int end, int radix, int highest) {
    int wanted = escapeLength(text.charAt(at + 1)) - skip;
    String digits = text.substring(at + skip, end);
    long value = 0;
    boolean sound = digits.length() == wanted;
    for (int i = 0; sound && i < digits.length(); i++) {
      int digit = Character.digit(digits.charAt(i), radix);
      sound = digit >= 0;
      value = value * radix + digit;
    }
    boolean surrogate = value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE;
    if (!sound || value > highest || surrogate) {
      throw error(token, at, end, "the escape `" + text.substring(at, end) + "` is no character");
    }
    return (int) value;
  }

  private SyntaxException error(Token token, int from, int to, String message) {
    return new SyntaxException(
        Diagnostic.of(
            DiagnosticCode.BAD_LITERAL,
            tokens.fragment().place(tokens.within(token, from, to)),
            message));
  }
}
