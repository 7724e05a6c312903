package dev.jobc.compiler.simulate;

import dev.jobc.input.Constraints;
import dev.jobc.json.Json;
import dev.jobc.plan.Node;
import dev.jobc.plan.Pause;
import dev.jobc.plan.Plan;
import dev.jobc.plan.SubWorkflow;
import dev.jobc.reference.Reply;
import dev.jobc.reference.Reply.Outcome;
import dev.jobc.type.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What steps can do and inputs can be: success with ordinary values comes first. */
final class Options {
  private final Map<String, List<Outcome>> steps = new LinkedHashMap<>();
  private final Map<String, List<Json>> inputs = new LinkedHashMap<>();

  static Options of(Plan plan) {
    Options options = new Options();
    Fixtures fixtures = new Fixtures(Dictionary.of(plan));
    StepIndex index = new StepIndex(plan);
    for (String name : index.mockable()) {
      Node node = index.node(name);
      if (node != null && !(node instanceof SubWorkflow)) {
        options.steps.put(name, outcomes(index, node, fixtures));
      }
    }
    for (Plan.Input input : plan.inputs()) {
      options.inputs.put(input.name(), fixtures.of(input.type(), input.constraints()));
    }
    return options;
  }

  private static List<Outcome> outcomes(StepIndex index, Node node, Fixtures fixtures) {
    List<Outcome> outcomes = new ArrayList<>();
    Map<String, Type> types = index.outputs(node);
    Type all = new Type.RecordOf("", types == null ? Map.of() : types);
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

  private static Outcome failure(String name) {
    return new Reply.Failure(name, "as the simulation wants it");
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
