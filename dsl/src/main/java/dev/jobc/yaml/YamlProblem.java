package dev.jobc.yaml;

import static dev.jobc.diag.DiagnosticCode.YAML_SYNTAX;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.source.CodePoints;
import dev.jobc.source.SourceFile;
import dev.jobc.source.Span;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Says a parser's complaint in an author's words. */
final class YamlProblem {
  private static final String NO_COLON = "this line has no `:` behind its key";
  private static final String WRITE_COLON =
      "write `key: value`; a text that goes on must be indented further than its key";

  /** A value that begins as a condition may, up to a comment. */
  private static final Pattern NEGATED =
      Pattern.compile("[^\\n]*?[:-] (!\\([^\\n]*?)(?=\\s*(?: #[^\\n]*)?(?:\\n|$))");

  private static final Pattern WORD = Pattern.compile("[A-Za-z_]\\w*\\s*");

  private YamlProblem() {}

  static Diagnostic diagnostic(SourceFile file, CodePoints points, MarkedYamlEngineException e) {
    String problem = e.getProblem() == null ? "" : e.getProblem();
    String context = e.getContext() == null ? "" : e.getContext();
    int end = offset(points, e.getProblemMark(), file.text().length());
    int start = offset(points, e.getContextMark(), end);
    return say(file, problem, context, Math.min(start, end), end);
  }

  /** The parser leaks unchecked exceptions, at escapes that stand for no character. */
  static Diagnostic unreadable(SourceFile file, int offset) {
    String text = file.text();
    int backslash = text.indexOf('\\', Math.min(offset, text.length()));
    int start = backslash < 0 ? skip(text, offset, true) : backslash;
    int end = skip(text, start, false);
    return Diagnostic.of(
            DiagnosticCode.YAML_SYNTAX,
            file.place(new Span(start, end)),
            "an escape or a tag here is malformed")
        .caption("here or shortly after");
  }

  private static int skip(String text, int from, boolean white) {
    int at = Math.min(from, text.length());
    while (at < text.length() && Character.isWhitespace(text.charAt(at)) == white) {
      at++;
    }
    return at;
  }

  private static int offset(CodePoints points, Optional<Mark> mark, int otherwise) {
    return mark.map(known -> points.toUnits(known.getIndex())).orElse(otherwise);
  }

  private static Diagnostic say(
      SourceFile file, String problem, String context, int start, int at) {
    if (problem.contains("TAB")) {
      return tab(file, at);
    }
    OptionalInt unclosed = Unclosed.before(file, at);
    if (unclosed.isPresent() && !isUnquoted(file, at)) {
      return unclosed(file, unclosed.getAsInt(), at);
    }
    if (problem.startsWith("mapping values are not allowed")) {
      Span before = lineBefore(file, at);
      if (!before.isEmpty()) {
        return Diagnostic.of(YAML_SYNTAX, file.place(before), NO_COLON).help(WRITE_COLON);
      }
      return syntax(file, at, 1, "a `:` starts a map in a place where none can be")
          .help("quote the text if the `:` belongs to it; if not, check the indentation");
    }
    if (problem.startsWith("could not find expected ':'")) {
      return syntax(file, start, lineRest(file, start), NO_COLON).help(WRITE_COLON);
    }
    if (context.contains("quoted scalar")) {
      return quoted(file, problem, start, at);
    }
    if (context.contains("flow mapping") || context.contains("flow sequence")) {
      return flow(file, context, start, at);
    }
    if (problem.startsWith("expected <block end>")) {
      return syntax(file, at, tokenLength(file, at), "this does not fit the indentation around it")
          .label(file.place(new Span(start, start)), "the block begins here")
          .help("give all keys of a map, and all `-` of a list, the same indentation");
    }
    if (problem.contains("cannot start any token")) {
      String character = file.text().substring(at, Math.min(at + 1, file.text().length()));
      return syntax(file, at, 1, "a text may not start with `" + character + "`")
          .help("put the text into quotes");
    }
    return other(file, problem, context, at);
  }

  private static boolean isUnquoted(SourceFile file, int at) {
    return file.text().startsWith("{{", at) && at > 0 && file.text().charAt(at - 1) == '$';
  }

  private static Diagnostic unclosed(SourceFile file, int opener, int at) {
    char c = file.text().charAt(opener);
    boolean quote = c == '"' || c == '\'';
    String message = quote ? "this quote is never closed" : "this `" + c + "` is never closed";
    Diagnostic found = syntax(file, opener, 1, message).caption("opened here");
    boolean later = at < file.text().length() && file.lines().line(opener) < file.lines().line(at);
    return later
        ? found.label(file.place(new Span(at, at)), "what follows makes no sense inside it")
        : found;
  }

