package dev.jobc.syntax;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.Diagnostics;
import dev.jobc.yaml.ScalarText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits a scalar into text and expressions.
 *
 * <p>An expression ends at the first <code>}}</code> that is neither inside a string literal nor
 * closes a map literal. Text that should hold <code>${{</code> itself writes it as an expression,
 * <code>${{ '${{' }}</code>.
 */
public final class TemplateParser {
  private static final String OPEN = "${{";
  private static final String CLOSE = "}}";

  private final ScalarText scalar;
  private final String text;
  private final Diagnostics diagnostics;
  private final List<Part> parts = new ArrayList<>();

  private TemplateParser(ScalarText scalar, Diagnostics diagnostics) {
    this.scalar = scalar;
    this.text = scalar.value();
    this.diagnostics = diagnostics;
  }

  /** Whether the text opens an expression anywhere. */
  public static boolean isTemplate(String text) {
    return text.contains(OPEN);
  }

  /**
   * Parses a scalar.
   *
   * @return its parts in order, none for empty text; null when an expression is broken
   */
  public static @Nullable List<Part> parse(ScalarText scalar, Diagnostics diagnostics) {
    TemplateParser parser = new TemplateParser(scalar, diagnostics);
    return parser.parts() ? parser.parts : null;
  }

  private boolean parts() {
    boolean sound = true;
    int at = 0;
    while (at < text.length()) {
      int open = text.indexOf(OPEN, at);
      if (open < 0) {
        open = text.length();
      }
      if (open > at) {
        parts.add(new Part.Text(text.substring(at, open), scalar.toFile(at, open)));
      }
      if (open == text.length()) {
        break;
      }
      int close = close(open + OPEN.length());
      if (close < 0) {
        diagnostics.add(notClosed(open));
        return false;
      }
      sound &= hole(open, close);
      at = close + CLOSE.length();
    }
    return sound;
  }

  private boolean hole(int open, int close) {
    Expr expr =
        SyntaxParser.expression(new Fragment(scalar, open + OPEN.length(), close), diagnostics);
    if (expr == null) {
      return false;
    }
    parts.add(new Part.Hole(expr, scalar.toFile(open, close + CLOSE.length())));
    return true;
  }

  private Diagnostic notClosed(int open) {
    Diagnostic error =
        Diagnostic.of(
                DiagnosticCode.TEMPLATE_NOT_CLOSED,
                scalar.file().place(scalar.toFile(open, open + OPEN.length())),
                "this `${{` is never closed")
            .caption("expected `}}` further on");
    boolean folded = scalar.style() == ScalarText.Style.PLAIN && text.indexOf('}', open) < 0;
    return folded
        ? error.help("inside brackets, and with ` #` or `: ` in it, quote it: \"${{ … }}\"")
        : error;
  }

  /** The offset of the closing braces, or -1. */
  private int close(int from) {
    int depth = 0;
    for (int at = from; at < text.length(); ) {
      char c = text.charAt(at);
      if (c == '"' || c == '\'') {
        int end = stringEnd(at, isRaw(from, at));
        if (end < 0) {
          return text.indexOf(CLOSE, from);
        }
        at = end;
        continue;
      }
      if (c == '}' && depth == 0 && text.startsWith(CLOSE, at)) {
        return at;
      }
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      depth = Math.max(depth, 0);
      at++;
    }
    return text.indexOf(CLOSE, from);
  }

  private boolean isRaw(int from, int quote) {
    int prefix = quote;
    while (prefix > from && "rRbB".indexOf(text.charAt(prefix - 1)) >= 0) {
      prefix--;
    }
    boolean word = prefix > from && Character.isLetterOrDigit(text.charAt(prefix - 1));
    return !word && text.substring(prefix, quote).toLowerCase(java.util.Locale.ROOT).contains("r");
  }

  /** The offset behind a string literal, -1 when it isn't closed. */
  private int stringEnd(int start, boolean raw) {
    String quote = text.substring(start, start + 1);
    String delimiter = text.startsWith(quote.repeat(3), start) ? quote.repeat(3) : quote;
    for (int at = start + delimiter.length(); at < text.length(); at++) {
      if (text.charAt(at) == '\\' && !raw) {
        at++;
      } else if (text.startsWith(delimiter, at)) {
        return at + delimiter.length();
      }
    }
    return -1;
  }
}
