package dev.jobc.protocol;

import dev.jobc.json.Json;
import dev.jobc.json.JsonReader;
import dev.jobc.type.Type;
import dev.jobc.type.TypeJson;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A function a worker is asked to offer.
 *
 * @param fn the name that runs will use
 * @param path file below the code directory; null for a function the worker holds itself
 * @param symbol name of the function in the file; null for inline text
 */
public record FunctionSpec(
    String fn,
    Kind kind,
    @Nullable String path,
    @Nullable String symbol,
    List<Param> inputs,
    List<Param> outputs) {

  public enum Kind {
    /** A function in a file. */
    FUNCTION,
    /** A file that holds the author's inline text. */
    INLINE,
    /** A function that the worker registered itself. */
    REGISTERED
  }

  /** A declared input or output. */
  public record Param(String name, Type type) {}

  public FunctionSpec {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  Json toJson() {
    return Json.object()
        .put("fn", fn)
        .put("kind", kind.name().toLowerCase(Locale.ROOT))
        .put("path", path)
        .put("symbol", symbol)
        .put("inputs", params(inputs))
        .put("outputs", params(outputs))
        .build();
  }

  static FunctionSpec fromJson(Json value) {
    JsonReader in = JsonReader.of("load", value);
    return new FunctionSpec(
        in.string("fn"),
        Words.read(Kind.class, in.string("kind")),
        in.stringOrNull("path"),
        in.stringOrNull("symbol"),
        in.list("inputs", FunctionSpec::param),
        in.list("outputs", FunctionSpec::param));
  }

  private static Json params(List<Param> params) {
    return Json.array(
        params.stream()
            .map(
                p ->
                    Json.object(
                        Map.of("name", Json.of(p.name()), "type", TypeJson.write(p.type()))))
            .toList());
  }

  private static Param param(Json value) {
    JsonReader in = JsonReader.of("param", value);
    return new Param(in.string("name"), TypeJson.read(in.any("type")));
  }
}
