package dev.jobc.compiler.types;

import dev.jobc.compiler.resolve.Block;
import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.resolve.ResolvedWorkflow;
import dev.jobc.compiler.resolve.Step;
import dev.jobc.compiler.resolve.Unit;
import dev.jobc.compiler.resolve.Unit.UnitTask;
import dev.jobc.compiler.types.expr.Foregone;
import dev.jobc.compiler.types.expr.Scope;
import dev.jobc.compiler.types.expr.ValueChecker;
import dev.jobc.compiler.types.presence.Presence;
import dev.jobc.compiler.types.presence.StepView;
import dev.jobc.compiler.types.presence.StepView.StepOutputs;
import dev.jobc.compiler.types.value.Facts;
import dev.jobc.compiler.types.value.Known;
import dev.jobc.compiler.types.value.Typed;
import dev.jobc.expr.PlanExpr;
import dev.jobc.input.Constraints;
import dev.jobc.model.BlockDoc;
import dev.jobc.model.ControlBody;
import dev.jobc.model.FlowDoc.ConditionDoc;
import dev.jobc.model.InputDecl;
import dev.jobc.model.StepBody;
import dev.jobc.model.StepDoc;
import dev.jobc.model.WorkflowDoc;
import dev.jobc.plan.Plan;
import dev.jobc.plan.TaskSpec.Param;
import dev.jobc.type.Type;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Types a workflow: its inputs, then every step from the outside in, then its outputs. */
public final class WorkflowTyper {
  private static final Foregone.Effects IF =
      new Foregone.Effects(
          "always true",
          "always false, so the step never runs",
          "leave the `if` out, or compare with an input or an output");

  private final ResolvedWorkflow workflow;
  private final Map<Unit, UnitTyper> units;
  private final UnitTyper own;
  private final Problems problems;
  private final Map<Step, StepOutputs> outputs = new IdentityHashMap<>();
  private final Map<Step, List<Param>> inlineOutputs = new IdentityHashMap<>();
  private final Map<Step, TypedStep> steps = new IdentityHashMap<>();
  private final Map<Step, PlanExpr> conditions = new IdentityHashMap<>();
  private final Map<Block, Known> cases = new IdentityHashMap<>();
  private final Map<Step, Known> guards = new IdentityHashMap<>();
  private final ErrorSets errors = new ErrorSets();
  private final Presence presence;
  private final Map<Step, PlanExpr> keys = new IdentityHashMap<>();
  private final MapTyper maps;
  private final Function<Unit, @Nullable TypedWorkflow> callees;
  private final SpawnedTasks spawned;
  private final ControlTyper controls;
  private final FlowTyper flow;
  private final BodyTyper bodies;

  /** Typed after the outputs of the workflow, which they give. */
  private final Map<Step, ValueChecker> returns = new LinkedHashMap<>();

  private WorkflowTyper(
      ResolvedWorkflow workflow,
      Map<Unit, UnitTyper> units,
      UnitTyper own,
      SpawnedTasks spawned,
      Function<Unit, @Nullable TypedWorkflow> callees) {
    this.spawned = spawned;
    this.workflow = workflow;
    this.units = units;
    this.own = own;
    this.problems = own.problems();
    this.presence = new Presence(workflow, conditions, cases, guards);
    this.callees = callees;
    this.maps = new MapTyper(problems);
    this.controls = new ControlTyper(workflow, own, outputs, this::taskOf, this::callee);
    this.flow = new FlowTyper(workflow, errors, cases, problems);
    this.bodies =
        new BodyTyper(workflow, own, controls, flow, inlineOutputs, returns, this::taskOf);
  }

  /**
   * Types a workflow.
   *
   * @param units a typer for every file whose tasks the workflow may use, its own included
   * @param spawned what the code of tasks may call
   * @param callees the workflows it calls, typed; null for one that calls this one back
   */
  public static TypedWorkflow type(
      ResolvedWorkflow workflow,
      Map<Unit, UnitTyper> units,
      UnitTyper own,
      SpawnedTasks spawned,
      Function<Unit, @Nullable TypedWorkflow> callees) {
    return new WorkflowTyper(workflow, units, own, spawned, callees).type();
  }

