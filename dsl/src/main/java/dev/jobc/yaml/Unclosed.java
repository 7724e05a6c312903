package dev.jobc.yaml;

import dev.jobc.source.LineMap;
import dev.jobc.source.SourceFile;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalInt;

/**
 * Finds the quote or bracket that an author forgot to close, in a file that is no YAML. A parser
 * notices only where the text makes no sense any more, often many lines later; an author sees it at
 * the first line that stands as far left as the one with the opener.
 */
final class Unclosed {
  private static final int NONE = -1;

  private final String text;
  private final LineMap lines;
  private final Deque<Integer> brackets = new ArrayDeque<>();
  private int quote = NONE;

  /** Indentation of the line where the outermost of what is open began. */
  private int indentation;

  /** Indentation of the key whose block of literal text is passed by; none outside. */
  private int literal = NONE;

  private Unclosed(SourceFile file) {
    this.text = file.text();
    this.lines = file.lines();
  }

  /** The offset of the innermost opener left open at the first line that can't belong to it. */
  static OptionalInt before(SourceFile file, int offset) {
    return new Unclosed(file).search(Math.min(offset, file.text().length()));
  }

  private OptionalInt search(int offset) {
    for (int line = 1; line <= lines.line(offset); line++) {
      int start = lines.span(line).start();
      int end = lines.span(line).end();
      int first = firstOf(start, end);
      if (first == end || isLiteral(first - start)) {
        continue;
      }
      if (isOpen() && first - start <= indentation && "]}".indexOf(text.charAt(first)) < 0) {
        return OptionalInt.of(innermost());
      }
      if (!isOpen()) {
        indentation = "[{\"'".indexOf(text.charAt(first)) >= 0 ? NONE : first - start;
      }
      scan(first, end);
      if (!isOpen() && opensLiteral(first, end)) {
        literal = first - start;
      }
    }
    return isOpen() ? OptionalInt.of(innermost()) : OptionalInt.empty();
  }

  private int firstOf(int start, int end) {
    int at = start;
    while (at < end && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    return at;
  }

  private boolean isLiteral(int column) {
    if (literal != NONE && column <= literal) {
      literal = NONE;
    }
    return literal != NONE;
  }

  private boolean opensLiteral(int first, int end) {
    return text.substring(first, end).matches(".*(?:[:-]\\s+|^)[|>][-+0-9]*\\s*(?:#.*)?");
  }

  private boolean isOpen() {
    return quote != NONE || !brackets.isEmpty();
  }

  private int innermost() {
    return quote != NONE ? quote : brackets.getLast();
  }

  private void scan(int from, int end) {
    boolean fresh = true;
    for (int at = from; at < end; at++) {
      char c = text.charAt(at);
      if (quote != NONE) {
        at = inQuote(at, c);
        fresh = false;
      } else if (c == '#' && (at == from || text.charAt(at - 1) == ' ')) {
        return;
      } else if (fresh && (c == '"' || c == '\'')) {
        quote = at;
      } else {
        bracket(at, c, fresh);
        fresh = startsToken(c, at, fresh);
      }
    }
  }

  /** Answers the offset of the last character that was looked at. */
  private int inQuote(int at, char c) {
    if (c == '\\' && text.charAt(quote) == '"') {
      return at + 1;
    }
    if (c != text.charAt(quote)) {
      return at;
    }
    if (c == '\'' && text.startsWith("''", at)) {
      return at + 1;
    }
    quote = NONE;
    return at;
  }

  private void bracket(int at, char c, boolean fresh) {
    if ((c == '[' || c == '{') && (fresh || !brackets.isEmpty())) {
      brackets.addLast(at);
    } else if ((c == ']' || c == '}') && !brackets.isEmpty()) {
      brackets.removeLast();
    }
  }

  /** Whether a quote or a bracket behind a character would open something. */
  private boolean startsToken(char c, int at, boolean fresh) {
    if (c == ' ') {
      return fresh || (at > 0 && ":-".indexOf(text.charAt(at - 1)) >= 0);
    }
    return "[{,".indexOf(c) >= 0 && !brackets.isEmpty();
  }
}
