package dev.jobc.compiler.simulate;

import dev.jobc.reference.Body;
import dev.jobc.reference.Interpreter;
import dev.jobc.reference.Owners;
import dev.jobc.reference.State;
import dev.jobc.reference.StepRun;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How the steps of a run ended, by name and numbers: {@code load[2]}. */
public final class StepStates {
  private final Map<String, StepRun> steps = new LinkedHashMap<>();
  private final Set<String> answered = new HashSet<>();

  private StepStates() {}

  /** Of a step that ran several times, with a block that was tried again, the last counts. */
  public static StepStates of(Interpreter.Run run) {
    StepStates states = new StepStates();
    run.root().bodies().forEach(body -> states.collect(body, List.of()));
    return states;
  }

  private void collect(Body body, List<Long> around) {
    List<Long> items = new ArrayList<>(around);
    if (body.ordinal() >= 0) {
      items.add(body.ordinal());
    }
    Owners owners = new Owners(body.plan());
    for (StepRun step : body.steps()) {
      StringBuilder label = new StringBuilder(owners.name(body.graph(), step.node()));
      items.forEach(item -> label.append('[').append(item).append(']'));
      steps.put(label.toString(), step);
      if (began(step) && step.state() != State.CANCELLED) {
        answered.add(step.path());
      }
      step.bodies().forEach(inner -> collect(inner, items));
    }
  }

  /** The state's word, {@code not_run} when the step's turn never came. */
  public String state(String label) {
    StepRun step = steps.get(label);
    return step == null ? "not_run" : step.state().word();
  }

  /** Whether a step, by its path, did something that it was not cut off from. */
  boolean answered(String path) {
    return answered.contains(path);
  }

  /** The steps that did something, in the order in which they began. */
  public List<String> path() {
    return steps.entrySet().stream()
        .filter(entry -> began(entry.getValue()))
        .sorted(Comparator.comparingLong(entry -> entry.getValue().start()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static boolean began(StepRun step) {
    boolean asks =
        switch (step.node()) {
          case dev.jobc.plan.Node.Task t -> true;
          case dev.jobc.plan.Pause p -> true;
          case dev.jobc.plan.SubWorkflow s -> true;
          default -> false;
        };
    boolean turned =
        switch (step.state()) {
          case SUCCEEDED, FAILED -> true;
          case CANCELLED -> step.attempts() > 0;
          case SKIPPED -> step.attempts() > 0;
          case UPSTREAM_FAILED -> false;
        };
    return asks && turned;
  }

  /** Every word a state can have. */
  static List<String> words() {
    List<String> words = new ArrayList<>();
    for (State state : State.values()) {
      words.add(state.word());
    }
    words.add("not_run");
    return words;
  }
}
