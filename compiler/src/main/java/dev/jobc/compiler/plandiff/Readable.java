package dev.jobc.compiler.plandiff;

import dev.jobc.json.Json;
import dev.jobc.json.JsonException;
import dev.jobc.type.TypeJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Values of a plan as an author writes them: expressions, types, durations and sizes as text. */
final class Readable {
  private static final Set<String> DURATIONS =
      Set.of(
          "initial",
          "maxInterval",
          "maxElapsed",
          "attempt",
          "total",
          "heartbeat",
          "ttl",
          "per",
          "timeout",
          "delay",
          "every",
          "worstCase",
          "timeouts.queue");

  private static final int DIGEST = 12;
  private static final Set<String> SIZES = Set.of("memory", "disk");
  private static final String[] SIZE_UNITS = {"Gi", "Mi", "Ki"};
  private static final String[] TIME_UNITS = {"d", "h", "m", "s"};
  private static final long[] TIMES = {86_400_000, 3_600_000, 60_000, 1_000};

  private Readable() {}

  /** The value at a path; null stays null. */
  static @Nullable Json value(String path, @Nullable Json value) {
    return value == null ? null : of(path, value);
  }

  /** Whether a type stands there. */
  static boolean isType(String path) {
    return path.endsWith(".type") || path.equals("type");
  }

  private static Json of(String path, Json value) {
    if (isType(path)) {
      return type(value);
    }
    return switch (value) {
      case Json.Obj object -> object(path, object);
      case Json.Arr(List<Json> items) ->
          Json.array(items.stream().map(item -> of(path + "[]", item)).toList());
      case Json.Int(long number) -> number(path, number);
      case Json.Str(String text) -> path.startsWith("bundle.") ? Json.of(digest(text)) : value;
      case Json.Null n -> value;
      case Json.Bool b -> value;
      case Json.Float f -> value;
    };
  }

  private static Json object(String path, Json.Obj object) {
    if (ExprText.isExpression(object)) {
      return ExprText.value(object);
    }
    Map<String, Json> members = new LinkedHashMap<>();
    object.members().forEach((name, member) -> members.put(name, of(path + "." + name, member)));
    return Json.object(members);
  }

  /** Enough of a file's digest to tell two apart. */
  private static String digest(String file) {
    return file.length() <= DIGEST ? file : file.substring(0, DIGEST);
  }

  private static Json type(Json value) {
    try {
      return Json.of(TypeJson.read(value).toString());
    } catch (JsonException e) {
      return value;
    }
  }

  private static Json number(String path, long number) {
    String key = path.substring(path.lastIndexOf('.') + 1);
    if (DURATIONS.contains(key) || DURATIONS.contains(path)) {
      return Json.of(duration(number));
    }
    if (SIZES.contains(key)) {
      return Json.of(size(number));
    }
    return key.equals("cpu") && number % 1_000 != 0
        ? Json.of(number / 1_000.0)
        : Json.of(key.equals("cpu") ? number / 1_000 : number);
  }

  private static String duration(long millis) {
    StringBuilder text = new StringBuilder();
    long left = millis;
    for (int i = 0; i < TIMES.length; i++) {
      text.append(left >= TIMES[i] ? left / TIMES[i] + TIME_UNITS[i] : "");
      left %= TIMES[i];
    }
    return text.append(left > 0 || millis == 0 ? left + "ms" : "").toString();
  }

  private static String size(long bytes) {
    long unit = 1L << 30;
    for (String word : SIZE_UNITS) {
      if (bytes % unit == 0) {
        return bytes / unit + word;
      }
      unit >>= 10;
    }
    return Long.toString(bytes);
  }
}
