package dev.jobc.syntax;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.Fix;
import dev.jobc.source.Place;
import dev.jobc.source.Span;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with a fragment: what stands there, what was expected, what was meant. */
final class SyntaxErrors {
  private final Tokens tokens;
  private final Token found;

  private SyntaxErrors(Tokens tokens) {
    this.tokens = tokens;
    this.found = tokens.peek();
  }

  /**
   * That the next token doesn't fit.
   *
   * @param expected what could stand there, in the author's words
   */
  static Diagnostic diagnostic(Tokens tokens, List<String> expected) {
    return new SyntaxErrors(tokens).say(expected);
  }

  private Diagnostic say(List<String> expected) {
    if (found.is(TokenKind.UNCLOSED_STRING)) {
      return error("this text is not closed").help("close it with the quote it starts with");
    }
    Diagnostic error = error(message()).caption("expected " + orList(expected));
    boolean closing = found.kind().closes() || found.is(TokenKind.GT);
    Token opener = found.is(TokenKind.END) || closing ? opener() : null;
    if (opener != null) {
      error = error.label(place(opener), "opened here");
    }
    return hint(error);
  }

  private String message() {
    String word = tokens.goal().word();
    if (!found.is(TokenKind.END)) {
      return "`" + found.text() + "` does not fit in this " + word;
    }
    boolean empty = tokens.fragment().text().isBlank();
    return empty ? "there is no " + word + " here" : "this " + word + " ends too early";
  }

  private static String orList(List<String> words) {
    if (words.size() < 2) {
      return String.join("", words);
    }
    return String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.getLast();
  }

  private Diagnostic hint(Diagnostic error) {
    if (tokens.goal() == Goal.TYPE) {
      return typeHint(error);
    }
    return switch (found.text()) {
      case "=" -> equals(error);
      case "&", "and" -> replace(error, "&&", "write `&&` for and");
      case "or" -> replace(error, "||", "write `||` for or");
      case "is" -> error.help("compare with `==`: `value == null`, `value != null`");
      case "|" -> error.help("write `||` for or, `a ?? b` for a default; there are no filters");
      case "$" -> error.help("names are written without `$`: `inputs.name`");
      case "`" -> error.help("put text into single or double quotes");
      default -> contextual(error);
    };
  }

  private Diagnostic typeHint(Diagnostic error) {
    Token before = tokens.last();
    String name = before == null ? "" : before.text();
    return switch (found.text()) {
      case "or" -> error.help("a union is written `A | B`");
      case "[" ->
          switch (name) {
            case "dict", "Dict" -> error.help("a map is written `map<string, int>`");
            case "Optional" -> error.help("a value that may be missing is written `int?`");
            case "list", "List" -> error.help("a list is written `list<int>`");
            default -> error.help("a list is written `list<" + name + ">`");
          };
      default -> error;
    };
  }

  private Diagnostic equals(Diagnostic error) {
    Token before = tokens.last();
    return before != null && (before.text().equals("==") || before.text().equals("!="))
        ? replace(error, "", "compare with `" + before.text() + "`")
        : replace(error, "==", "compare with `==`");
  }

  private Diagnostic contextual(Diagnostic error) {
    if (found.is(TokenKind.UINT)) {
      return error.help("there is one integer type, `int`: leave the `u` out");
    }
    Token before = tokens.last();
    if (before != null && before.text().equals("not")) {
      return error.help("write `!` for not");
    }
    return error;
  }

  private Diagnostic replace(Diagnostic error, String by, String help) {
    return error.help(help).fix(Fix.replace(help, error.place(), by));
  }

  /** The innermost bracket that is still open at the offending token. */
  private @Nullable Token opener() {
    Deque<Token> open = new ArrayDeque<>();
    for (Token token : tokens.all()) {
      if (token.start() >= found.start()) {
        break;
      }
      if (token.kind().opens()) {
        open.push(token);
      } else if (token.kind().closes()) {
        open.poll();
      }
    }
    return open.peek();
  }

  private Diagnostic error(String message) {
    return Diagnostic.of(tokens.goal().code(), place(found), message);
  }

  /** The end is shown right behind the last token. */
  private Place place(Token token) {
    Token last = token.is(TokenKind.END) ? tokens.last() : null;
    Span span = last == null ? tokens.span(token) : Span.at(tokens.span(last).end());
    return tokens.fragment().place(span);
  }
}
