package dev.jobc.compiler;

import static dev.jobc.diag.DiagnosticCode.BAD_ALLOWANCE;
import static dev.jobc.diag.DiagnosticCode.UNKNOWN_KEY;
import static dev.jobc.diag.DiagnosticCode.WRONG_KIND;

import dev.jobc.compiler.lint.LintLevels;
import dev.jobc.diag.Checked;
import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.DiagnosticPages;
import dev.jobc.diag.Diagnostics;
import dev.jobc.diag.Severity;
import dev.jobc.reader.SourceReader;
import dev.jobc.source.SourceFile;
import dev.jobc.yaml.YamlNode;
import dev.jobc.yaml.YamlReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code .jobc.yaml}, what a project says of warnings: {@code allow: [codes]} and {@code deny:
 * [codes]}, where {@code warnings} denies all. The nearest one counts, in the workflows' directory
 * or above it, up to the root of the git repository.
 */
final class ProjectFile {
  static final String NAME = ".jobc.yaml";

  private static final List<String> KEYS = List.of("allow", "deny");

  private final SourceFile file;
  private final Diagnostics problems;
  private final Set<DiagnosticCode> allowed = EnumSet.noneOf(DiagnosticCode.class);
  private final Set<DiagnosticCode> denied = EnumSet.noneOf(DiagnosticCode.class);
  private boolean denyAll;

  private ProjectFile(SourceFile file, Diagnostics problems) {
    this.file = file;
    this.problems = problems;
  }

  /** The levels for a workspace; what is wrong with the file goes to the problems. */
  static LintLevels levels(Workspace workspace, Diagnostics problems) {
    Path found =
        workspace.wanted().isEmpty() ? null : find(workspace.wanted().getFirst().directory());
    if (found == null) {
      return LintLevels.DEFAULT;
    }
    Checked<SourceFile> read = SourceReader.read(found, NAME);
    problems.addAll(read.diagnostics());
    return read instanceof Checked.Ok<SourceFile> ok
        ? new ProjectFile(ok.value(), problems).levels()
        : LintLevels.DEFAULT;
  }

  private static @Nullable Path find(Path from) {
    for (Path at = from; at != null; at = at.getParent()) {
      if (Files.isRegularFile(at.resolve(NAME))) {
        return at.resolve(NAME);
      }
      if (Files.exists(at.resolve(".git"))) {
        return null;
      }
    }
    return null;
  }

  private LintLevels levels() {
    switch (YamlReader.read(file, problems)) {
      case YamlNode.Mapping map -> map.entries().forEach(this::entry);
      case YamlNode.Scalar scalar when scalar.isNull() -> {}
      case YamlNode other ->
          report(WRONG_KIND, other, "`" + NAME + "` holds a map, not " + other.kind());
      case null -> {}
    }
    return new LintLevels(allowed, denied, denyAll);
  }

  private void entry(YamlNode.Entry entry) {
    if (!KEYS.contains(entry.name())) {
      report(UNKNOWN_KEY, entry.key(), "`" + entry.name() + "` is not a key of `" + NAME + "`");
    } else if (entry.value() instanceof YamlNode.Sequence list) {
      list.items().forEach(item -> word(item, entry.name().equals("deny")));
    } else {
      report(
          WRONG_KIND,
          entry.value(),
          "`" + entry.name() + "` takes a list of codes, not " + entry.value().kind());
    }
  }

  private void word(YamlNode item, boolean deny) {
    String word = item instanceof YamlNode.Scalar scalar ? scalar.text().value() : "";
    DiagnosticCode code = DiagnosticPages.find(word);
    if (deny && word.equals("warnings")) {
      denyAll = true;
    } else if (code == null || code.severity() == Severity.ERROR) {
      report(BAD_ALLOWANCE, item, "no warning has the code `" + word + "`");
    } else {
      (deny ? denied : allowed).add(code);
    }
  }

  private void report(DiagnosticCode code, YamlNode node, String message) {
    problems.add(Diagnostic.of(code, file.place(node.span()), message));
  }
}
