package dev.jobc.input;

import dev.jobc.json.Json;
import dev.jobc.json.JsonReader;
import org.jspecify.annotations.Nullable;

/** The JSON form of the constraints of an input. */
public final class ConstraintsJson {
  private ConstraintsJson() {}

  /** Null when there are none. */
  public static @Nullable Json write(Constraints constraints) {
    return constraints.equals(Constraints.NONE)
        ? null
        : Json.object()
            .put("pattern", constraints.pattern())
            .put("min", constraints.min())
            .put("max", constraints.max())
            .put("minItems", count(constraints.minItems()))
            .put("maxItems", count(constraints.maxItems()))
            .put("examples", examples(constraints))
            .build();
  }

  /** Reads what {@link #write} gave. */
  public static Constraints read(@Nullable Json value) {
    if (value == null) {
      return Constraints.NONE;
    }
    JsonReader in = JsonReader.of("constraints", value);
    return new Constraints(
        in.stringOrNull("pattern"),
        in.anyOrNull("min"),
        in.anyOrNull("max"),
        in.has("minItems") ? (Integer) in.int32("minItems") : null,
        in.has("maxItems") ? (Integer) in.int32("maxItems") : null,
        in.array("examples"));
  }

  private static @Nullable Json examples(Constraints constraints) {
    return constraints.examples().isEmpty() ? null : Json.array(constraints.examples());
  }

  private static @Nullable Json count(@Nullable Integer count) {
    return count == null ? null : Json.of((long) count);
  }
}