  private TypedWorkflow type() {
    WorkflowDoc doc = workflow.unit().doc();
    RunTyper run = new RunTyper(own, workflow.unit());
    List<Param> params = own.inputs(doc.inputs(), run.submission());
    Map<String, Typed> inputs = run.inputs(doc.inputs(), params);
    workflow.tree().all().forEach(this::declareOutputs);
    Scope scope = run.scope(Scope.running(inputs, "the workflow").bounded(bounds(params)));
    workflow.tree().all().reversed().forEach(step -> declareControl(step, scope));
    Known atEnd = parts(scope);
    Results ends = new Results(own, returns.keySet(), to -> view(null, false, to));
    List<Plan.Output> results =
        doc.outputs().stream().map(output -> ends.output(output, scope, atEnd)).toList();
    returns.forEach(
        (step, checker) -> steps.computeIfPresent(step, (s, t) -> end(t, results, checker)));
    TypedPolicy defaults =
        new PolicyTyper(own, own.checker(scope), doc.name().value(), false).type(doc.defaults());
    return new TypedWorkflow(
        workflow,
        inputs(doc.inputs(), params),
        results,
        steps,
        defaults,
        keys,
        controls.nodes(),
        errors,
        run.type(scope, params));
  }

  private static Map<String, Constraints> bounds(List<Param> params) {
    Map<String, Constraints> bounds = new LinkedHashMap<>();
    for (Param param : params) {
      if (!param.constraints().equals(Constraints.NONE)) {
        bounds.put(param.name(), param.constraints());
      }
    }
    return bounds;
  }

  static List<Plan.Input> inputs(List<InputDecl> decls, List<Param> params) {
    List<Plan.Input> inputs = new ArrayList<>();
    for (int i = 0; i < decls.size(); i++) {
      Param param = params.get(i);
      inputs.add(
          new Plan.Input(
              param.name(),
              param.type(),
              param.defaultValue(),
              decls.get(i).description(),
              param.constraints()));
    }
    return inputs;
  }

  /** Types all steps; answers what is known where the workflow's outputs are evaluated. */
  private Known parts(Scope scope) {
    Known behind = Known.NOTHING;
    for (Block root : workflow.tree().roots()) {
      Known after = part(root, null, scope);
      behind = root == workflow.tree().root() ? after : behind;
    }
    boolean caught =
        workflow.unit().doc().handlers().catches().stream()
            .anyMatch(clause -> !clause.steps().leaves());
    return caught ? Known.NOTHING : behind;
  }

  private TypedStep end(TypedStep step, List<Plan.Output> results, ValueChecker checker) {
    return step.step().doc().body() instanceof StepBody.Return end
        ? step.giving(flow.end(end, results, checker))
        : step;
  }

  private StepView view(@Nullable Step reader, boolean inBody) {
    return view(reader, inBody, problems);
  }

  private StepView view(@Nullable Step reader, boolean inBody, Problems to) {
    return new StepView(workflow, outputs, reader, inBody, null, presence, Known.NOTHING, to);
  }

  /** Before any expression is looked at: outputs are declared, never inferred. */
  private void declareOutputs(Step step) {
    switch (step.doc().body()) {
      case StepBody.Call call -> {
        TypedTask task = taskOf(step);
        if (task != null) {
          errors.declare(step, spawned.errors(task));
        }
        outputs.put(
            step,
            task == null
                ? new StepOutputs(record(List.of()), false)
                : new StepOutputs(record(task.outputs()), task.outputsKnown()));
      }
      case StepBody.Inline inline -> {
        List<Param> declared = own.outputs(inline.outputs());
        inlineOutputs.put(step, declared);
        errors.declare(step, ErrorSets.names(inline.errors(), problems));
        outputs.put(step, new StepOutputs(record(declared), true));
      }
      case StepBody.Nested nested -> {}
      case ControlBody control -> {}
      case StepBody.Switch choice -> {}
      case StepBody.Fail fail -> {}
      case StepBody.Return end -> {}
      case StepBody.Broken broken -> outputs.put(step, new StepOutputs(record(List.of()), false));
    }
  }

