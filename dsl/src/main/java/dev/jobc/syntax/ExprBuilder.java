package dev.jobc.syntax;

import dev.jobc.json.Json;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** From ANTLR's parse tree to our own. */
final class ExprBuilder {
  /** Operators, selections and brackets on one path; later stages recurse over the tree. */
  private static final int MAX_DEPTH = 400;

  private final Tokens tokens;
  private int depth;

  ExprBuilder(Tokens tokens) {
    this.tokens = tokens;
  }

  Expr build(JobcParser.ExpressionContext context) {
    if (++depth > MAX_DEPTH) {
      throw new SyntaxException(SyntaxParser.tooDeep(tokens.fragment(), tokens.span(context)));
    }
    try {
      return expression(context);
    } finally {
      depth--;
    }
  }

  private Expr expression(JobcParser.ExpressionContext context) {
    Span span = tokens.span(context);
    return switch (context) {
      case JobcParser.PrimaryExpressionContext c -> primary(c.primary());
      case JobcParser.AsExpressionContext c ->
          new Expr.As(build(c.expression()), new TypeBuilder(tokens).build(c.type()), span);
      case JobcParser.IsExpressionContext c ->
          new Expr.Is(build(c.expression()), new TypeBuilder(tokens).build(c.type()), span);
      case JobcParser.MethodExpressionContext c ->
          new Expr.MethodCall(build(c.expression()), name(c.name()), args(c.arguments()), span);
      case JobcParser.FieldExpressionContext c ->
          new Expr.Field(build(c.expression()), name(c.name()), span);
      case JobcParser.IndexExpressionContext c ->
          new Expr.Index(build(c.expression(0)), build(c.expression(1)), span);
      case JobcParser.UnaryExpressionContext c -> unary(c, span);
      case JobcParser.BinaryExpressionContext c ->
          new Expr.Binary(binary(c.operator), build(c.expression(0)), build(c.expression(1)), span);
      case JobcParser.ConditionalExpressionContext c ->
          new Expr.Conditional(
              build(c.expression(0)), build(c.expression(1)), build(c.expression(2)), span);
      default -> throw unknown(context);
    };
  }

  private Expr primary(JobcParser.PrimaryContext context) {
    Span span = tokens.span(context);
    return switch (context) {
      case JobcParser.LiteralPrimaryContext c -> literal(c.literal().getStart(), span);
      case JobcParser.CallPrimaryContext c ->
          new Expr.Call(tokens.located(c.IDENTIFIER().getSymbol()), args(c.arguments()), span);
      case JobcParser.NamePrimaryContext c -> new Expr.Name(c.getText(), span);
      case JobcParser.ParenthesizedPrimaryContext c -> build(c.expression());
      case JobcParser.ListPrimaryContext c -> new Expr.ListOf(args(c.arguments()), span);
      case JobcParser.MapPrimaryContext c ->
          new Expr.MapOf(c.entry().stream().map(this::entry).toList(), span);
      default -> throw unknown(context);
    };
  }

  private Expr.Entry entry(JobcParser.EntryContext context) {
    return new Expr.Entry(build(context.expression(0)), build(context.expression(1)));
  }

  private List<Expr> args(JobcParser.@Nullable ArgumentsContext context) {
    return context == null ? List.of() : context.expression().stream().map(this::build).toList();
  }

  private Located<String> name(JobcParser.NameContext context) {
    return tokens.located(context.getStart());
  }

  /** The smallest int has no positive counterpart, so a minus belongs to the number behind it. */
  private Expr unary(JobcParser.UnaryExpressionContext context, Span span) {
    Token operand = context.expression().getStart();
    boolean negative = context.operator.getType() == JobcLexer.MINUS;
    if (negative && operand == context.expression().getStop()) {
      if (operand.getType() == JobcLexer.INT) {
        return new Expr.Literal(new Literals(tokens).integer(operand, "-"), span);
      }
      if (operand.getType() == JobcLexer.FLOAT) {
        return new Expr.Literal(new Literals(tokens).fraction(operand, "-"), span);
      }
    }
    UnaryOperator operator = negative ? UnaryOperator.NEGATE : UnaryOperator.NOT;
    return new Expr.Unary(
        new Located<>(operator, tokens.span(context.operator)), build(context.expression()), span);
  }

  private Expr literal(Token token, Span span) {
    Literals literals = new Literals(tokens);
    return switch (token.getType()) {
      case JobcLexer.NULL -> new Expr.Literal(Json.NULL, span);
      case JobcLexer.TRUE -> new Expr.Literal(Json.TRUE, span);
      case JobcLexer.FALSE -> new Expr.Literal(Json.FALSE, span);
      case JobcLexer.INT -> new Expr.Literal(literals.integer(token, ""), span);
      case JobcLexer.FLOAT -> new Expr.Literal(literals.fraction(token, ""), span);
      case JobcLexer.STRING -> new Expr.Literal(Json.of(literals.string(token)), span);
      case JobcLexer.BYTES -> new Expr.Bytes(literals.bytes(token), span);
      default -> throw new IllegalStateException("no literal: " + token);
    };
  }

  private Located<BinaryOperator> binary(Token token) {
    BinaryOperator operator =
        switch (token.getType()) {
          case JobcLexer.STAR -> BinaryOperator.MULTIPLY;
          case JobcLexer.SLASH -> BinaryOperator.DIVIDE;
          case JobcLexer.PERCENT -> BinaryOperator.REMAINDER;
          case JobcLexer.PLUS -> BinaryOperator.ADD;
          case JobcLexer.MINUS -> BinaryOperator.SUBTRACT;
          case JobcLexer.COALESCE -> BinaryOperator.COALESCE;
          case JobcLexer.EQ -> BinaryOperator.EQUAL;
          case JobcLexer.NE -> BinaryOperator.NOT_EQUAL;
          case JobcLexer.LT -> BinaryOperator.LESS;
          case JobcLexer.LE -> BinaryOperator.LESS_OR_EQUAL;
          case JobcLexer.GT -> BinaryOperator.GREATER;
          case JobcLexer.GE -> BinaryOperator.GREATER_OR_EQUAL;
          case JobcLexer.IN -> BinaryOperator.IN;
          case JobcLexer.AND -> BinaryOperator.AND;
          case JobcLexer.OR -> BinaryOperator.OR;
          default -> throw new IllegalStateException("no operator: " + token);
        };
    return new Located<>(operator, tokens.span(token));
  }

  private static IllegalStateException unknown(ParserRuleContext context) {
    return new IllegalStateException("the grammar has a rule that is not built: " + context);
  }
}
