package dev.jobc.compiler;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.source.Place;
import dev.jobc.source.SourceFile;
import dev.jobc.source.Span;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
          DiagnosticCode.BAD_DURATION,
          DiagnosticCode.UNKNOWN_CHOICE,
          DiagnosticCode.OUT_OF_RANGE,
          DiagnosticCode.CONSTANT_KEY,
          DiagnosticCode.NO_COMBINATION,
          DiagnosticCode.CONFLICTING_KEYS,
          DiagnosticCode.MISPLACED_KEY,
          DiagnosticCode.TEMPLATE_IN_SCRIPT,
          DiagnosticCode.TEMPLATE_NOT_ALLOWED,
          DiagnosticCode.BAD_PATH,
          DiagnosticCode.EXPRESSION_SYNTAX,
          DiagnosticCode.TEMPLATE_NOT_CLOSED,
          DiagnosticCode.EXPRESSION_TOO_LONG,
          DiagnosticCode.TYPE_SYNTAX,
          DiagnosticCode.BAD_LITERAL,
          DiagnosticCode.BAD_CRON,
          DiagnosticCode.UNKNOWN_TIMEZONE,
          DiagnosticCode.BAD_TIME);

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
          DiagnosticCode.UNKNOWN_SECRET,
          DiagnosticCode.UNKNOWN_VAR);

  /** Names that may be declared in another file. */
  private static final Set<DiagnosticCode> FAR_ECHOES =
      EnumSet.of(
          DiagnosticCode.UNKNOWN_TASK,
          DiagnosticCode.UNKNOWN_OUTPUT,
          DiagnosticCode.UNKNOWN_ARGUMENT);

  private final List<Diagnostic> losses;
  private final Set<SourceFile> lost;
  private final Map<SourceFile, Declarations> declarations = new HashMap<>();

  private Lost(List<Diagnostic> losses) {
    this.losses = losses;
    this.lost =
        losses.stream().map(d -> d.place().file()).collect(Collectors.toCollection(HashSet::new));
  }

  /** Drops what may only echo a problem of reading. */
  static List<Diagnostic> withoutEchoes(List<Diagnostic> later, List<Diagnostic> reading) {
    Lost lost =
        new Lost(
            reading.stream().filter(d -> d.isError() && !HARMLESS.contains(d.code())).toList());
    return later.stream().filter(d -> !lost.isEcho(d)).toList();
  }

  /**
   * A complaint about a name is an echo when the name stands somewhere in what was not understood:
   * somebody declares it there.
   */
  private boolean isEcho(Diagnostic late) {
    SourceFile own = late.place().file();
    if (late.code() == DiagnosticCode.MISSING_ARGUMENT) {
      return lost.contains(own) && losses.stream().anyMatch(loss -> isNear(late, loss));
    }
    if (!ECHOES.contains(late.code())) {
      return false;
    }
    String text = late.place().text();
    String name = text.substring(text.lastIndexOf('.') + 1);
    return lost.stream()
        .filter(file -> file.equals(own) || FAR_ECHOES.contains(late.code()))
        .anyMatch(file -> declares(file, name, late.place()));
  }

  /** Whether a name is a key, or the value of a key that names things, anywhere but at a place. */
  private boolean declares(SourceFile file, String name, Place use) {
    return declarations.computeIfAbsent(file, Declarations::new).of(name).stream()
        .anyMatch(
            found ->
                !file.equals(use.file())
                    || found.end() <= use.span().start()
                    || found.start() >= use.span().end());
  }

  /** Whether a loss is in the same step: within the lines that follow, up to the next dash. */
  private static boolean isNear(Diagnostic late, Diagnostic loss) {
    if (!late.place().file().equals(loss.place().file())) {
      return false;
    }
    Span here = late.place().span();
    Span there = loss.place().span();
    Span between =
        new Span(Math.min(here.start(), there.start()), Math.max(here.start(), there.start()));
    return !between.of(late.place().file().text()).matches("(?s).*\\n\\s*- .*");
  }
}
