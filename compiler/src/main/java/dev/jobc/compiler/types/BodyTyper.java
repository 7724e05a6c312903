package dev.jobc.compiler.types;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.resolve.ResolvedWorkflow;
import dev.jobc.compiler.resolve.Step;
import dev.jobc.compiler.resolve.Unit.UnitTask;
import dev.jobc.compiler.types.expr.Scope;
import dev.jobc.compiler.types.expr.ValueChecker;
import dev.jobc.compiler.types.presence.StepView;
import dev.jobc.compiler.types.value.Typed;
import dev.jobc.compiler.types.value.Types;
import dev.jobc.expr.PlanExpr;
import dev.jobc.model.ControlBody;
import dev.jobc.model.StepBody;
import dev.jobc.model.StepBody.ArgDoc;
import dev.jobc.plan.TaskSpec.Param;
import dev.jobc.source.Located;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Types what a step does, apart from the steps inside it: a call, code in place, a control step.
 */
final class BodyTyper {
  private final ResolvedWorkflow workflow;
  private final UnitTyper own;
  private final Problems problems;
  private final ControlTyper controls;
  private final FlowTyper flow;
  private final Map<Step, List<Param>> inlineOutputs;
  private final Map<Step, ValueChecker> returns;
  private final Function<Step, @Nullable TypedTask> tasks;

  /**
   * @param inlineOutputs declared by code in place
   * @param returns gets the steps that end the workflow, whose values are typed last
   * @param tasks what a step calls, null where that is unknown
   */
  BodyTyper(
      ResolvedWorkflow workflow,
      UnitTyper own,
      ControlTyper controls,
      FlowTyper flow,
      Map<Step, List<Param>> inlineOutputs,
      Map<Step, ValueChecker> returns,
      Function<Step, @Nullable TypedTask> tasks) {
    this.workflow = workflow;
    this.own = own;
    this.problems = own.problems();
    this.controls = controls;
    this.flow = flow;
    this.inlineOutputs = inlineOutputs;
    this.returns = returns;
    this.tasks = tasks;
  }

  /**
   * Types what a step does.
   *
   * @param items of its map, null for a step that is none
   * @param view the steps as the body sees them
   */
  TypedStep type(Step step, @Nullable PlanExpr items, Scope scope, StepView view) {
    ValueChecker checker = own.checker(scope.at(view));
    TypedPolicy policy = new PolicyTyper(own, checker, step.id(), false).type(step.doc().policy());
    return work(step, items, scope, view, checker, policy).with(policy);
  }

  private TypedStep work(
      Step step,
      @Nullable PlanExpr items,
      Scope scope,
      StepView view,
      ValueChecker checker,
      TypedPolicy policy) {
    return switch (step.doc().body()) {
      case StepBody.Call call -> call(step, call, items, checker, policy);
      case StepBody.Inline inline -> inline(step, inline, items, checker, policy);
      case ControlBody control -> {
        controls.type(step, control, scope, view);
        if (control instanceof ControlBody.Race) {
          flow.branches(step);
        }
        yield plain(step, items, Map.of());
      }
      case StepBody.Nested nested -> plain(step, items, Map.of());
      case StepBody.Switch choice -> plain(step, items, flow.choice(step, choice, checker.exprs()));
      case StepBody.Fail fail -> plain(step, items, flow.fail(fail, checker));
      case StepBody.Return end -> {
        returns.put(step, checker);
        yield plain(step, items, Map.of());
      }
      case StepBody.Broken broken -> plain(step, items, Map.of());
    };
  }

  /** A step without a task. */
  private static TypedStep plain(
      Step step, @Nullable PlanExpr items, Map<String, PlanExpr> values) {
    return new TypedStep(step, items, null, values, TypedPolicy.NONE);
  }

  private TypedStep call(
      Step step,
      StepBody.Call call,
      @Nullable PlanExpr items,
      ValueChecker checker,
      TypedPolicy policy) {
    TypedTask task = tasks.apply(step);
    UnitTask declared = workflow.calls().get(step);
    if (task == null || declared == null) {
      call.with().forEach(arg -> checker.infer(arg.value()));
      return new TypedStep(step, items, null, Map.of(), TypedPolicy.NONE);
    }
    Step owner = step.parent();
    if (owner != null && owner.doc().body() instanceof ControlBody.Spawn) {
      new Spawnable(problems).check(call.uses(), declared, task);
      int graph = workflow.layout().inside(step).graph();
      return new TypedStep(step, items, task, SpawnTyper.values(graph, task), TypedPolicy.NONE);
    }
    Map<String, Typed> with = with(call, task, declared, checker);
    new Caching(problems).called(step, task, policy, call.with(), with);
    return new TypedStep(step, items, task, Typed.exprs(with), TypedPolicy.NONE);
  }

  private Map<String, Typed> with(
      StepBody.Call call, TypedTask task, UnitTask declared, ValueChecker checker) {
    String what = "task `" + declared.decl().name().value() + "`";
    return new Arguments(what, task.inputs(), declared.unit(), declared.decl().inputs())
        .check(call.uses().span(), call.with(), checker, problems);
  }

  private TypedStep inline(
      Step step,
      StepBody.Inline inline,
      @Nullable PlanExpr items,
      ValueChecker checker,
      TypedPolicy policy) {
    Map<String, Typed> with = new LinkedHashMap<>();
    List<Param> inputs = new ArrayList<>();
    for (ArgDoc arg : inline.with()) {
      Typed value = checker.infer(arg.value());
      with.put(arg.name().value(), value);
      inputs.add(new Param(arg.name().value(), Types.settled(value.type()), null));
    }
    Located<String> name = new Located<>(step.id(), step.doc().anchor());
    TypedTask task =
        own.code(
            checker,
            name,
            false,
            inline.code(),
            inputs,
            inlineOutputs.getOrDefault(step, List.of()),
            ErrorSets.names(inline.errors(), problems));
    new Caching(problems).called(step, task, policy, inline.with(), with);
    return new TypedStep(step, items, task, Typed.exprs(with), TypedPolicy.NONE);
  }
}
