package dev.jobc.syntax;

import static dev.jobc.syntax.Tokens.quoted;

import dev.jobc.json.Json;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Tokens to an expression, by precedence climbing. The grammar it keeps is {@code Jobc.g4}, which a
 * test holds it to.
 */
final class ExprParser {
  /** Operators, selections and brackets on one path; later stages recurse over the tree. */
  private static final int MAX_DEPTH = 400;

  /** How tightly {@code ? :} binds; only what stands alone binds less. */
  private static final int CONDITIONAL = 1;

  private static final int UNARY = 8;

  private static final Map<TokenKind, Infix> INFIX = new EnumMap<>(TokenKind.class);

  static {
    INFIX.put(TokenKind.OR, new Infix(BinaryOperator.OR, 2));
    INFIX.put(TokenKind.AND, new Infix(BinaryOperator.AND, 3));
    INFIX.put(TokenKind.EQ, new Infix(BinaryOperator.EQUAL, 4));
    INFIX.put(TokenKind.NE, new Infix(BinaryOperator.NOT_EQUAL, 4));
    INFIX.put(TokenKind.LT, new Infix(BinaryOperator.LESS, 4));
    INFIX.put(TokenKind.LE, new Infix(BinaryOperator.LESS_OR_EQUAL, 4));
    INFIX.put(TokenKind.GT, new Infix(BinaryOperator.GREATER, 4));
    INFIX.put(TokenKind.GE, new Infix(BinaryOperator.GREATER_OR_EQUAL, 4));
    INFIX.put(TokenKind.IN, new Infix(BinaryOperator.IN, 4));
    // Between + and <, so that `count ?? 0 > 5` reads as it looks.
    INFIX.put(TokenKind.COALESCE, new Infix(BinaryOperator.COALESCE, 5));
    INFIX.put(TokenKind.PLUS, new Infix(BinaryOperator.ADD, 6));
    INFIX.put(TokenKind.MINUS, new Infix(BinaryOperator.SUBTRACT, 6));
    INFIX.put(TokenKind.STAR, new Infix(BinaryOperator.MULTIPLY, 7));
    INFIX.put(TokenKind.SLASH, new Infix(BinaryOperator.DIVIDE, 7));
    INFIX.put(TokenKind.PERCENT, new Infix(BinaryOperator.REMAINDER, 7));
  }

  /**
   * An operator between operands.
   *
   * @param binding how tightly it binds
   */
  private record Infix(BinaryOperator operator, int binding) {
    /** The least that an operator on its right must bind to belong to the right operand. */
    int right() {
      return operator == BinaryOperator.COALESCE ? binding : binding + 1;
    }
  }

  private final Tokens tokens;

  /** How many calls of {@link #operand} are under way. */
  private int nesting;

  /** The height of the tree that was built last. */
  private int height;

  ExprParser(Tokens tokens) {
    this.tokens = tokens;
  }

  /** The whole fragment as one expression. */
  Expr parse() {
    Expr expr = expression();
    tokens.expect(TokenKind.END, "an operator", "the end");
    return expr;
  }

  private Expr expression() {
    return expression(CONDITIONAL);
  }

  /** An expression whose operators bind at least that tightly. */
  private Expr expression(int least) {
    Token first = tokens.peek();
    Expr left = operand();
    while (true) {
      Infix infix = INFIX.get(tokens.peek().kind());
      if (infix != null && infix.binding() >= least) {
        left = binary(first, left, infix);
      } else if (tokens.peek().is(TokenKind.QUESTION) && least <= CONDITIONAL) {
        left = conditional(first, left);
      } else {
        return left;
      }
    }
  }

  private Expr binary(Token first, Expr left, Infix infix) {
    int below = height;
    Located<BinaryOperator> operator = new Located<>(infix.operator(), tokens.span(tokens.take()));
    Expr right = expression(infix.right());
    return new Expr.Binary(operator, left, right, over(first, below));
  }

  private Expr conditional(Token first, Expr condition) {
    int below = height;
    tokens.take();
    Expr then = expression();
    below = Math.max(below, height);
    tokens.expect(TokenKind.COLON);
    Expr otherwise = expression();
    return new Expr.Conditional(condition, then, otherwise, over(first, below));
  }

  /** An operand with what is written before and behind it. */
  private Expr operand() {
    Token first = tokens.peek();
    if (++nesting > MAX_DEPTH) {
      throw new SyntaxException(SyntaxParser.tooDeep(tokens.fragment(), tokens.span(first)));
    }
    boolean prefixed = first.is(TokenKind.NOT) || first.is(TokenKind.MINUS);
    Expr expr = prefixed ? unary() : selections(first, primary());
    nesting--;
    return expr;
  }

  /** The smallest int has no positive counterpart, so a minus belongs to the number behind it. */
  private Expr unary() {
    Token sign = tokens.take();
    boolean negative = sign.is(TokenKind.MINUS);
    Token number = tokens.peek();
    boolean alone = !selects(tokens.second());
    if (negative && alone && number.is(TokenKind.INT)) {
      tokens.take();
      return leaf(new Expr.Literal(literals().integer(number, "-"), tokens.since(sign)));
    }
    if (negative && alone && number.is(TokenKind.FLOAT)) {
      tokens.take();
      return leaf(new Expr.Literal(literals().fraction(number, "-"), tokens.since(sign)));
    }
    UnaryOperator operator = negative ? UnaryOperator.NEGATE : UnaryOperator.NOT;
    Expr operand = expression(UNARY);
    return new Expr.Unary(new Located<>(operator, tokens.span(sign)), operand, over(sign, height));
  }

