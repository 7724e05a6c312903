package dev.jobc.format;

import dev.jobc.diag.Checked;
import dev.jobc.diag.Diagnostics;
import dev.jobc.source.SourceFile;
import dev.jobc.source.Span;
import dev.jobc.yaml.YamlComments;
import dev.jobc.yaml.YamlNode;
import dev.jobc.yaml.YamlReader;
import java.util.List;

/**
 * Formats a source: two spaces a level, lists indented under their key, one space where one is
 * enough, at most one blank line. Values, scripts, comments, quotes and the order of keys stay.
 */
public final class Formatter {
  private Formatter() {}

  /** The formatted text; fails with diagnostics when the source is not sound YAML. */
  public static Checked<String> format(SourceFile file) {
    Diagnostics diagnostics = new Diagnostics();
    YamlNode root = YamlReader.read(file, diagnostics);
    if (root == null || diagnostics.hasErrors()) {
      return new Checked.Failed<>(null, diagnostics.sorted());
    }
    String formatted = rewrite(file, root);
    return new Checked.Ok<>(means(formatted, file, root) ? formatted : file.text(), List.of());
  }

  private static String rewrite(SourceFile file, YamlNode root) {
    List<Span> comments = YamlComments.of(file);
    Rewriting rewriting = new Rewriting(file, comments);
    new Indentation(rewriting).root(root);
    new Spacing(rewriting).node(root);
    return rewriting.finish();
  }

  /** Whether a text still says what the file says; a formatter that isn't sure leaves it alone. */
  private static boolean means(String text, SourceFile file, YamlNode root) {
    SourceFile after = new SourceFile(file.path(), text);
    Diagnostics diagnostics = new Diagnostics();
    YamlNode again = YamlReader.read(after, diagnostics);
    return again != null
        && !diagnostics.hasErrors()
        && shape(again).equals(shape(root))
        && comments(after).equals(comments(file));
  }

  private static List<String> comments(SourceFile file) {
    return YamlComments.of(file).stream().map(c -> c.of(file.text()).stripTrailing()).toList();
  }

  /** The value of a node, written so that different values are different texts. */
  static String shape(YamlNode node) {
    return switch (node) {
      case YamlNode.Scalar s -> s.value().getClass().getSimpleName() + quoted(s.text().value());
      case YamlNode.Sequence s -> s.items().stream().map(Formatter::shape).toList().toString();
      case YamlNode.Mapping m ->
          "{"
              + m.entries().stream().map(e -> quoted(e.name()) + ":" + shape(e.value())).toList()
              + "}";
    };
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
