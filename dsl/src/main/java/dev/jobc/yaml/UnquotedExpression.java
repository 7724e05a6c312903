package dev.jobc.yaml;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.Fix;
import dev.jobc.source.Place;
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
    String text = value.group().stripTrailing();
    boolean twice = text.indexOf('"') >= 0 || text.indexOf('\\') >= 0;
    if (twice && text.indexOf('\'') >= 0) {
      return error;
    }
    char quote = twice ? '\'' : '"';
    Place place = file.place(new Span(value.start(), value.start() + text.length()));
    return error.fix(Fix.replace("quote it", place, quote + text + quote));
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
