package dev.jobc.executor.runner.oneshot;

import dev.jobc.json.Json;
import dev.jobc.json.JsonException;
import dev.jobc.json.JsonText;
import dev.jobc.plan.TaskSpec;
import dev.jobc.type.Type;
import java.util.List;

/** Turns a command's standard output into an output, as {@code capture} asks. */
final class Capturing {
  private Capturing() {}

  static Json of(String stdout, TaskSpec.Capture capture, List<TaskSpec.Param> outputs) {
    Type type =
        outputs.stream()
            .filter(output -> output.name().equals(capture.as()))
            .map(TaskSpec.Param::type)
            .findFirst()
            .orElse(Type.Simple.STRING);
    try {
      return switch (capture.mode()) {
        case TEXT -> TextValue.of(withoutLastBreaks(stdout), type);
        case JSON -> JsonText.parse(stdout);
        case LINES -> Json.strings(stdout.lines().toList());
        case LAST_LINE -> TextValue.of(lastLine(stdout), type);
      };
    } catch (JsonException e) {
      throw new OutputException("the captured standard output is no JSON: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new OutputException(
          "the captured output `" + capture.as() + "` is declared " + e.getMessage());
    }
  }

  /** As a shell's {@code $(...)} does it. */
  private static String withoutLastBreaks(String text) {
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return text.substring(0, end);
  }

  private static String lastLine(String text) {
    return text.lines().filter(line -> !line.isBlank()).reduce("", (before, line) -> line);
  }
}
