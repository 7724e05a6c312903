package dev.jobc.executor.runner.oneshot;

import dev.jobc.executor.runner.TaskResult.Call;
import dev.jobc.json.Json;
import dev.jobc.json.JsonException;
import dev.jobc.json.JsonReader;
import dev.jobc.json.JsonText;
import dev.jobc.plan.TaskSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the calls that a program wrote to {@code $JOBC_SPAWN}, one a line:
 *
 * <pre>
 * {"task": "walk", "with": {"folder": "/srv"}}
 * </pre>
 *
 * {@code with} may be left out. Empty lines are skipped.
 */
final class SpawnFile {
  private static final String NAME = "$JOBC_SPAWN";

  private SpawnFile() {}

  /**
   * The calls in order; none for a task that may make none.
   *
   * @throws OutputException for a line that is no call
   */
  static List<Call> read(TaskSpec spec, AttemptFolder folder) throws IOException {
    if (spec.spawn() == null) {
      return List.of();
    }
    if (!Files.isRegularFile(folder.spawn())) {
      throw new OutputException("the task left no file at " + NAME + ": it removed or replaced it");
    }
    List<Call> calls = new ArrayList<>();
    int number = 0;
    for (String line : (Iterable<String>) Utf8.read(folder.spawn(), NAME).lines()::iterator) {
      number++;
      if (!line.isBlank()) {
        calls.add(call(line, number));
      }
    }
    return calls;
  }

  private static Call call(String line, int number) {
    try {
      JsonReader in = JsonReader.of("call", JsonText.parse(line));
      Json with = in.anyOrNull("with");
      if (with == null || with instanceof Json.Obj) {
        return new Call(
            in.string("task"), with instanceof Json.Obj object ? object : Json.object().build());
      }
      throw new JsonException("`with` is no object");
    } catch (JsonException e) {
      throw new OutputException(
          NAME
              + ", line "
              + number
              + ": expected `{\"task\": …, \"with\": {…}}`: "
              + e.getMessage());
    }
  }
}
