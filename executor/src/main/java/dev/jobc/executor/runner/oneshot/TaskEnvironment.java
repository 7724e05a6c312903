package dev.jobc.executor.runner.oneshot;

import dev.jobc.executor.runner.TaskCall;
import dev.jobc.executor.runner.process.CleanEnvironment;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Map;

/** The variables a one-shot task gets, and no others. */
final class TaskEnvironment {
  /** Larger inputs go by file: the system limits the size of a variable. */
  private static final int MAX_VARIABLE = 64 << 10;

  private TaskEnvironment() {}

  /**
   * All variables.
   *
   * @param inputs whether each input is also a variable {@code INPUT_<NAME>}; one that is too large
   *     becomes {@code INPUT_<NAME>_FILE}, the path of a file with its value
   */
  static Map<String, String> of(TaskCall call, AttemptFolder folder, String cookie, boolean inputs)
      throws IOException {
    Map<String, String> env = CleanEnvironment.of(folder.temp(), cookie);
    env.putAll(call.facts());
    env.put("JOBC_INPUTS", folder.inputs().toString());
    env.put("JOBC_OUTPUT", folder.output().toString());
    if (call.spec().spawn() != null) {
      env.put("JOBC_SPAWN", folder.spawn().toString());
    }
    if (inputs) {
      for (Map.Entry<String, Json> input : call.inputs().members().entrySet()) {
        add(env, folder, input.getKey(), text(input.getValue()));
      }
    }
    env.putAll(call.env());
    return env;
  }

  private static void add(Map<String, String> env, AttemptFolder folder, String name, String value)
      throws IOException {
    String variable = "INPUT_" + name.toUpperCase(Locale.ROOT);
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= MAX_VARIABLE) {
      env.put(variable, value);
    } else {
      Files.write(folder.input(name), bytes);
      env.put(variable + "_FILE", folder.input(name).toString());
    }
  }

  /** Scalars plain, nothing for null, the rest as JSON. */
  private static String text(Json value) {
    return switch (value) {
      case Json.Str(String text) -> text;
      case Json.Null none -> "";
      case Json.Bool b -> JsonText.write(b);
      case Json.Int i -> JsonText.write(i);
      case Json.Float f -> JsonText.write(f);
      case Json.Arr a -> JsonText.write(a);
      case Json.Obj o -> JsonText.write(o);
    };
  }
}
