package dev.jobc.compiler.simulate;

import dev.jobc.compiler.simulate.TestFile.Case;
import dev.jobc.compiler.simulate.TestFile.Expected;
import dev.jobc.compiler.simulate.TestFile.Wanted;
import dev.jobc.compiler.simulate.TestResult.Mismatch;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Plan;
import dev.jobc.reference.Interpreter;
import dev.jobc.reference.StepError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs test cases in virtual time. */
public final class TestRunner {
  private final List<Mismatch> mismatches = new ArrayList<>();
  private final Case tested;

  private TestRunner(Case tested) {
    this.tested = tested;
  }

  public static TestResult run(Plan plan, Case tested) {
    MockedWorld world = new MockedWorld(plan, tested.start(), tested.mocks());
    Interpreter.Run run = Interpreter.run(plan, tested.inputs(), world);
    TestRunner runner = new TestRunner(tested);
    StepStates states = StepStates.of(run);
    List<String> open = world.open(states);
    if (open.isEmpty()) {
      runner.compare(run, states);
    }
    open.forEach(one -> runner.mismatches.add(new Mismatch(tested.place(), one, "", "")));
    return new TestResult(tested, run.took(), runner.mismatches);
  }

  private void compare(Interpreter.Run run, StepStates states) {
    Expected expected = tested.expected();
    StepError error = run.error();
    boolean saysOfFailure = expected.state() != null || !expected.error().isEmpty();
    if (error != null && !saysOfFailure) {
      String what = "the run failed, and the case expects no failure";
      mismatches.add(new Mismatch(tested.place(), what, "", shown(error)));
    }
    compareState(run, expected.state());
    compareText("the error's ", expected.error(), error);
    expected
        .steps()
        .forEach((label, wanted) -> compare("step `" + label + "`", wanted, states.state(label)));
    if (expected.path() != null) {
      Wanted<List<String>> path = expected.path();
      compare(
          "the path",
          new Wanted<>(String.join("\n", path.value()), path.place()),
          String.join("\n", states.path()));
    }
    compareOutputs(run, expected.outputs());
  }

  private void compareState(Interpreter.Run run, @Nullable Wanted<String> wanted) {
    if (wanted == null) {
      return;
    }
    StepError error = run.error();
    String state = run.state().word();
    String actual = error == null ? state : state + ": " + shown(error);
    if (!state.equals(wanted.value())) {
      mismatches.add(new Mismatch(wanted.place(), "the run", wanted.value(), actual));
    }
  }

  private static String shown(StepError error) {
    return error.name() + " of step `" + error.step() + "`: " + error.message();
  }

  private void compareText(
      String what, Map<String, Wanted<String>> wanted, @Nullable StepError error) {
    wanted.forEach(
        (part, text) -> {
          String actual =
              error == null
                  ? "no error"
                  : switch (part) {
                    case "name" -> error.name();
                    case "message" -> error.message();
                    default -> error.step();
                  };
          compare(what + part, text, actual);
        });
  }

  private void compareOutputs(Interpreter.Run run, Map<String, Wanted<Json>> outputs) {
    outputs.forEach(
        (name, wanted) -> {
          Json actual = run.outputs().get(name);
          compare(
              "output `" + name + "`",
              new Wanted<>(text(wanted.value()), wanted.place()),
              actual == null ? "no value: the run " + run.state().word() : text(actual));
        });
  }

  /** A value in one line when it is a scalar, otherwise as people lay it out. */
  private static String text(Json value) {
    boolean large = value instanceof Json.Arr || value instanceof Json.Obj;
    return large ? JsonText.pretty(value).strip() : JsonText.write(value);
  }

  private void compare(String what, Wanted<String> wanted, String actual) {
    if (!wanted.value().equals(actual)) {
      mismatches.add(new Mismatch(wanted.place(), what, wanted.value(), actual));
    }
  }
}
