package dev.jobc.executor.store;

import dev.jobc.executor.EngineException;
import dev.jobc.json.Json;
import dev.jobc.plan.Node;
import dev.jobc.plan.Pause;
import dev.jobc.plan.Plan;
import dev.jobc.type.Type;
import dev.jobc.type.TypeCheck;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What comes with a signal, as the outputs of a step that waits for it. */
public final class SignalValues {
  private SignalValues() {}

  /**
   * The steps of a plan that wait for a signal of that name.
   *
   * @throws EngineException when there is none
   */
  public static List<Pause.WaitFor> waits(Plan plan, String name) {
    List<Pause.WaitFor> all = new ArrayList<>();
    for (Plan.Graph graph : plan.graphs()) {
      for (Node node : graph.nodes()) {
        if (node instanceof Pause.WaitFor wait) {
          all.add(wait);
        }
      }
    }
    List<Pause.WaitFor> named = all.stream().filter(w -> w.signal().equals(name)).toList();
    if (!named.isEmpty()) {
      return named;
    }
    String known =
        all.isEmpty()
            ? "it waits for none"
            : all.stream()
                .map(wait -> "`" + wait.signal() + "`")
                .distinct()
                .collect(Collectors.joining(", ", "it waits for ", ""));
    throw new EngineException(
        EngineException.Kind.NOT_FOUND,
        "workflow `" + plan.name() + "` waits for no signal `" + name + "`; " + known);
  }

  /** The values in canonical form, when they fit what the step wants. */
  public static Optional<Json.Obj> outputs(Pause.WaitFor wait, Json.Obj values) {
    TypeCheck.Result checked = check(wait, values);
    if (!checked.ok() || !(checked.value() instanceof Json.Obj fitting)) {
      return Optional.empty();
    }
    Map<String, Json> outputs = new LinkedHashMap<>(fitting.members());
    outputs.put("received", Json.TRUE);
    return Optional.of(Json.object(outputs));
  }

  /** Why they don't fit. */
  public static List<String> problems(Pause.WaitFor wait, Json.Obj values) {
    return check(wait, values).problems().stream().map(TypeCheck.Problem::toString).toList();
  }

  private static TypeCheck.Result check(Pause.WaitFor wait, Json.Obj values) {
    return TypeCheck.check(
        "signal `" + wait.signal() + "`", new Type.RecordOf("", fields(wait)), values);
  }

  /** What may come with the signal, by name. */
  public static Map<String, Type> fields(Pause.WaitFor wait) {
    Type type = wait.type();
    if (type == null) {
      return Map.of();
    }
    return type instanceof Type.RecordOf fields ? fields.fields() : Map.of("value", type);
  }
}
