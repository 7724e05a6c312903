package dev.jobc.plan;

import dev.jobc.expr.PlanExpr;
import dev.jobc.expr.PlanExprJson;
import dev.jobc.input.ConstraintsJson;
import dev.jobc.json.Json;
import dev.jobc.json.JsonException;
import dev.jobc.json.JsonReader;
import dev.jobc.type.TypeJson;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The JSON form of a plan, described by {@code jobc/schemas/plan/v1.schema.json}. The same plan
 * always gives the same text. Empty lists, empty maps and absent values are left out.
 *
 * <p>Reading ignores members it does not know, which a later release may have added without
 * changing the meaning of the others, and refuses a version it does not know.
 */
public final class PlanJson {
  private PlanJson() {}

  public static Json write(Plan plan) {
    boolean leaves = plan.resultFrom() != ResultFrom.ALL;
    Json.ObjectBuilder object =
        Json.object()
            .put("version", (long) plan.version())
            .put("language", plan.language())
            .put("name", plan.name())
            .put("namespace", plan.namespace())
            .put("description", unlessEmpty(plan.description()))
            .put("labels", strings(plan.labels()))
            .put("inputs", list(plan.inputs(), PlanJson::input))
            .put("outputs", list(plan.outputs(), PlanJson::output))
            .put("graphs", list(plan.graphs(), PlanJson::graph))
            .put("tasks", list(plan.tasks(), TaskSpecJson::write))
            .put("bundles", list(plan.bundles(), PlanJson::bundle))
            .put("sourceDigest", plan.sourceDigest())
            .put("owner", unlessEmpty(plan.owner()))
            .put("secrets", list(plan.secrets(), Json::of))
            .put("triggers", list(plan.triggers(), TriggerJson::write))
            .put("policy", RunPolicyJson.write(plan.policy()))
            .put("resultFrom", leaves ? plan.resultFrom().word() : null);
    return HandlersJson.write(object, plan.handlers()).build();
  }

  /**
   * Reads a plan.
   *
   * @throws JsonException when the value is not a plan, or one of an unknown version
   */
  public static Plan read(Json value) {
    JsonReader in = JsonReader.of("plan", value);
    int version = in.int32("version");
    if (version != Plan.VERSION) {
      throw new JsonException(
          "the plan has version " + version + ", this release reads version " + Plan.VERSION);
    }
    RunPolicy policy = in.orNull("policy", RunPolicyJson::read);
    return new Plan(
        version,
        in.string("language"),
        in.string("name"),
        in.string("namespace"),
        in.string("description", ""),
        in.map("labels", PlanJson::text),
        in.list("inputs", PlanJson::readInput),
        in.list("outputs", PlanJson::readOutput),
        in.list("graphs", PlanJson::readGraph),
        in.list("tasks", TaskSpecJson::read),
        in.list("bundles", PlanJson::readBundle),
        in.string("sourceDigest"),
        in.string("owner", ""),
        in.strings("secrets"),
        in.list("triggers", TriggerJson::read),
        policy == null ? RunPolicy.NONE : policy,
        HandlersJson.read(in),
        FlowJson.readResult(in));
  }

  static Json input(Plan.Input input) {
    return Json.object()
        .put("name", input.name())
        .put("type", TypeJson.write(input.type()))
        .put(
            "default",
            input.defaultValue() == null ? null : PlanExprJson.write(input.defaultValue()))
        .put("description", unlessEmpty(input.description()))
        .put("constraints", ConstraintsJson.write(input.constraints()))
        .build();
  }

  static Plan.Input readInput(Json value) {
    JsonReader in = JsonReader.of("input", value);
    return new Plan.Input(
        in.string("name"),
        TypeJson.read(in.any("type")),
        in.orNull("default", PlanExprJson::read),
        in.string("description", ""),
        ConstraintsJson.read(in.anyOrNull("constraints")));
  }

  private static Json output(Plan.Output output) {
    return Json.object()
        .put("name", output.name())
        .put("type", TypeJson.write(output.type()))
        .put("value", PlanExprJson.write(output.value()))
        .build();
  }

  private static Plan.Output readOutput(Json value) {
    JsonReader in = JsonReader.of("output", value);
    return new Plan.Output(
        in.string("name"), TypeJson.read(in.any("type")), PlanExprJson.read(in.any("value")));
  }

  private static Json graph(Plan.Graph graph) {
    return Json.object()
        .put("nodes", Json.array(graph.nodes().stream().map(NodeJson::write).toList()))
        .build();
  }

  private static Plan.Graph readGraph(Json value) {
    return new Plan.Graph(JsonReader.of("graph", value).list("nodes", NodeJson::read));
  }

  private static Json bundle(Plan.Bundle bundle) {
    return Json.object().put("digest", bundle.digest()).put("files", files(bundle.files())).build();
  }

  static Json files(List<Plan.BundleFile> files) {
    return Json.array(files.stream().map(PlanJson::file).toList());
  }

  private static Json file(Plan.BundleFile file) {
    return Json.object()
        .put("path", file.path())
        .put("digest", file.digest())
        .put("executable", file.executable() ? Json.TRUE : null)
        .build();
  }

  private static Plan.Bundle readBundle(Json value) {
    JsonReader in = JsonReader.of("bundle", value);
    return new Plan.Bundle(in.string("digest"), in.list("files", PlanJson::readFile));
  }

  private static Plan.BundleFile readFile(Json value) {
    JsonReader in = JsonReader.of("file", value);
    return new Plan.BundleFile(
        in.string("path"), in.string("digest"), in.bool("executable", false));
  }

  static @Nullable String unlessEmpty(String text) {
    return text.isEmpty() ? null : text;
  }

  static <T> @Nullable Json list(List<T> items, Function<T, Json> write) {
    return items.isEmpty() ? null : Json.array(items.stream().map(write).toList());
  }

  static @Nullable Json strings(Map<String, String> members) {
    Json.ObjectBuilder object = Json.object();
    members.forEach(object::put);
    return members.isEmpty() ? null : object.build();
  }

  static @Nullable Json expr(@Nullable PlanExpr expr) {
    return expr == null ? null : PlanExprJson.write(expr);
  }

  static @Nullable Json exprs(Map<String, PlanExpr> members) {
    return members.isEmpty() ? null : PlanExprJson.writeAll(members);
  }

  static @Nullable Json exprOrNull(@Nullable PlanExpr expr) {
    return expr == null ? null : PlanExprJson.write(expr);
  }

  static @Nullable Json unlessZero(long number) {
    return number == 0 ? null : Json.of(number);
  }

  static String text(Json value) {
    if (value instanceof Json.Str(String text)) {
      return text;
    }
    throw new JsonException("wants a string");
  }
}