  /**
   * The line before one, when it holds no key and starts in the same column, or is a single word
   * that starts further left, as a key does; else nothing.
   */
  private static Span lineBefore(SourceFile file, int at) {
    int line = file.lines().line(at);
    if (line == 1) {
      return Span.at(at);
    }
    Span here = file.lines().span(line);
    Span before = file.lines().span(line - 1);
    String text = before.of(file.text());
    int column = firstColumn(text);
    int inner = firstColumn(here.of(file.text()));
    boolean keyless = !text.isBlank() && !text.contains(":") && !text.strip().startsWith("#");
    boolean word = column < inner && WORD.matcher(text.substring(column)).matches();
    return keyless && (column == inner || word)
        ? new Span(before.start() + column, before.end())
        : Span.at(at);
  }

  private static int firstColumn(String line) {
    int column = 0;
    while (column < line.length() && " -".indexOf(line.charAt(column)) >= 0) {
      column++;
    }
    return column;
  }

  private static Diagnostic tab(SourceFile file, int at) {
    int start = at;
    while (start > 0 && file.text().charAt(start - 1) == '\t') {
      start--;
    }
    int end = at;
    while (end < file.text().length() && file.text().charAt(end) == '\t') {
      end++;
    }
    return Diagnostic.of(
            DiagnosticCode.TAB_INDENTATION,
            file.place(new Span(start, Math.max(start, end))),
            "a tab stands where YAML wants spaces")
        .help("indent with spaces only");
  }

  private static Diagnostic quoted(SourceFile file, String problem, int start, int at) {
    if (problem.contains("end of stream") || problem.contains("document separator")) {
      return syntax(file, start, 1, "this quote is never closed").caption("opened here");
    }
    int backslash = Math.max(start, file.text().lastIndexOf('\\', at));
    return syntax(file, backslash, 2, "an escape that YAML does not know")
        .help("double the backslash, or use single quotes, in which nothing is an escape");
  }

  private static Diagnostic flow(SourceFile file, String context, int start, int at) {
    Span opener = new Span(start, start + 1);
    if (isUnquoted(file, at)) {
      return UnquotedExpression.quote(
          syntax(file, at - 1, 3, "an expression inside brackets must be quoted")
              .label(file.place(opener), "the brackets")
              .help("write \"${{ … }}\""),
          file,
          at - 1);
    }
    String close = context.contains("mapping") ? "}" : "]";
    return syntax(file, at, tokenLength(file, at), "expected `,` or `" + close + "` here")
        .label(file.place(opener), "opened here")
        .help("a text with `,` `[` `]` `{` `}` or `: ` inside brackets must be quoted");
  }

  private static Diagnostic other(SourceFile file, String problem, String context, int at) {
    Matcher negated =
        NEGATED.matcher(file.text()).region(lineStart(file, at), file.text().length());
    if (negated.lookingAt() && negated.start(1) < at) {
      Span condition = new Span(negated.start(1), negated.end(1));
      return Quotes.offer(
          Diagnostic.of(YAML_SYNTAX, file.place(condition), "`!` begins a tag of YAML")
              .help("a condition that begins with it stands in quotes"),
          file,
          condition);
    }
    String text = problem.isEmpty() ? context : problem;
    String line = text.lines().findFirst().orElse("it could not be read");
    return syntax(file, at, tokenLength(file, at), "this is not YAML: " + line);
  }

  private static int lineStart(SourceFile file, int at) {
    return file.lines().span(file.lines().line(Math.min(at, file.text().length()))).start();
  }

  private static Diagnostic syntax(SourceFile file, int start, int length, String message) {
    int from = Math.min(start, file.text().length());
    int to = Math.min(from + length, file.text().length());
    return Diagnostic.of(DiagnosticCode.YAML_SYNTAX, file.place(new Span(from, to)), message);
  }

  private static int tokenLength(SourceFile file, int at) {
    int end = at;
    while (end < file.text().length() && !Character.isWhitespace(file.text().charAt(end))) {
      end++;
    }
    return end - at;
  }

  private static int lineRest(SourceFile file, int at) {
    int from = Math.min(at, file.text().length());
    return Math.max(0, file.lines().span(file.lines().line(from)).end() - from);
  }
}
