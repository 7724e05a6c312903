package dev.jobc.compiler.simulate;

import dev.jobc.json.Json;
import dev.jobc.plan.Node;
import dev.jobc.plan.Pause;
import dev.jobc.plan.Plan;
import dev.jobc.plan.Repeat;
import dev.jobc.reference.Body;
import dev.jobc.reference.Interpreter;
import dev.jobc.reference.State;
import dev.jobc.reference.StepError;
import dev.jobc.reference.StepRun;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What one run has come to. */
final class Reached {
  private final Plan plan;
  private final Set<String> keys = new LinkedHashSet<>();
  private final List<StepError> failures = new ArrayList<>();

  private Reached(Plan plan) {
    this.plan = plan;
  }

  static Reached of(Plan plan, Interpreter.Run run) {
    Reached reached = new Reached(plan);
    StepError error = run.root().error();
    boolean expression = error != null && error.name().equals(StepError.EXPRESSION_ERROR);
    if (run.root().bodies().isEmpty() && error != null && expression) {
      reached.failures.add(error);
    }
    run.root().bodies().forEach(reached::walk);
    return reached;
  }

  /** Keys of targets. */
  Set<String> keys() {
    return keys;
  }

  /** Expressions that failed, where they did. */
  List<StepError> failures() {
    return failures;
  }

  private void walk(Body body) {
    boolean own = body.plan() == plan;
    if (own) {
      keys.add(Targets.body(body.graph()));
    }
    List<StepRun> steps = body.steps();
    for (int i = 0; i < steps.size(); i++) {
      StepRun step = steps.get(i);
      if (own) {
        step(Targets.key(body.graph(), i), step);
      }
      failed(step);
      step.bodies().forEach(this::walk);
    }
  }

  private void failed(StepRun step) {
    StepError error = step.error();
    if (step.state() == State.FAILED
        && error != null
        && error.name().equals(StepError.EXPRESSION_ERROR)
        && error.source().equals(step.node().source())) {
      failures.add(error);
    }
  }

  private void step(String key, StepRun step) {
    Boolean holds = step.condition();
    if (holds != null) {
      keys.add(key + (holds ? " if true" : " if false"));
    }
    if (Targets.hasRule(step.node()) && step.state() != State.CANCELLED) {
      boolean ran = holds != null || step.state() == State.SUCCEEDED || isFailed(step);
      keys.add(key + (ran || step.attempts() > 0 ? " rule run" : " rule not"));
    }
    StepError error = step.error();
    String failed = isFailed(step) && error != null ? error.name() : "";
    switch (step.node()) {
      case Node.Task task -> {
        if (!failed.isEmpty()) {
          keys.add(key + " error " + failed);
        }
      }
      case Repeat repeat -> keys.add(key + " " + (failed.isEmpty() ? yes(step) : failed));
      case Pause pause -> answer(key, step);
      default -> {
        if (step.outputs() instanceof Json.Obj outputs
            && outputs.get("winner") instanceof Json.Str(String winner)) {
          keys.add(key + " winner " + winner);
        }
      }
    }
  }

  private static boolean isFailed(StepRun step) {
    return step.state() == State.FAILED;
  }

  private static String yes(StepRun step) {
    return step.state() == State.SUCCEEDED ? "yes" : step.state().word();
  }

  private void answer(String key, StepRun step) {
    StepError error = step.error();
    boolean late = error != null && !error.message().equals("as the simulation wants it");
    boolean given =
        step.outputs() instanceof Json.Obj outputs
            && (Json.TRUE.equals(outputs.get("received")) || outputs.get("by") instanceof Json.Str);
    if (step.state() == State.SUCCEEDED) {
      keys.add(key + (given ? " yes" : " late"));
    } else if (isFailed(step)) {
      keys.add(key + (late ? " late" : " no"));
    }
  }
}
