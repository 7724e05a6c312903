package dev.jobc.compiler;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.Diagnostics;
import dev.jobc.source.SourceFile;
import dev.jobc.yaml.YamlNode;
import dev.jobc.yaml.YamlReader;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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
          DiagnosticCode.UNKNOWN_WORKFLOW,
          DiagnosticCode.UNKNOWN_OUTPUT,
          DiagnosticCode.UNKNOWN_ARGUMENT);

  /** Of such a file nobody knows what it declares. */
  private static final Set<DiagnosticCode> UNSEEN =
      EnumSet.of(
          DiagnosticCode.FILE_TOO_LARGE,
          DiagnosticCode.INVALID_UTF8,
          DiagnosticCode.UNREADABLE_FILE);

  /** Keys that give the values that a call or a {@code return} may miss. */
  private static final Set<String> GIVING = Set.of("with", "return");

  private static final Pattern LAST = Pattern.compile("([\\w-]+)[\"']?$");

  private final List<LostPart> parts;
  private final Map<SourceFile, @Nullable YamlNode> trees;
  private final boolean unseen;

  private Lost(List<LostPart> parts, Map<SourceFile, @Nullable YamlNode> trees, boolean unseen) {
    this.parts = parts;
    this.trees = trees;
    this.unseen = unseen;
  }

  /** Drops what may only echo a problem of reading. */
  static List<Diagnostic> withoutEchoes(List<Diagnostic> later, List<Diagnostic> reading) {
    Map<SourceFile, @Nullable YamlNode> trees = new HashMap<>();
    List<LostPart> parts = new ArrayList<>();
    for (Diagnostic loss : reading) {
      if (loss.isError() && !HARMLESS.contains(loss.code())) {
        SourceFile file = loss.place().file();
        if (!trees.containsKey(file)) {
          trees.put(file, YamlReader.read(file, new Diagnostics()));
        }
        parts.add(LostPart.of(loss, trees.get(file)));
      }
    }
    boolean unseen = reading.stream().anyMatch(loss -> UNSEEN.contains(loss.code()));
    Lost lost = new Lost(parts, trees, unseen);
    return later.stream().filter(d -> !lost.isEcho(d)).toList();
  }

  /**
   * A complaint about a name is an echo when the name stands somewhere in what was not understood:
   * somebody may declare it there.
   */
  private boolean isEcho(Diagnostic late) {
    if (late.code() == DiagnosticCode.MISSING_ARGUMENT) {
      LostPart place = LostPart.of(late, trees.get(late.place().file()));
      return parts.stream().anyMatch(part -> part.mayGive(place, GIVING));
    }
    boolean far = FAR_ECHOES.contains(late.code());
    if (!far && !ECHOES.contains(late.code())) {
      return false;
    }
    if (unseen
        && (late.code() == DiagnosticCode.UNKNOWN_TASK
            || late.code() == DiagnosticCode.UNKNOWN_WORKFLOW)) {
      return true;
    }
    Matcher last = LAST.matcher(late.place().text());
    String name = last.find() ? last.group(1) : "";
    boolean isName = !name.isEmpty() && name.indexOf('-') < 0; // else wherever it was declared
    return isName
        && parts.stream()
            .filter(part -> far || part.file().equals(late.place().file()))
            .anyMatch(part -> part.mayDeclare(name, late));
  }
}