  private static boolean selects(Token token) {
    return token.is(TokenKind.DOT) || token.is(TokenKind.LBRACKET);
  }

  /** {@code .field}, {@code .method()} and {@code [index]} behind an operand. */
  private Expr selections(Token first, Expr operand) {
    Expr expr = operand;
    while (selects(tokens.peek())) {
      int below = height;
      if (tokens.take().is(TokenKind.LBRACKET)) {
        Expr index = expression();
        tokens.expect(TokenKind.RBRACKET);
        expr = new Expr.Index(expr, index, over(first, Math.max(below, height)));
      } else {
        expr = member(first, expr, below);
      }
    }
    return expr;
  }

  private Expr member(Token first, Expr object, int below) {
    Token word = tokens.peek();
    Located<String> name = tokens.name();
    if (!tokens.peek().is(TokenKind.LPAREN)) {
      return new Expr.Field(object, name, over(first, below));
    }
    if (word.is(TokenKind.AS) || word.is(TokenKind.IS)) {
      tokens.take();
      TypeExpr type = new TypeParser(tokens).type();
      tokens.expect(TokenKind.RPAREN);
      Span span = over(first, below);
      return word.is(TokenKind.AS)
          ? new Expr.As(object, type, span)
          : new Expr.Is(object, type, span);
    }
    List<Expr> args = args();
    return new Expr.MethodCall(object, name, args, over(first, Math.max(below, height)));
  }

  private Expr primary() {
    Token token = tokens.peek();
    return switch (token.kind()) {
      case NULL -> leaf(new Expr.Literal(Json.NULL, taken()));
      case TRUE -> leaf(new Expr.Literal(Json.TRUE, taken()));
      case FALSE -> leaf(new Expr.Literal(Json.FALSE, taken()));
      case INT -> leaf(new Expr.Literal(literals().integer(token, ""), taken()));
      case FLOAT -> leaf(new Expr.Literal(literals().fraction(token, ""), taken()));
      case STRING -> leaf(new Expr.Literal(Json.of(literals().string(token)), taken()));
      case BYTES -> leaf(new Expr.Bytes(literals().bytes(token), taken()));
      case IDENTIFIER -> tokens.second().is(TokenKind.LPAREN) ? call() : name();
      case AS, IS -> name();
      case LPAREN -> parenthesized();
      case LBRACKET -> list();
      case LBRACE -> map();
      default -> throw tokens.refuse("a value");
    };
  }

  private Span taken() {
    return tokens.span(tokens.take());
  }

  private Literals literals() {
    return new Literals(tokens);
  }

  private Expr name() {
    Token word = tokens.take();
    return leaf(new Expr.Name(word.text(), tokens.span(word)));
  }

  private Expr call() {
    Token function = tokens.take();
    List<Expr> args = args();
    return new Expr.Call(tokens.located(function), args, over(function, height));
  }

  private Expr parenthesized() {
    tokens.take();
    Expr inner = expression();
    tokens.expect(TokenKind.RPAREN);
    return inner;
  }

  /** From the opening bracket to the closing one; the last comes without a comma. */
  private List<Expr> args() {
    tokens.take();
    int below = 0;
    List<Expr> args = new ArrayList<>();
    if (!tokens.takeIf(TokenKind.RPAREN)) {
      do {
        args.add(expression());
        below = Math.max(below, height);
      } while (tokens.takeIf(TokenKind.COMMA));
      tokens.expect(TokenKind.RPAREN, quoted(TokenKind.COMMA), quoted(TokenKind.RPAREN));
    }
    height = below;
    return args;
  }

  private Expr list() {
    Token open = tokens.take();
    int below = 0;
    List<Expr> items = new ArrayList<>();
    while (!tokens.takeIf(TokenKind.RBRACKET)) {
      items.add(expression());
      below = Math.max(below, height);
      separate(TokenKind.RBRACKET);
    }
    height = below;
    return new Expr.ListOf(items, over(open, below));
  }

  private Expr map() {
    Token open = tokens.take();
    int below = 0;
    List<Expr.Entry> entries = new ArrayList<>();
    while (!tokens.takeIf(TokenKind.RBRACE)) {
      Expr key = expression();
      below = Math.max(below, height);
      tokens.expect(TokenKind.COLON);
      entries.add(new Expr.Entry(key, expression()));
      below = Math.max(below, height);
      separate(TokenKind.RBRACE);
    }
    height = below;
    return new Expr.MapOf(entries, over(open, below));
  }

  /** Reads the comma behind an item; the last may come without one. */
  private void separate(TokenKind close) {
    if (!tokens.takeIf(TokenKind.COMMA) && !tokens.peek().is(close)) {
      throw tokens.refuse(quoted(TokenKind.COMMA), quoted(close));
    }
  }

  private Expr leaf(Expr expr) {
    height = 1;
    return expr;
  }

  /** The span of a tree that was just read, one higher than the highest below it. */
  private Span over(Token first, int below) {
    height = Math.max(height, below) + 1;
    Span span = tokens.since(first);
    if (height > MAX_DEPTH) {
      throw new SyntaxException(SyntaxParser.tooDeep(tokens.fragment(), span));
    }
    return span;
  }
}
