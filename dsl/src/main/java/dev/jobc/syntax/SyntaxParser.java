package dev.jobc.syntax;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.Diagnostics;
import dev.jobc.source.Span;
import dev.jobc.yaml.ScalarText;
import java.util.function.Function;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;
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
    return expression(Fragment.all(scalar), diagnostics);
  }

  /** Parses a scalar that is a type. */
  public static TypeExpr type(ScalarText scalar, Diagnostics diagnostics) {
    Fragment fragment = Fragment.all(scalar);
    TypeExpr type =
        parse(
            fragment,
            SyntaxErrors.Goal.TYPE,
            diagnostics,
            tokens -> new TypeBuilder(tokens).build(tree(tokens, JobcParser::onlyType).type()));
    return type == null ? new TypeExpr.Broken(scalar.span()) : type;
  }

  static @Nullable Expr expression(Fragment fragment, Diagnostics diagnostics) {
    return parse(
        fragment,
        SyntaxErrors.Goal.EXPRESSION,
        diagnostics,
        tokens ->
            new ExprBuilder(tokens).build(tree(tokens, JobcParser::onlyExpression).expression()));
  }

  private static <T> @Nullable T parse(
      Fragment fragment,
      SyntaxErrors.Goal goal,
      Diagnostics diagnostics,
      Function<Tokens, T> parser) {
    try {
      checkLength(fragment);
      return parser.apply(tokens(fragment, goal));
    } catch (SyntaxException e) {
      diagnostics.add(e.diagnostic());
    } catch (StackOverflowError e) {
      diagnostics.add(tooDeep(fragment, fragment.place(0, fragment.text().length()).span()));
    }
    return null;
  }

  private static Tokens tokens(Fragment fragment, SyntaxErrors.Goal goal) {
    JobcLexer lexer = new JobcLexer(CharStreams.fromString(fragment.text()));
    lexer.removeErrorListeners();
    CommonTokenStream stream = new CommonTokenStream(lexer);
    stream.fill();
    Tokens tokens = new Tokens(fragment, stream, goal);
    checkNesting(tokens);
    return tokens;
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
    for (Token token : tokens.stream().getTokens()) {
      switch (token.getType()) {
        case JobcLexer.LPAREN, JobcLexer.LBRACKET, JobcLexer.LBRACE -> depth++;
        case JobcLexer.RPAREN, JobcLexer.RBRACKET, JobcLexer.RBRACE -> depth--;
        default -> {}
      }
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

  /** SLL decides nearly everything and is fast; what it refuses gets a second chance. */
  private static <C extends ParserRuleContext> C tree(Tokens tokens, Function<JobcParser, C> rule) {
    JobcParser parser = new JobcParser(tokens.stream());
    parser.removeErrorListeners();
    parser.setErrorHandler(new BailErrorStrategy());
    try {
      parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
      return rule.apply(parser);
    } catch (ParseCancellationException notDecided) {
      parser.reset();
      parser.getInterpreter().setPredictionMode(PredictionMode.LL);
      return again(tokens, parser, rule);
    }
  }

  private static <C extends ParserRuleContext> C again(
      Tokens tokens, JobcParser parser, Function<JobcParser, C> rule) {
    try {
      return rule.apply(parser);
    } catch (ParseCancellationException e) {
      if (e.getCause() instanceof RecognitionException cause) {
        throw new SyntaxException(SyntaxErrors.diagnostic(tokens, cause));
      }
      throw e;
    }
  }
}
