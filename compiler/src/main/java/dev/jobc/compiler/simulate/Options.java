package dev.jobc.compiler.simulate;

import dev.jobc.input.Constraints;
import dev.jobc.json.Json;
import dev.jobc.plan.Node;
import dev.jobc.plan.Pause;
import dev.jobc.plan.Plan;
import dev.jobc.plan.SubWorkflow;
import dev.jobc.plan.Trigger;
import dev.jobc.reference.Reply;
import dev.jobc.reference.Reply.Outcome;
import dev.jobc.type.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What steps can do and inputs can be: success with ordinary values comes first. */
final class Options {
  private final Map<String, List<Outcome>> steps = new LinkedHashMap<>();
  private final Map<String, List<Json>> inputs = new LinkedHashMap<>();
  private final List<Start> starts = new ArrayList<>();

  private final Map<String, Plan> inside = new LinkedHashMap<>();
  private final Set<String> names = new LinkedHashSet<>();

  /**
   * Everything that the steps of a plan can do, and those of the plans that it calls.
   *
   * @param library plans by {@code namespace/name}
   */
  static Options of(Plan plan, Map<String, Plan> library) {
    Options options = new Options();
    Fixtures fixtures = new Fixtures(Dictionary.of(plan));
    options.add(plan, library, fixtures);
    options.starts.add(Start.usual(plan));
    plan.triggers().forEach(trigger -> options.starts.addAll(starts(trigger, fixtures)));
    for (Plan.Input input : plan.inputs()) {
      options.inputs.put(input.name(), fixtures.of(input.type(), input.constraints()));
    }
    return options;
  }

  private void add(Plan plan, Map<String, Plan> library, Fixtures fixtures) {
    StepIndex index = new StepIndex(plan);
    names.addAll(index.all());
    for (String name : index.mockable()) {
      Node node = index.node(name);
      if (node != null) {
        steps.put(name, outcomes(index, node, outputs(index, node, library), fixtures));
      }
      if (node instanceof SubWorkflow call) {
        enter(call, library, fixtures);
      }
    }
  }

  /** A step is known by its name, so a workflow with a step of the same name stays closed. */
  private void enter(SubWorkflow call, Map<String, Plan> library, Fixtures fixtures) {
    String name = call.namespace() + "/" + call.name();
    Plan called = library.get(name);
    if (called != null
        && !inside.containsKey(name)
        && Collections.disjoint(names, new StepIndex(called).all())) {
      inside.put(name, called);
      add(called, library, fixtures);
    }
  }

  /** Plans that are run when they are called, by {@code namespace/name}. */
  Map<String, Plan> inside() {
    return inside;
  }

  private static Map<String, Type> outputs(StepIndex index, Node node, Map<String, Plan> library) {
    Map<String, Type> types = index.outputs(node);
    if (types != null) {
      return types;
    }
    Map<String, Type> called = new LinkedHashMap<>();
    if (node instanceof SubWorkflow call) {
      Plan plan = library.get(call.namespace() + "/" + call.name());
      List<Plan.Output> outputs = plan == null ? List.of() : plan.outputs();
      outputs.forEach(output -> called.put(output.name(), output.type()));
    }
    return called;
  }

  private static List<Outcome> outcomes(
      StepIndex index, Node node, Map<String, Type> types, Fixtures fixtures) {
    List<Outcome> outcomes = new ArrayList<>();
    Type all = new Type.RecordOf("", types);
    for (Json value : fixtures.of(all, Constraints.NONE)) {
      outcomes.add(new Reply.Success((Json.Obj) value));
    }
    switch (node) {
      case Node.Task task -> {
        index.spec(task).errors().forEach(name -> outcomes.add(failure(name)));
        List.of("Timeout", "ExitCode", "Unexpected").forEach(name -> outcomes.add(failure(name)));
        outcomes.add(new Reply.Lost());
        if (index.maySkip(task)) {
          outcomes.add(new Reply.Skip());
        }
      }
      case Pause.Approval approval -> {
        outcomes.add(failure("Denied"));
        if (approval.timeout() > 0) {
          outcomes.add(new Reply.Never());
        }
      }
      case Pause.WaitFor wait -> {
        if (wait.timeout() > 0) {
          outcomes.add(new Reply.Never());
        }
      }
      default -> {}
    }
    return outcomes;
  }

  /** What a trigger may tell: another body, another state. */
  private static List<Start> starts(Trigger trigger, Fixtures fixtures) {
    List<Start> starts = new ArrayList<>(List.of(Start.of(trigger, Map.of())));
    Map<String, Type> types = Start.types(trigger);
    Type body = types.get("body");
    if (body != null) {
      fixtures.of(body).forEach(value -> starts.add(Start.of(trigger, Map.of("body", value))));
    }
    if (trigger instanceof Trigger.Completion completion) {
      for (Trigger.Completion.State state : completion.states()) {
        Json word = Json.of(state.name().toLowerCase(Locale.ROOT));
        starts.add(Start.of(trigger, Map.of("state", word)));
      }
    }
    return starts;
  }

  private static Outcome failure(String name) {
    return new Reply.Failure(name, "as the simulation wants it");
  }

  /** How a run may start, the usual way first. */
  List<Start> starts() {
    return starts;
  }

  /** By step. */
  Map<String, List<Outcome>> steps() {
    return steps;
  }

  /** By input; empty where no value was found that keeps the constraints. */
  Map<String, List<Json>> inputs() {
    return inputs;
  }
}
