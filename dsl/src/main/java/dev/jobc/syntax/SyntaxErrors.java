package dev.jobc.syntax;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.Fix;
import dev.jobc.source.Place;
import dev.jobc.source.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with a fragment: what stands there, what was expected, what was meant. */
final class SyntaxErrors {

  /** What a fragment should be. */
  enum Goal {
    EXPRESSION("expression", DiagnosticCode.EXPRESSION_SYNTAX),
    TYPE("type", DiagnosticCode.TYPE_SYNTAX);

    private final String word;
    private final DiagnosticCode code;

    Goal(String word, DiagnosticCode code) {
      this.word = word;
      this.code = code;
    }
  }

  private static final int[] CLOSERS = {
    JobcLexer.RPAREN, JobcLexer.RBRACKET, JobcLexer.RBRACE, JobcLexer.GT
  };

  private final Tokens tokens;
  private final Token found;
  private final IntervalSet expected;

  private SyntaxErrors(Tokens tokens, Token found, IntervalSet expected) {
    this.tokens = tokens;
    this.found = found;
    this.expected = expected;
  }

  static Diagnostic diagnostic(Tokens tokens, RecognitionException e) {
    IntervalSet expected = e.getExpectedTokens();
    return new SyntaxErrors(
            tokens, e.getOffendingToken(), expected == null ? new IntervalSet() : expected)
        .say();
  }

  private Diagnostic say() {
    if (found.getType() == JobcLexer.UNCLOSED_STRING) {
      return error("this text is not closed").help("close it with the quote it starts with");
    }
    Diagnostic error = error(message());
    String wanted = expectation();
    if (!wanted.isEmpty()) {
      error = error.caption("expected " + wanted);
    }
    Token opener = found.getType() == Token.EOF || isCloser(found) ? opener() : null;
    if (opener != null) {
      error = error.label(place(opener), "opened here");
    }
    return hint(error);
  }

  private String message() {
    String word = tokens.goal().word;
    if (found.getType() != Token.EOF) {
      return "`" + found.getText() + "` does not fit in this " + word;
    }
    boolean empty = tokens.fragment().text().isBlank();
    return empty ? "there is no " + word + " here" : "this " + word + " ends too early";
  }

  private String expectation() {
    List<String> wanted = new ArrayList<>();
    Token before = previous();
    if (before != null && before.getType() == JobcLexer.DOT) {
      return "a name";
    }
    if (expected.contains(JobcLexer.LPAREN) && !expected.contains(Token.EOF)) {
      wanted.add(tokens.goal() == Goal.TYPE ? "a type" : "a value");
    } else if (expected.contains(JobcLexer.IDENTIFIER)) {
      wanted.add("a name");
    }
    if (expected.contains(JobcLexer.STAR)) {
      wanted.add("an operator");
    }
    for (int type : new int[] {JobcLexer.COLON, JobcLexer.COMMA}) {
      addSymbol(wanted, type);
    }
    if (!wanted.contains("a value")) {
      for (int type : CLOSERS) {
        if (type != JobcLexer.GT || tokens.goal() == Goal.TYPE) {
          addSymbol(wanted, type);
        }
      }
    }
    if (expected.contains(Token.EOF)) {
      if (tokens.goal() == Goal.EXPRESSION && wanted.isEmpty()) {
        wanted.add("an operator");
      }
      wanted.add("the end");
    }
    return orList(wanted);
  }

  private void addSymbol(List<String> wanted, int type) {
    if (expected.contains(type)) {
      wanted.add(JobcParser.VOCABULARY.getLiteralName(type).replace('\'', '`'));
    }
  }

  private static String orList(List<String> words) {
    if (words.size() < 2) {
      return String.join("", words);
    }
    return String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.getLast();
  }

  private Diagnostic hint(Diagnostic error) {
    if (tokens.goal() == Goal.TYPE) {
      return found.getText().equals("or") ? error.help("a union is written `A | B`") : error;
    }
    return switch (found.getText()) {
      case "=" -> replace(error, "==", "compare with `==`");
      case "&", "and" -> replace(error, "&&", "write `&&` for and");
      case "or" -> replace(error, "||", "write `||` for or");
      case "|" -> error.help("write `||` for or, `a ?? b` for a default; there are no filters");
      case "$" -> error.help("names are written without `$`: `inputs.name`");
      case "`" -> error.help("put text into single or double quotes");
      default -> contextual(error);
    };
  }

  private Diagnostic contextual(Diagnostic error) {
    if (found.getType() == JobcLexer.UINT) {
      return error.help("there is one integer type, `int`: leave the `u` out");
    }
    Token before = previous();
    if (before != null && before.getText().equals("not")) {
      return error.help("write `!` for not");
    }
    return error;
  }

  private Diagnostic replace(Diagnostic error, String by, String help) {
    return error.help(help).fix(Fix.replace(help, error.place(), by));
  }

  private @Nullable Token previous() {
    int index = found.getTokenIndex() - 1;
    while (index >= 0 && tokens.stream().get(index).getChannel() != Token.DEFAULT_CHANNEL) {
      index--;
    }
    return index < 0 ? null : tokens.stream().get(index);
  }

  private static boolean isCloser(Token token) {
    for (int closer : CLOSERS) {
      if (token.getType() == closer) {
        return true;
      }
    }
    return false;
  }

  /** The innermost bracket that is still open at the offending token. */
  private @Nullable Token opener() {
    Deque<Token> open = new ArrayDeque<>();
    for (Token token : tokens.stream().getTokens()) {
      if (token.getTokenIndex() >= found.getTokenIndex()) {
        break;
      }
      switch (token.getType()) {
        case JobcLexer.LPAREN, JobcLexer.LBRACKET, JobcLexer.LBRACE -> open.push(token);
        case JobcLexer.RPAREN, JobcLexer.RBRACKET, JobcLexer.RBRACE -> open.poll();
        default -> {}
      }
    }
    return open.peek();
  }

  private Diagnostic error(String message) {
    return Diagnostic.of(tokens.goal().code, place(found), message);
  }

  /** The end is shown right behind the last token. */
  private Place place(Token token) {
    Token last = token.getType() == Token.EOF ? previous() : null;
    if (last == null) {
      return tokens.fragment().place(tokens.span(token));
    }
    return tokens.fragment().place(Span.at(tokens.span(last).end()));
  }
}
