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
    return CutOff.parse(
        scalar, DiagnosticCode.TEMPLATE_NOT_CLOSED, diagnostics, TemplateParser::split);
  }

  private static @Nullable List<Part> split(ScalarText scalar, Diagnostics diagnostics) {
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
      boolean inWord = at > from && Character.isLetterOrDigit(text.charAt(at - 1));
      int quoted = inWord && c != '"' && c != '\'' ? 0 : Quotes.end(text, at);
      if (quoted > 0) {
        at = quoted;
        continue;
      }
      if (c == '"' || c == '\'') {
        return text.indexOf(CLOSE, from);
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
}
