package dev.jobc.executor.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.RunState;
import dev.jobc.executor.core.Ending;
import dev.jobc.json.Json;
import dev.jobc.plan.Fan;
import dev.jobc.plan.Flow;
import dev.jobc.plan.Plan;
import dev.jobc.reference.Body;
import dev.jobc.reference.Interpreter;
import dev.jobc.reference.State;
import dev.jobc.reference.StepRun;
import dev.jobc.reference.World;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The engine's rules beside the reference interpreter: same plan, same answers, same end. */
final class Comparison {
  private Comparison() {}

  /** What the interpreter says. */
  static Interpreter.Run expect(Plan plan, World world) {
    return Interpreter.run(plan, Map.of(), world);
  }

  static MemoryRun check(Plan plan, World world, String name) {
    return check(plan, MemoryRun.of(plan, world), expect(plan, world), name);
  }

  static MemoryRun check(Plan plan, World world, Interpreter.Run expected, String name) {
    return check(plan, MemoryRun.of(plan, world), expected, name);
  }

  /** Of a run that is cancelled after so many milliseconds. */
  static MemoryRun check(Plan plan, World world, long cancelled, String name) {
    Interpreter.Run expected = Interpreter.run(plan, Map.of(), world, cancelled);
    return check(plan, MemoryRun.of(plan, world, cancelled), expected, name);
  }

  private static MemoryRun check(Plan plan, MemoryRun run, Interpreter.Run expected, String name) {
    Map<String, Ending> endings = run.endings();
    check(plan, expected, new End(run.state(), endings, run.trouble(), run.given()), name);
    return run;
  }

  /**
   * What a run has come to.
   *
   * @param endings of the steps, by path
   * @param trouble what broke a rule that holds for every run
   * @param given null when it gave nothing
   */
  record End(
      RunState state, Map<String, Ending> endings, List<String> trouble, @Nullable Json given) {}

  static void check(Plan plan, Interpreter.Run expected, End run, String name) {
    Map<String, String> states = new TreeMap<>();
    Set<Long> cuts = new HashSet<>();
    collectCuts(expected.root(), cuts);
    Set<String> instants = new HashSet<>();
    collect(expected.root(), states, instants, cuts);
    Map<String, String> endings = new TreeMap<>();
    run.endings().forEach((path, ending) -> endings.put(path, word(ending)));
    ignoreTheLastInstant(states, endings, instants);
    ignoreOutputsAfterCatch(plan, states, endings);
    assertThat(endings).as(name).isEqualTo(states);
    assertThat(run.trouble()).as(name).isEmpty();
    assertThat(run.state()).as(name).isEqualTo(state(expected.state()));
    if (run.state() == RunState.SUCCEEDED && !plan.outputs().isEmpty()) {
      assertThat((Object) run.given()).as(name).isEqualTo((Json) expected.outputs());
    }
  }

  /** The interpreter evaluates them outside of any step then; the engine in the step for them. */
  private static void ignoreOutputsAfterCatch(
      Plan plan, Map<String, String> states, Map<String, String> endings) {
    if (!plan.outputs().isEmpty() && !plan.handlers().catches().isEmpty()) {
      String path = "~[0-9]+/" + (plan.graphs().get(0).nodes().size() - 1);
      states.keySet().removeIf(one -> one.matches(path));
      endings.keySet().removeIf(one -> one.matches(path));
    }
  }

  /**
   * What begins at the very instant at which something around it ends early, or takes no time then,
   * may still happen in the interpreter; in the engine it comes before or after.
   */
  private static void ignoreTheLastInstant(
      Map<String, String> states, Map<String, String> endings, Set<String> instants) {
    for (String path : instants) {
      if (endings.getOrDefault(path, State.CANCELLED.word()).equals(State.CANCELLED.word())) {
        Predicate<String> isIn = other -> other.startsWith(path);
        states.keySet().removeIf(isIn);
        endings.keySet().removeIf(isIn);
      }
    }
  }

  /** Whether something that ended early, or has failed, is being cleaned up at that time. */
  static boolean cleansUpAt(StepRun run, long time) {
    boolean cleans = run.path().contains("!finally") || run.path().contains("/undo");
    boolean spans = run.start() <= time && time <= run.end();
    return cleans && spans
        || run.bodies().stream()
            .flatMap(body -> body.steps().stream())
            .anyMatch(step -> cleansUpAt(step, time));
  }

  /** When something ends early. */
  private static void collectCuts(StepRun run, Set<Long> cuts) {
    if (run.node() instanceof Flow.Return || run.state() == State.CANCELLED) {
      cuts.add(run.end());
    }
    if (run.node() instanceof Fan.Race) {
      run.bodies().forEach(body -> cuts.add(body.end()));
    }
    run.bodies().forEach(body -> body.steps().forEach(step -> collectCuts(step, cuts)));
  }

  private static void collect(
      StepRun run, Map<String, String> states, Set<String> instants, Set<Long> cuts) {
    for (Body body : run.bodies()) {
      for (StepRun step : body.steps()) {
        states.put(step.path(), step.state().word() + (step.tolerated() ? " tolerated" : ""));
        if (step.start() == step.end() || cuts.contains(step.start())) {
          instants.add(step.path());
        }
        collect(step, states, instants, cuts);
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
