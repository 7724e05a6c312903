package dev.jobc.compiler.matrix;

import dev.jobc.compiler.CompiledWorkflow;
import dev.jobc.compiler.Compiler;
import dev.jobc.compiler.Wishes;
import dev.jobc.compiler.lint.LintLevels;
import dev.jobc.diag.Checked;
import dev.jobc.diag.Diagnostic;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.PlanJson;
import dev.jobc.yaml.YamlNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Plans of texts that take the place of a file, without what tells where something was written. */
final class Plans {
  private final Path file;

  Plans(Path file) {
    this.file = file;
  }

  /** What is wrong with the text. */
  List<Diagnostic> problems(String text) {
    return compile(text).diagnostics();
  }

  private Checked<CompiledWorkflow> compile(String text) {
    String shown = String.valueOf(file.getFileName());
    return Compiler.compile(file, shown, new Wishes(LintLevels.DEFAULT, Map.of(shown, text)));
  }

  /** What the text means; null when it is refused. */
  @Nullable Json of(String text) {
    String shown = String.valueOf(file.getFileName());
    Checked<CompiledWorkflow> compiled = compile(text);
    if (!compiled.isOk() && compiled.diagnostics().isEmpty()) {
      throw new AssertionError("refused without a word");
    }
    return compiled instanceof Checked.Ok<CompiledWorkflow> ok
        ? withoutPlaces(PlanJson.write(ok.value().plan()), shown)
        : null;
  }

  private static Json withoutPlaces(Json json, String shown) {
    return switch (json) {
      case Json.Obj object -> {
        Map<String, Json> members = new LinkedHashMap<>();
        object
            .members()
            .forEach(
                (name, value) -> {
                  boolean place =
                      value instanceof Json.Str(String at) && at.startsWith(shown + ":");
                  if (!place && !name.equals("sourceDigest") && !name.equals("sources")) {
                    members.put(name, withoutPlaces(value, shown));
                  }
                });
        yield Json.object(members);
      }
      case Json.Arr array ->
          Json.array(array.items().stream().map(item -> withoutPlaces(item, shown)).toList());
      default -> json;
    };
  }

  /** A document as JSON, which is YAML too, without some entries. */
  static String text(YamlNode document, Predicate<YamlNode.Entry> kept) {
    return JsonText.write(json(document, kept));
  }

  static Json json(YamlNode node, Predicate<YamlNode.Entry> kept) {
    return switch (node) {
      case YamlNode.Scalar scalar -> scalar.value();
      case YamlNode.Sequence list ->
          Json.array(list.items().stream().map(item -> json(item, kept)).toList());
      case YamlNode.Mapping map -> {
        Map<String, Json> members = new LinkedHashMap<>();
        map.entries().stream()
            .filter(kept)
            .forEach(entry -> members.put(entry.name(), json(entry.value(), kept)));
        yield Json.object(members);
      }
    };
  }
}
