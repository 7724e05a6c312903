package dev.jobc.syntax.grammar;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.jspecify.annotations.Nullable;

/** What the grammar makes of a text: its structure, in round brackets. */
public final class GrammarTree {
  private GrammarTree() {}

  /** An expression; null when the grammar refuses it. */
  public static @Nullable String expression(String text) {
    try {
      return print(parser(text).onlyExpression().expression());
    } catch (ParseCancellationException e) {
      return null;
    }
  }

  /** A type; null when the grammar refuses it. */
  public static @Nullable String type(String text) {
    try {
      return print(parser(text).onlyType().type());
    } catch (ParseCancellationException e) {
      return null;
    }
  }

  private static JobcParser parser(String text) {
    JobcLexer lexer = new JobcLexer(CharStreams.fromString(text));
    lexer.removeErrorListeners();
    JobcParser parser = new JobcParser(new CommonTokenStream(lexer));
    parser.removeErrorListeners();
    parser.setErrorHandler(new BailErrorStrategy());
    return parser;
  }

  private static String print(JobcParser.ExpressionContext context) {
    return switch (context) {
      case JobcParser.PrimaryExpressionContext c -> print(c.primary());
      case JobcParser.AsExpressionContext c -> node("as", print(c.expression()), print(c.type()));
      case JobcParser.IsExpressionContext c -> node("is", print(c.expression()), print(c.type()));
      case JobcParser.MethodExpressionContext c ->
          node("method", print(c.expression()), c.method().getText(), print(c.arguments()));
      case JobcParser.FieldExpressionContext c ->
          node("field", print(c.expression()), c.name().getText());
      case JobcParser.IndexExpressionContext c ->
          node("index", print(c.expression(0)), print(c.expression(1)));
      case JobcParser.UnaryExpressionContext c -> node(c.operator.getText(), print(c.expression()));
      case JobcParser.BinaryExpressionContext c ->
          node(c.operator.getText(), print(c.expression(0)), print(c.expression(1)));
      case JobcParser.ConditionalExpressionContext c ->
          node("?", print(c.expression(0)), print(c.expression(1)), print(c.expression(2)));
      default -> throw unknown(context);
    };
  }

  private static String print(JobcParser.PrimaryContext context) {
    return switch (context) {
      case JobcParser.LiteralPrimaryContext c -> "literal";
      case JobcParser.CallPrimaryContext c ->
          node("call", c.IDENTIFIER().getText(), print(c.arguments()));
      case JobcParser.NamePrimaryContext c -> c.getText();
      case JobcParser.ParenthesizedPrimaryContext c -> print(c.expression());
      case JobcParser.ListPrimaryContext c -> node("list", print(c.arguments()));
      case JobcParser.MapPrimaryContext c ->
          node(
              "map",
              c.entry().stream()
                  .map(e -> print(e.expression(0)) + ":" + print(e.expression(1)))
                  .collect(Collectors.joining(" ")));
      default -> throw unknown(context);
    };
  }

  private static String print(JobcParser.@Nullable ArgumentsContext context) {
    return context == null
        ? ""
        : context.expression().stream().map(GrammarTree::print).collect(Collectors.joining(" "));
  }

  private static String print(JobcParser.TypeContext context) {
    return switch (context) {
      case JobcParser.NamedTypeContext c -> node(c.name().getText(), types(c.type()));
      case JobcParser.RecordTypeContext c ->
          node(
              "record",
              c.field().stream()
                  .map(f -> f.name().getText() + ":" + print(f.type()))
                  .collect(Collectors.joining(" ")));
      case JobcParser.ParenthesizedTypeContext c -> print(c.type());
      case JobcParser.OptionalTypeContext c -> optional(print(c.type()));
      case JobcParser.UnionTypeContext c ->
          node("|", options(c).map(GrammarTree::print).collect(Collectors.joining(" ")));
      default -> throw unknown(context);
    };
  }

  /** What may be missing already is no more so with a second mark. */
  private static String optional(String type) {
    return type.startsWith("(? ") ? type : node("?", type);
  }

  /** A union of unions is one. */
  private static Stream<JobcParser.TypeContext> options(JobcParser.TypeContext context) {
    return switch (context) {
      case JobcParser.UnionTypeContext c -> c.type().stream().flatMap(GrammarTree::options);
      case JobcParser.ParenthesizedTypeContext c -> options(c.type());
      default -> Stream.of(context);
    };
  }

  private static String types(List<JobcParser.TypeContext> types) {
    return types.stream().map(GrammarTree::print).collect(Collectors.joining(" "));
  }

  public static String node(String head, String... parts) {
    return "(" + head + " " + String.join(" ", parts) + ")";
  }

  private static IllegalStateException unknown(ParserRuleContext context) {
    return new IllegalStateException("a rule that is not printed: " + context.getClass());
  }
}
