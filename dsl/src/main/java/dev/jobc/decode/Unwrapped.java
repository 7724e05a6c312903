package dev.jobc.decode;

import dev.jobc.diag.Diagnostics;
import dev.jobc.json.Json;
import dev.jobc.source.SourceFile;
import dev.jobc.yaml.ScalarText;
import dev.jobc.yaml.YamlNode;
import dev.jobc.yaml.YamlReader;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An expression without its {@code ${{ }}}, as YAML: plain where that means the same, else in
 * quotes. Whether it does is asked of the reader itself.
 */
final class Unwrapped {
  private static final String KEY = "k";

  private Unwrapped() {}

  /** What to write in the place of the scalar; null when one line doesn't hold it. */
  static @Nullable String of(ScalarText scalar, String expression) {
    String written = scalar.file().place(scalar.span()).text();
    boolean lost = isBlock(scalar) && written.lines().findFirst().orElse("").indexOf('#') >= 0;
    if (lost || expression.indexOf('\n') >= 0 || expression.indexOf('\r') >= 0) {
      return null;
    }
    String behind = written.substring(written.stripTrailing().length());
    return Stream.of(expression, quoted(expression))
        .filter(text -> means(text, expression))
        .findFirst()
        .map(text -> text + behind)
        .orElse(null);
  }

  private static boolean isBlock(ScalarText scalar) {
    return scalar.style() == ScalarText.Style.LITERAL || scalar.style() == ScalarText.Style.FOLDED;
  }

  private static String quoted(String expression) {
    boolean simple = expression.indexOf('"') < 0 && expression.indexOf('\\') < 0;
    return simple && expression.indexOf('\'') >= 0
        ? '"' + expression + '"'
        : "'" + expression.replace("'", "''") + "'";
  }

  /** Whether a text means an expression in a block and between brackets. */
  private static boolean means(String text, String expression) {
    return isValue(KEY + ": " + text + " # c\nb: 1\n", expression)
        && isValue("{ " + KEY + ": " + text + ", b: 1 }\n", expression);
  }

  private static boolean isValue(String yaml, String expression) {
    Diagnostics problems = new Diagnostics();
    YamlNode tree = YamlReader.read(new SourceFile("fix", yaml), problems);
    return !problems.hasErrors()
        && tree instanceof YamlNode.Mapping map
        && map.entries().size() == 2
        && map.get(KEY) instanceof YamlNode.Entry(var key, YamlNode.Scalar value)
        && (value.value() instanceof Json.Str || value.value() instanceof Json.Bool)
        && value.text().value().equals(expression);
  }
}
