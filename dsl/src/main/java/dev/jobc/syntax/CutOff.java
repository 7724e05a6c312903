package dev.jobc.syntax;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.Diagnostics;
import dev.jobc.diag.Fix;
import dev.jobc.source.Span;
import dev.jobc.yaml.ScalarText;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A scalar without quotes that ends where a YAML comment begins, and that was meant to go on:
 * {@code x == "a # b"}.
 */
public final class CutOff {
  private final ScalarText read;
  private final ScalarText whole;
  private final Span comment;

  private CutOff(ScalarText read, ScalarText whole, Span comment) {
    this.read = read;
    this.whole = whole;
    this.comment = comment;
  }

  /** Null when no comment follows on the line. */
  public static @Nullable CutOff of(ScalarText scalar) {
    String text = scalar.file().text();
    int end = scalar.span().end();
    int hash = end;
    while (hash < text.length() && (text.charAt(hash) == ' ' || text.charAt(hash) == '\t')) {
      hash++;
    }
    boolean comment = hash > end && hash < text.length() && text.charAt(hash) == '#';
    if (!comment || scalar.style() != ScalarText.Style.PLAIN) {
      return null;
    }
    int newline = text.indexOf('\n', hash);
    String rest = text.substring(end, newline < 0 ? text.length() : newline).stripTrailing();
    Span span = new Span(scalar.span().start(), end + rest.length());
    ScalarText whole =
        new ScalarText(scalar.file(), scalar.value() + rest, ScalarText.Style.PLAIN, span);
    return new CutOff(scalar, whole, new Span(hash, span.end()));
  }

  /**
   * Parses a scalar; when it is broken, and would not be without the comment, that is told instead.
   */
  static <T> @Nullable T parse(
      ScalarText scalar,
      DiagnosticCode code,
      Diagnostics diagnostics,
      BiFunction<ScalarText, Diagnostics, @Nullable T> parser) {
    CutOff cut = of(scalar);
    if (cut == null) {
      return parser.apply(scalar, diagnostics);
    }
    Diagnostics found = new Diagnostics();
    T parsed = parser.apply(scalar, found);
    if (found.hasErrors() && cut.parses(parser)) {
      diagnostics.add(cut.diagnostic(code, cut.whole.value()));
    } else {
      diagnostics.addAll(found.sorted());
    }
    return parsed;
  }

  private <T> boolean parses(BiFunction<ScalarText, Diagnostics, @Nullable T> parser) {
    Diagnostics found = new Diagnostics();
    return parser.apply(whole, found) != null && !found.hasErrors();
  }

  /** The one expression that the text would be without the comment; null when it is none. */
  public @Nullable String expression() {
    String text = whole.value().strip();
    boolean alone = text.startsWith("${{") && text.endsWith("}}");
    Diagnostics found = new Diagnostics();
    var parts = alone ? TemplateParser.parse(whole, found) : null;
    return parts != null && parts.size() == 1 ? text.substring(3, text.length() - 2).strip() : null;
  }

  /**
   * That the comment is none.
   *
   * @param meant what should stand there, still without quotes
   */
  public Diagnostic diagnostic(DiagnosticCode code, String meant) {
    String quoted = quoted(meant);
    Fix fix = Fix.replace("quote it", read.file().place(whole.span()), quoted);
    return Diagnostic.of(
            code, read.file().place(comment), "a comment begins in the middle of an expression")
        .caption("not read: in YAML, ` #` begins a comment")
        .label(read.file().place(read.span()), "the expression is cut off here")
        .help("quote it: " + quoted)
        .fix(fix);
  }

  private static String quoted(String text) {
    boolean simple = text.indexOf('"') < 0 && text.indexOf('\\') < 0;
    return simple ? '"' + text + '"' : "'" + text.replace("'", "''") + "'";
  }
}
