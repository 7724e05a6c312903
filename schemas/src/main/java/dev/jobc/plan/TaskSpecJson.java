package dev.jobc.plan;

import dev.jobc.expr.PlanExprJson;
import dev.jobc.input.ConstraintsJson;
import dev.jobc.json.Json;
import dev.jobc.json.JsonException;
import dev.jobc.json.JsonReader;
import dev.jobc.plan.TaskSpec.Capture;
import dev.jobc.plan.TaskSpec.Dependencies;
import dev.jobc.plan.TaskSpec.Entry;
import dev.jobc.plan.TaskSpec.Param;
import dev.jobc.type.TypeJson;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The JSON form of a task definition. */
public final class TaskSpecJson {
  private TaskSpecJson() {}

  public static Json write(TaskSpec task) {
    return Json.object()
        .put("name", task.name())
        .put("runtime", task.runtime())
        .put("entry", entry(task.entry()))
        .put("bundle", task.bundle())
        .put("inputs", PlanJson.list(task.inputs(), TaskSpecJson::param))
        .put("outputs", PlanJson.list(task.outputs(), TaskSpecJson::param))
        .put("errors", PlanJson.list(task.errors(), Json::of))
        .put("env", PlanJson.exprs(task.env()))
        .put("args", PlanJson.list(task.args(), PlanExprJson::write))
        .put("stdin", task.stdin() == null ? null : PlanExprJson.write(task.stdin()))
        .put("capture", task.capture() == null ? null : capture(task.capture()))
        .put("exitCodes", exitCodes(task.exitCodes()))
        .put("interpreter", PlanJson.unlessEmpty(task.interpreter()))
        .put("dependencies", dependencies(task.dependencies()))
        .put(
            "secretEnv",
            task.secretEnv().isEmpty() ? null : PlanJson.list(task.secretEnv(), Json::of))
        .put("spawn", task.spawn() == null ? null : SpawnJson.write(task.spawn()))
        .put("description", PlanJson.unlessEmpty(task.description()))
        .build();
  }

  /**
   * Reads a task definition.
   *
   * @throws JsonException when the value is none
   */
  public static TaskSpec read(Json value) {
    JsonReader in = JsonReader.of("task", value);
    return new TaskSpec(
        in.string("name"),
        in.string("runtime"),
        readEntry(in.any("entry")),
        in.stringOrNull("bundle"),
        in.list("inputs", TaskSpecJson::readParam),
        in.list("outputs", TaskSpecJson::readParam),
        in.strings("errors"),
        in.map("env", PlanExprJson::read),
        in.list("args", PlanExprJson::read),
        in.orNull("stdin", PlanExprJson::read),
        in.orNull("capture", TaskSpecJson::readCapture),
        readExitCodes(in.map("exitCodes", PlanJson::text)),
        in.string("interpreter", ""),
        readDependencies(in.anyOrNull("dependencies")),
        in.strings("secretEnv"),
        in.orNull("spawn", SpawnJson::read),
        in.string("description", ""));
  }

  private static @Nullable Json dependencies(Dependencies dependencies) {
    return dependencies.equals(Dependencies.NONE)
        ? null
        : Json.object()
            .put("requirements", dependencies.requirements())
            .put("packages", PlanJson.list(dependencies.packages(), Json::of))
            .build();
  }

  private static Dependencies readDependencies(@Nullable Json value) {
    if (value == null) {
      return Dependencies.NONE;
    }
    JsonReader in = JsonReader.of("dependencies", value);
    return new Dependencies(in.stringOrNull("requirements"), in.strings("packages"));
  }

  private static Json entry(Entry entry) {
    return switch (entry) {
      case Entry.Function f -> code("function", f.path(), f.symbol());
      case Entry.Package p -> code("package", p.path(), p.symbol());
      case Entry.Inline i -> code("inline", i.path(), null);
      case Entry.Command c ->
          Json.object().put("kind", "command").put("program", c.program()).build();
      case Entry.ClassName c -> Json.object().put("kind", "class").put("name", c.name()).build();
      case Entry.Registered r -> Json.object().put("kind", "registered").build();
    };
  }

  private static Json code(String kind, String path, @Nullable String symbol) {
    return Json.object().put("kind", kind).put("path", path).put("symbol", symbol).build();
  }

  private static Entry readEntry(Json value) {
    JsonReader in = JsonReader.of("entry", value);
    return switch (in.string("kind")) {
      case "function" -> new Entry.Function(in.string("path"), in.string("symbol"));
      case "package" -> new Entry.Package(in.string("path"), in.string("symbol"));
      case "inline" -> new Entry.Inline(in.string("path"));
      case "command" -> new Entry.Command(in.string("program"));
      case "class" -> new Entry.ClassName(in.string("name"));
      case "registered" -> new Entry.Registered();
      default -> throw new JsonException("no entry is of the kind `" + in.string("kind") + "`");
    };
  }

  private static Json param(Param param) {
    return Json.object()
        .put("name", param.name())
        .put("type", TypeJson.write(param.type()))
        .put(
            "default",
            param.defaultValue() == null ? null : PlanExprJson.write(param.defaultValue()))
        .put("constraints", ConstraintsJson.write(param.constraints()))
        .build();
  }

  private static Param readParam(Json value) {
    JsonReader in = JsonReader.of("parameter", value);
    return new Param(
        in.string("name"),
        TypeJson.read(in.any("type")),
        in.orNull("default", PlanExprJson::read),
        ConstraintsJson.read(in.anyOrNull("constraints")));
  }

  private static Json capture(Capture capture) {
    return Json.object().put("stdout", mode(capture.mode())).put("as", capture.as()).build();
  }

  private static Capture readCapture(Json value) {
    JsonReader in = JsonReader.of("capture", value);
    String word = in.string("stdout");
    for (Capture.Mode mode : Capture.Mode.values()) {
      if (mode(mode).equals(word)) {
        return new Capture(mode, in.string("as"));
      }
    }
    throw new JsonException("unknown word `" + word + "`");
  }

  private static String mode(Capture.Mode mode) {
    return switch (mode) {
      case TEXT, JSON, LINES -> mode.name().toLowerCase(Locale.ROOT);
      case LAST_LINE -> "lastLine";
    };
  }

  private static @Nullable Json exitCodes(Map<Integer, String> codes) {
    Map<String, String> members = new LinkedHashMap<>();
    new TreeMap<>(codes).forEach((code, meaning) -> members.put(code.toString(), meaning));
    return PlanJson.strings(members);
  }

  private static Map<Integer, String> readExitCodes(Map<String, String> members) {
    Map<Integer, String> codes = new LinkedHashMap<>();
    members.forEach((code, meaning) -> codes.put(exitCode(code), meaning));
    return codes;
  }

  private static int exitCode(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new JsonException("`" + text + "` is no exit code", e);
    }
  }
}
