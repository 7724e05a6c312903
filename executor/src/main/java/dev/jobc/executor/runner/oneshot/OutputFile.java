package dev.jobc.executor.runner.oneshot;

import dev.jobc.json.Json;
import dev.jobc.json.JsonException;
import dev.jobc.json.JsonText;
import dev.jobc.plan.TaskSpec;
import dev.jobc.type.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what a program wrote to {@code $JOBC_OUTPUT}:
 *
 * <pre>
 * name=value            text, converted to the declared type
 * name&lt;&lt;END            the lines up to one that is exactly END
 * name:={"json": 1}     JSON, to the end of the line
 * </pre>
 *
 * Empty lines are skipped; a later value replaces an earlier one.
 */
final class OutputFile {
  private final Map<String, Type> declared = new LinkedHashMap<>();
  private final Map<String, Json> values = new LinkedHashMap<>();
  private final List<String> lines;
  private int at;

  private OutputFile(String text, List<TaskSpec.Param> outputs) {
    outputs.forEach(output -> declared.put(output.name(), output.type()));
    lines = text.lines().toList();
  }

  /**
   * Reads the whole file.
   *
   * @throws OutputException for anything that is no output of this task, with its line
   */
  static Json.Obj parse(String text, List<TaskSpec.Param> outputs) {
    OutputFile file = new OutputFile(text, outputs);
    while (file.at < file.lines.size()) {
      file.entry();
    }
    return Json.object(file.values);
  }

  private void entry() {
    String line = lines.get(at++);
    if (line.isBlank()) {
      return;
    }
    int end = nameEnd(line);
    String rest = line.substring(end);
    if (end == 0 || !(rest.startsWith("=") || rest.startsWith(":=") || rest.startsWith("<<"))) {
      throw problem("expected `name=value`, `name<<END` or `name:=json`, got `" + cut(line) + "`");
    }
    String name = line.substring(0, end);
    Type type = declared.get(name);
    if (type == null) {
      throw problem(
          "`"
              + name
              + "` is not declared as an output; declared: "
              + (declared.isEmpty() ? "none" : String.join(", ", declared.keySet())));
    }
    values.put(name, value(name, type, rest));
  }

  private Json value(String name, Type type, String rest) {
    int line = at;
    try {
      if (rest.startsWith(":=")) {
        return JsonText.parse(rest.substring(2));
      }
      String text = rest.startsWith("=") ? rest.substring(1) : heredoc(name, rest.substring(2));
      return TextValue.of(text, type);
    } catch (JsonException e) {
      throw new OutputException(
          "$JOBC_OUTPUT, line " + line + ": `" + name + "` is no JSON: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new OutputException(
          "$JOBC_OUTPUT, line " + line + ": `" + name + "` is declared " + e.getMessage());
    }
  }

  private String heredoc(String name, String marker) {
    int opened = at;
    StringBuilder text = new StringBuilder();
    String separator = "";
    while (at < lines.size()) {
      String line = lines.get(at++);
      if (line.equals(marker)) {
        return text.toString();
      }
      text.append(separator).append(line);
      separator = "\n";
    }
    at = opened;
    throw problem("`" + name + "<<" + marker + "` is never closed by a line `" + marker + "`");
  }

  private OutputException problem(String text) {
    return new OutputException("$JOBC_OUTPUT, line " + at + ": " + text);
  }

  private static int nameEnd(String line) {
    int end = 0;
    while (end < line.length()
        && (Character.isLetterOrDigit(line.charAt(end)) || line.charAt(end) == '_')) {
      end++;
    }
    return end;
  }

  private static String cut(String line) {
    return line.length() <= 80 ? line : line.substring(0, 77) + "...";
  }
}
