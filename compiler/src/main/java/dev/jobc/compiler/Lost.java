package dev.jobc.compiler;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Keeps one mistake from giving two errors: when a part of a file could not be read, names that it
 * declared are missing, and complaints about unknown names would be echoes.
 */
final class Lost {
  /** Mistakes in the value of a field; whatever has a name keeps it. */
  private static final Set<DiagnosticCode> HARMLESS =
      EnumSet.of(
          DiagnosticCode.NUMBER_OUT_OF_RANGE,
          DiagnosticCode.NOT_YET_SUPPORTED,
          DiagnosticCode.BAD_DURATION,
          DiagnosticCode.UNKNOWN_CHOICE,
          DiagnosticCode.OUT_OF_RANGE,
          DiagnosticCode.CONFLICTING_KEYS,
          DiagnosticCode.MISPLACED_KEY,
          DiagnosticCode.TEMPLATE_IN_SCRIPT,
          DiagnosticCode.TEMPLATE_NOT_ALLOWED,
          DiagnosticCode.BAD_PATH,
          DiagnosticCode.EXPRESSION_SYNTAX,
          DiagnosticCode.TEMPLATE_NOT_CLOSED,
          DiagnosticCode.EXPRESSION_TOO_LONG,
          DiagnosticCode.TYPE_SYNTAX,
          DiagnosticCode.BAD_LITERAL);

  private static final Set<DiagnosticCode> ECHOES =
      EnumSet.of(
          DiagnosticCode.UNKNOWN_NAME,
          DiagnosticCode.UNKNOWN_INPUT,
          DiagnosticCode.UNKNOWN_STEP,
          DiagnosticCode.UNKNOWN_OUTPUT,
          DiagnosticCode.UNKNOWN_FIELD,
          DiagnosticCode.UNKNOWN_TYPE,
          DiagnosticCode.UNKNOWN_TASK,
          DiagnosticCode.UNKNOWN_ERROR,
          DiagnosticCode.UNKNOWN_ARGUMENT,
          DiagnosticCode.MISSING_ARGUMENT);

  private Lost() {}

  /** Whether names may be missing after these problems of reading. */
  static boolean names(List<Diagnostic> reading) {
    return reading.stream().anyMatch(d -> d.isError() && !HARMLESS.contains(d.code()));
  }

  static List<Diagnostic> withoutEchoes(List<Diagnostic> later, boolean namesWereLost) {
    return namesWereLost ? later.stream().filter(d -> !ECHOES.contains(d.code())).toList() : later;
  }
}
