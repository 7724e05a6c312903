package dev.jobc.compiler;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.source.SourceFile;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

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

  /** Names that may be declared in another file. */
  private static final Set<DiagnosticCode> FAR_ECHOES =
      EnumSet.of(
          DiagnosticCode.UNKNOWN_TASK,
          DiagnosticCode.UNKNOWN_OUTPUT,
          DiagnosticCode.UNKNOWN_ARGUMENT);

  private Lost() {}

  /** Drops what may only echo a problem of reading. */
  static List<Diagnostic> withoutEchoes(List<Diagnostic> later, List<Diagnostic> reading) {
    Set<SourceFile> lost =
        reading.stream()
            .filter(d -> d.isError() && !HARMLESS.contains(d.code()))
            .map(d -> d.place().file())
            .collect(Collectors.toSet());
    return later.stream().filter(d -> !isEcho(d, lost)).toList();
  }

  private static boolean isEcho(Diagnostic diagnostic, Set<SourceFile> lost) {
    boolean own = lost.contains(diagnostic.place().file()) && ECHOES.contains(diagnostic.code());
    return own || (!lost.isEmpty() && FAR_ECHOES.contains(diagnostic.code()));
  }
}
