package dev.jobc.yaml;

import dev.jobc.diag.Diagnostic;
import dev.jobc.source.SourceFile;
import dev.jobc.source.Span;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code [${{ x }}]}: brackets of YAML in which an expression was written without quotes. */
final class UnquotedExpression {
  private static final String TEXT = "(?:[^,\\[\\]{}\"'\\n#$]|\\$(?!\\{\\{))*";
  private static final Pattern VALUE =
      Pattern.compile(TEXT + "(?:\\$\\{\\{[^{}\\n]*}}" + TEXT + ")+(?=[,\\]}\\n])");

  private UnquotedExpression() {}

  /** Offers the quotes; {@code at} is the offset of the {@code $}. */
  static Diagnostic quote(Diagnostic error, SourceFile file, int at) {
    Matcher value = VALUE.matcher(file.text()).region(start(file.text(), at), file.text().length());
    if (!value.lookingAt()) {
      return error;
    }
    int end = value.start() + value.group().stripTrailing().length();
    return Quotes.offer(error, file, new Span(value.start(), end));
  }

  /** Where the value begins that an expression belongs to. */
  private static int start(String text, int at) {
    int start = at;
    while (start > 0 && "[{,\n".indexOf(text.charAt(start - 1)) < 0) {
      if (text.charAt(start - 1) == ' ' && start > 1 && text.charAt(start - 2) == ':') {
        break;
      }
      start--;
    }
    while (text.charAt(start) == ' ') {
      start++;
    }
    return start;
  }
}
