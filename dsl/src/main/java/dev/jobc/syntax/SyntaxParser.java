package dev.jobc.syntax;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.Diagnostics;
import dev.jobc.source.Span;
import dev.jobc.yaml.ScalarText;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Parses the expressions and types that scalars hold.
 *
 * <ol>
 *   <li>The parser never invents or drops a token; the first error ends a fragment.
 *   <li>Text that is too long or too deep is refused before it can exhaust the stack.
 * </ol>
 */
public final class SyntaxParser {
  /** UTF-16 units. */
  public static final int MAX_LENGTH = 4_096;

  /** Brackets inside brackets. */
  static final int MAX_NESTING = 64;

  private SyntaxParser() {}

  /** Parses a scalar that is an expression without delimiters; null after an error. */
  public static @Nullable Expr expression(ScalarText scalar, Diagnostics diagnostics) {
    return CutOff.parse(
        scalar,
        DiagnosticCode.EXPRESSION_SYNTAX,
        diagnostics,
        (text, found) -> expression(Fragment.all(text), found));
  }

  /** Parses a scalar that is a type. */
  public static TypeExpr type(ScalarText scalar, Diagnostics diagnostics) {
    Fragment fragment = Fragment.all(scalar);
    TypeExpr type =
        parse(fragment, Goal.TYPE, diagnostics, tokens -> new TypeParser(tokens).parse());
    return type == null ? new TypeExpr.Broken(scalar.span()) : type;
  }

  static @Nullable Expr expression(Fragment fragment, Diagnostics diagnostics) {
    return parse(fragment, Goal.EXPRESSION, diagnostics, tokens -> new ExprParser(tokens).parse());
  }

  private static <T> @Nullable T parse(
      Fragment fragment, Goal goal, Diagnostics diagnostics, Function<Tokens, T> parser) {
    try {
      checkLength(fragment);
      Tokens tokens = new Tokens(fragment, goal);
      checkNesting(tokens);
      return parser.apply(tokens);
    } catch (SyntaxException e) {
      diagnostics.add(e.diagnostic());
      return null;
    }
  }

  private static void checkLength(Fragment fragment) {
    String text = fragment.text();
    int start = text.length() - text.stripLeading().length();
    int length = text.strip().length();
    if (length > MAX_LENGTH) {
      throw new SyntaxException(
          Diagnostic.of(
                  DiagnosticCode.EXPRESSION_TOO_LONG,
                  fragment.place(start, start + length),
                  "this is "
                      + length
                      + " characters long, more than the "
                      + MAX_LENGTH
                      + " allowed")
              .help("move a part of it into a step of its own"));
    }
  }

  private static void checkNesting(Tokens tokens) {
    int depth = 0;
    for (Token token : tokens.all()) {
      depth += token.kind().opens() ? 1 : token.kind().closes() ? -1 : 0;
      if (depth > MAX_NESTING) {
        throw new SyntaxException(tooDeep(tokens.fragment(), tokens.span(token)));
      }
    }
  }

  static Diagnostic tooDeep(Fragment fragment, Span span) {
    return Diagnostic.of(
            DiagnosticCode.EXPRESSION_TOO_LONG, fragment.place(span), "this is nested too deeply")
        .help("move a part of it into a step of its own");
  }
}