  /** After the outputs of tasks, those inside a step before its own. */
  private void declareControl(Step step, Scope scope) {
    if (step.doc().body() instanceof ControlBody control) {
      controls.declare(step, control, scope.at(view(step, true)));
      TypedWorkflow callee = callee(step);
      if (callee != null) {
        errors.declare(step, List.copyOf(callee.raises()));
      }
    }
  }

  private static Type.RecordOf record(List<Param> params) {
    Map<String, Type> fields = new LinkedHashMap<>();
    params.forEach(param -> fields.put(param.name(), param.type()));
    return new Type.RecordOf("", fields);
  }

  private @Nullable TypedWorkflow callee(Step step) {
    Unit callee = workflow.workflows().get(step);
    return callee == null ? null : callees.apply(callee);
  }

  private @Nullable TypedTask taskOf(Step step) {
    UnitTask task = workflow.calls().get(step);
    UnitTyper typer = task == null ? null : units.get(task.unit());
    return task == null || typer == null ? null : typer.task(task.decl());
  }

  /** Types a step; answers what is known when the path goes on behind it. */
  private Known step(Step step, Scope outer) {
    PlanExpr items = null;
    Typed when = condition(step, outer);
    Scope scope = when == null ? outer : outer.given(Facts.known(when, true));
    guards.put(step, scope.known());
    StepDoc.ForEachDoc forEach = step.doc().forEach();
    if (forEach != null) {
      Typed list = maps.items(forEach, own.checker(scope.at(view(step, false))));
      items = list.expr();
      scope = maps.inside(forEach, list, workflow.layout().inside(step).graph(), scope);
      PlanExpr key = maps.key(forEach, own.checker(scope.at(view(step, false))));
      if (key != null) {
        keys.put(step, key);
      }
    }
    steps.put(
        step,
        bodies.type(step, items, scope, view(step, true)).when(when == null ? null : when.expr()));
    for (Block part : step.blocks()) {
      part(part, step, scope);
    }
    return passed(step, when);
  }

  /** Types the steps of a block; answers what is known when the path goes on behind the last. */
  private Known part(Block part, @Nullable Step owner, Scope around) {
    StepOutputs given = owner == null ? null : outputs.get(owner);
    Scope scope =
        controls.inside(part, flow.scope(part, owner, around, given == null ? null : given.type()));
    Known behind = Known.NOTHING;
    Scope at = scope;
    for (Step step : part.steps()) {
      Known after = step(step, at);
      if (part.kind() == BlockDoc.Kind.SEQUENCE && !after.isNothing()) {
        at = at.given(after);
        behind = behind.and(after);
      }
    }
    return behind;
  }

  /** What the steps after a guard know: that it didn't end the path. */
  private Known passed(Step step, @Nullable Typed when) {
    if (when == null && step.doc().body() instanceof StepBody.Switch choice) {
      return flow.survivor(step, choice);
    }
    return when != null && step.doc().leavesOnceStarted()
        ? Facts.known(when, false)
        : Known.NOTHING;
  }

  /** A condition decides once, before the first item of a map. */
  private @Nullable Typed condition(Step step, Scope scope) {
    ConditionDoc condition = step.doc().flow().condition();
    if (condition == null) {
      return null;
    }
    if (new ItemConditions(problems).check(step, condition.expr(), scope)) {
      return null;
    }
    Scope at = scope.at(view(step, false));
    Typed when = own.checker(at).exprs().check(condition.expr(), Type.Simple.BOOL, "`if`");
    if (!when.isBroken()) {
      conditions.put(step, when.expr());
    }
    Foregone.warn(problems, at, condition.expr(), when, condition.key(), IF);
    return when;
  }
}
