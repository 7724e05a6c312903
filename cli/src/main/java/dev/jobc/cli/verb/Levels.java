package dev.jobc.cli.verb;

import dev.jobc.cli.context.CliException;
import dev.jobc.cli.context.ExitCode;
import dev.jobc.compiler.lint.LintLevels;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.DiagnosticPages;
import dev.jobc.diag.Severity;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** {@code --allow} and {@code --deny}. */
final class Levels {
  private static final String ALL = "warnings";

  private Levels() {}

  /**
   * The levels that were typed.
   *
   * @throws CliException when a word is no warning
   */
  static LintLevels of(List<String> allowed, List<String> denied) {
    return new LintLevels(codes(allowed), codes(denied), denied.contains(ALL));
  }

  private static Set<DiagnosticCode> codes(List<String> words) {
    Set<DiagnosticCode> codes = EnumSet.noneOf(DiagnosticCode.class);
    words.stream().filter(word -> !word.equals(ALL)).forEach(word -> codes.add(code(word)));
    return codes;
  }

  private static DiagnosticCode code(String word) {
    DiagnosticCode code = DiagnosticPages.find(word);
    if (code == null || code.severity() == Severity.ERROR) {
      throw new CliException(
          ExitCode.USAGE,
          code == null ? "no warning has the code `" + word + "`" : "`" + word + "` is an error",
          "jobc explain --list shows all");
    }
    return code;
  }
}
