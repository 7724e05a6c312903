package dev.jobc.reference;

import dev.jobc.expr.EvaluationException;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.plan.Check;
import dev.jobc.plan.Flow;
import dev.jobc.plan.Head;
import dev.jobc.plan.Plan;
import dev.jobc.plan.Timeouts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs a plan in virtual time, in a world that answers for tasks, people and other workflows.
 * Workers are never short, so limits that runs share (queues, pools, rates) cost no time.
 *
 * <p>How it deals with what ends early: a body is run to a horizon, and what has not ended then is
 * cancelled. Who wins a race, or when a {@code return} takes effect, is found by running without
 * that horizon first; the world answers the same question in the same way.
 */
public final class Interpreter {
  private Interpreter() {}

  /**
   * What came of a run.
   *
   * @param took milliseconds
   * @param outputs of the workflow; empty unless it succeeded
   * @param error why it failed; null unless it has
   * @param root the steps are in its bodies; its last body of graph 0 is the last try
   */
  public record Run(
      State state, long took, Json.Obj outputs, @Nullable StepError error, StepRun root) {}

  /**
   * Runs a plan.
   *
   * @param given inputs that were checked; those left out take their defaults
   */
  public static Run run(Plan plan, Map<String, Json> given, World world) {
    return run(plan, given, world, Turn.NEVER);
  }

  /**
   * Runs a plan that is cancelled some time after it has begun.
   *
   * @param cancelled milliseconds from the beginning; what has to run in any case goes on after it
   */
  public static Run run(Plan plan, Map<String, Json> given, World world, long cancelled) {
    Body outside = new Body(plan, outside(""));
    try {
      Program program = program(plan, started(plan, given, world), world);
      StepRun whole = whole(program, outside, 0, cancelled);
      return new Run(whole.state(), whole.end(), outputs(whole), whole.error(), whole);
    } catch (EvaluationException e) {
      StepRun none = new StepRun(block(plan), "");
      none.fail(0, StepError.EXPRESSION_ERROR, String.valueOf(e.getMessage()));
      return new Run(State.FAILED, 0, Json.object().build(), none.error(), none);
    }
  }

  /** What is given, and what the trigger gives beside it. */
  private static Map<String, Json> started(Plan plan, Map<String, Json> given, World world)
      throws EvaluationException {
    Names names =
        new Program(plan, new Owners(plan), given, world).names(new Body(plan, outside("")));
    Map<String, Json> inputs = new LinkedHashMap<>(names.evaluate(world.started()));
    inputs.putAll(given);
    return inputs;
  }

  /** Inputs with defaults. */
  static Program program(Plan plan, Map<String, Json> given, World world)
      throws EvaluationException {
    Map<String, Json> inputs = new LinkedHashMap<>(given);
    Program program = new Program(plan, new Owners(plan), inputs, world);
    Names names = program.names(new Body(plan, outside("")));
    for (Plan.Input input : plan.inputs()) {
      PlanExpr value = input.defaultValue();
      if (!inputs.containsKey(input.name())) {
        inputs.put(input.name(), value == null ? Json.NULL : names.evaluate(value));
      }
    }
    return program;
  }

  /** Where the workflow as a whole stands: in no graph. */
  static Body.Opening outside(String path) {
    return Body.Opening.single(-1, null, path);
  }

  /** The workflow is a block like others, whose time limit counts from the submission. */
  static StepRun whole(Program program, Body outside, long start, long horizon)
      throws EvaluationException {
    Flow.Block block = block(program.plan());
    StepRun run = new StepRun(block, outside.opening().path()).started(start);
    String problem = check(program, outside);
    if (problem == null) {
      Steps steps = new Steps(program);
      new Blocks(steps.graphs()).run(new Turn(run, outside, start, horizon), block);
      giveOutputs(program, run);
    } else {
      run.fail(start, StepError.CHECK_FAILED, problem);
    }
    return run;
  }

  /** After a failure that the workflow itself caught, they are evaluated then. */
  private static void giveOutputs(Program program, StepRun run) {
    if (run.state() != State.SUCCEEDED || run.returned() != null) {
      return;
    }
    Body body = run.seen(0).getLast();
    try {
      run.succeed(run.end(), Steps.outputs(program.plan(), program.names(body)));
    } catch (EvaluationException e) {
      run.fail(run.end(), StepError.EXPRESSION_ERROR, String.valueOf(e.getMessage()));
    }
  }

  private static Flow.Block block(Plan plan) {
    return new Flow.Block(
        Head.of(plan.name(), List.of(), plan.name()),
        0,
        plan.handlers(),
        plan.policy().retry(),
        new Timeouts(0, plan.policy().timeout(), 0, 0),
        false,
        plan.resultFrom());
  }

  private static @Nullable String check(Program program, Body outside) throws EvaluationException {
    Names names = program.names(outside);
    List<Check> checks = program.plan().policy().checks();
    for (int i = 0; i < checks.size(); i++) {
      World.Asker asker =
          new World.Asker("", program.plan().name(), checks.get(i).source(), List.of(), 1);
      boolean holds =
          switch (checks.get(i)) {
            case Check.That that -> names.evaluate(that.that()).equals(Json.TRUE);
            case Check.Program p -> program.world().check(asker, i);
          };
      if (!holds) {
        return Steps.text(names.evaluate(checks.get(i).message()));
      }
    }
    return null;
  }

  static Json.Obj outputs(StepRun whole) {
    Returned returned = whole.returned();
    if (returned != null) {
      return returned.values();
    }
    if (whole.outputs() instanceof Json.Obj outputs) {
      return outputs;
    }
    return Json.object().build();
  }
}
