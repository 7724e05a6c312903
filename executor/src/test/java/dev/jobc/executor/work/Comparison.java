package dev.jobc.executor.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.RunState;
import dev.jobc.executor.core.Ending;
import dev.jobc.json.Json;
import dev.jobc.plan.Plan;
import dev.jobc.reference.Body;
import dev.jobc.reference.Interpreter;
import dev.jobc.reference.State;
import dev.jobc.reference.StepRun;
import dev.jobc.reference.World;
import java.util.Map;
import java.util.TreeMap;

/** The engine's rules beside the reference interpreter: same plan, same answers, same end. */
final class Comparison {
  private Comparison() {}

  static MemoryRun check(Plan plan, World world, String name) {
    MemoryRun run = MemoryRun.of(plan, world);
    Interpreter.Run expected = Interpreter.run(plan, Map.of(), world);
    Map<String, String> states = new TreeMap<>();
    collect(expected.root(), states);
    Map<String, String> endings = new TreeMap<>();
    run.endings().forEach((path, ending) -> endings.put(path, word(ending)));
    ignoreOutputsAfterCatch(plan, states, endings);
    assertThat(endings).as(name).isEqualTo(states);
    assertThat(run.trouble()).as(name).isEmpty();
    assertThat(run.state()).as(name).isEqualTo(state(expected.state()));
    if (run.state() == RunState.SUCCEEDED && !plan.outputs().isEmpty()) {
      assertThat((Object) run.given()).as(name).isEqualTo((Json) expected.outputs());
    }
    return run;
  }

  /** The interpreter evaluates them outside of any step then; the engine in the step for them. */
  private static void ignoreOutputsAfterCatch(
      Plan plan, Map<String, String> states, Map<String, String> endings) {
    if (!plan.outputs().isEmpty() && !plan.handlers().catches().isEmpty()) {
      String path = "~1/" + (plan.graphs().get(0).nodes().size() - 1);
      states.remove(path);
      endings.remove(path);
    }
  }

  private static void collect(StepRun run, Map<String, String> states) {
    for (Body body : run.bodies()) {
      for (StepRun step : body.steps()) {
        states.put(step.path(), step.state().word() + (step.tolerated() ? " tolerated" : ""));
        collect(step, states);
      }
    }
  }

  private static String word(Ending ending) {
    return switch (ending) {
      case SUCCEEDED -> State.SUCCEEDED.word();
      case FAILED -> State.FAILED.word();
      case TOLERATED -> State.FAILED.word() + " tolerated";
      case DECLINED -> State.SKIPPED.word();
      case PRECLUDED -> State.UPSTREAM_FAILED.word();
      case CANCELLED -> State.CANCELLED.word();
    };
  }

  private static RunState state(State state) {
    return switch (state) {
      case SUCCEEDED -> RunState.SUCCEEDED;
      case FAILED -> RunState.FAILED;
      case CANCELLED -> RunState.CANCELLED;
      case SKIPPED, UPSTREAM_FAILED -> throw new AssertionError("no state of a run: " + state);
    };
  }
}
