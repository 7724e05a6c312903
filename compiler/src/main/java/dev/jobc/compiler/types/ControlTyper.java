package dev.jobc.compiler.types;

import dev.jobc.compiler.resolve.Block;
import dev.jobc.compiler.resolve.ResolvedWorkflow;
import dev.jobc.compiler.resolve.Step;
import dev.jobc.compiler.types.expr.Scope;
import dev.jobc.compiler.types.presence.StepView;
import dev.jobc.compiler.types.presence.StepView.StepOutputs;
import dev.jobc.model.ControlBody;
import dev.jobc.type.Type;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Types the steps that control others: their outputs, their own expressions, and the names that the
 * steps inside them see.
 */
final class ControlTyper {
  private final UnitTyper own;
  private final Map<Step, StepOutputs> outputs;
  private final Map<Step, ControlNode> nodes = new IdentityHashMap<>();
  private final Map<Block, Scope> scopes = new IdentityHashMap<>();
  private final LoopTyper loops;
  private final FanTyper fans;
  private final SpawnTyper spawns;
  private final PauseTyper pauses;
  private final SubWorkflowTyper workflows;

  /**
   * Types the control steps of a workflow.
   *
   * @param outputs what steps give, added to by this
   * @param tasks the task of a step that calls one
   * @param callees the workflow of a step that calls one
   */
  ControlTyper(
      ResolvedWorkflow workflow,
      UnitTyper own,
      Map<Step, StepOutputs> outputs,
      Function<Step, @Nullable TypedTask> tasks,
      Function<Step, @Nullable TypedWorkflow> callees) {
    this.own = own;
    this.outputs = outputs;
    this.loops = new LoopTyper(workflow, own, outputs, scopes);
    this.fans = new FanTyper(workflow, own, outputs, scopes);
    this.spawns = new SpawnTyper(workflow, own, tasks);
    this.pauses = new PauseTyper(own);
    this.workflows = new SubWorkflowTyper(own, callees);
  }

  /** The nodes of the steps that were typed. */
  Map<Step, ControlNode> nodes() {
    return nodes;
  }

  /** The names that the steps of a block see; its step must have been typed. */
  Scope inside(Block block, Scope outer) {
    return scopes.getOrDefault(block, outer);
  }

  /**
   * Declares what a step gives, after those inside it.
   *
   * @param scope what the step sees, but for the items of maps around it
   */
  void declare(Step step, ControlBody body, Scope scope) {
    switch (body) {
      case ControlBody.Loop loop -> loops.declare(step, loop, scope);
      case ControlBody.Poll poll -> same(step);
      case ControlBody.MapReduce mapReduce -> same(step);
      case ControlBody.Race race -> outputs.put(step, fans.winner(step, race));
      case ControlBody.Spawn spawn -> outputs.put(step, spawns.results(step, spawn, outputs));
      case ControlBody.Wait wait -> {}
      case ControlBody.WaitFor waitFor -> outputs.put(step, pauses.signal(waitFor));
      case ControlBody.Approval approval -> outputs.put(step, pauses.answer(step, approval));
      case ControlBody.SubWorkflow call -> outputs.put(step, workflows.outputs(step));
    }
  }

  private void same(Step step) {
    StepOutputs given = outputs.get(step.giver());
    outputs.put(
        step, given == null ? new StepOutputs(new Type.RecordOf("", Map.of()), false) : given);
  }

  /**
   * Types the expressions of a step.
   *
   * @param scope the names it sees
   * @param view the steps it sees
   */
  void type(Step step, ControlBody body, Scope scope, StepView view) {
    ControlNode node =
        switch (body) {
          case ControlBody.Loop loop -> loops.loop(step, loop, scope, view);
          case ControlBody.Poll poll -> loops.poll(step, poll, scope, view);
          case ControlBody.Race race -> fans.race(step, race);
          case ControlBody.MapReduce mapReduce -> fans.mapReduce(step, mapReduce, scope, view);
          case ControlBody.Spawn spawn -> spawns.spawn(step, spawn, scope.at(view));
          case ControlBody.Wait wait -> pauses.wait(wait, scope.at(view));
          case ControlBody.WaitFor waitFor -> pauses.waitFor(waitFor);
          case ControlBody.Approval approval -> pauses.approval(step, approval, scope.at(view));
          case ControlBody.SubWorkflow call ->
              workflows.call(step, call, own.checker(scope.at(view)));
        };
    if (node != null) {
      nodes.put(step, node);
    }
  }
}
