package dev.jobc.compiler.types;

import static dev.jobc.diag.DiagnosticCode.HIDDEN_NAME;
import static dev.jobc.diag.DiagnosticCode.MISSING_ARGUMENT;
import static dev.jobc.diag.DiagnosticCode.UNKNOWN_ARGUMENT;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.resolve.ResolvedWorkflow;
import dev.jobc.compiler.resolve.Step;
import dev.jobc.compiler.resolve.Suggest;
import dev.jobc.compiler.resolve.Unit;
import dev.jobc.compiler.resolve.Unit.UnitTask;
import dev.jobc.compiler.types.StepView.StepOutputs;
import dev.jobc.diag.Suggestions;
import dev.jobc.expr.PlanExpr;
import dev.jobc.model.FlowDoc.ConditionDoc;
import dev.jobc.model.InputDecl;
import dev.jobc.model.StepBody;
import dev.jobc.model.StepBody.ArgDoc;
import dev.jobc.model.StepDoc;
import dev.jobc.model.WorkflowDoc;
import dev.jobc.plan.Plan;
import dev.jobc.plan.TaskSpec.Param;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import dev.jobc.type.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Types a workflow: its inputs, then every step from the outside in, then its outputs. */
public final class WorkflowTyper {
  private final ResolvedWorkflow workflow;
  private final Map<Unit, UnitTyper> units;
  private final UnitTyper own;
  private final Problems problems;
  private final Map<Step, StepOutputs> outputs = new IdentityHashMap<>();
  private final Map<Step, List<Param>> inlineOutputs = new IdentityHashMap<>();
  private final Map<Step, TypedStep> steps = new IdentityHashMap<>();
  private final Map<Step, PlanExpr> conditions = new IdentityHashMap<>();
  private final Presence presence;

  private WorkflowTyper(ResolvedWorkflow workflow, Map<Unit, UnitTyper> units, UnitTyper own) {
    this.workflow = workflow;
    this.units = units;
    this.own = own;
    this.problems = own.problems();
    this.presence = new Presence(workflow, conditions);
  }

  /**
   * Types a workflow.
   *
   * @param units a typer for every file whose tasks the workflow may use, its own included
   */
  public static TypedWorkflow type(
      ResolvedWorkflow workflow, Map<Unit, UnitTyper> units, UnitTyper own) {
    return new WorkflowTyper(workflow, units, own).type();
  }

  private TypedWorkflow type() {
    WorkflowDoc doc = workflow.unit().doc();
    List<Param> params = own.inputs(doc.inputs(), Scope.submission());
    Map<String, Typed> inputs = new LinkedHashMap<>();
    for (Param param : params) {
      inputs.put(param.name(), new Typed(param.type(), new PlanExpr.WorkflowInput(param.name())));
    }
    workflow.tree().all().forEach(this::declareOutputs);
    Scope scope = Scope.running(inputs, "the workflow");
    workflow.tree().root().steps().forEach(step -> step(step, scope));
    List<Plan.Output> results =
        doc.outputs().stream().map(output -> output(output, scope)).toList();
    TypedPolicy defaults =
        new PolicyTyper(own, own.checker(scope), doc.name().value(), false).type(doc.defaults());
    return new TypedWorkflow(workflow, inputs(doc.inputs(), params), results, steps, defaults);
  }

  private static List<Plan.Input> inputs(List<InputDecl> decls, List<Param> params) {
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

  private Plan.Output output(WorkflowDoc.OutputDoc output, Scope scope) {
    ValueChecker checker = own.checker(scope.at(view(null, false)));
    Typed inferred = checker.infer(output.value());
    String what = "an output, which every reader of a run sees";
    Typed value = checker.fit().requireOpen(inferred, output.value().span(), what);
    return new Plan.Output(output.name().value(), Types.settled(value.type()), value.expr());
  }

  private StepView view(@Nullable Step reader, boolean inBody) {
    return new StepView(workflow, outputs, reader, inBody, presence, Known.NOTHING, problems);
  }

  /** Before any expression is looked at: outputs are declared, never inferred. */
  private void declareOutputs(Step step) {
    switch (step.doc().body()) {
      case StepBody.Call call -> {
        TypedTask task = taskOf(step);
        outputs.put(
            step,
            task == null
                ? new StepOutputs(record(List.of()), false)
                : new StepOutputs(record(task.outputs()), task.outputsKnown()));
      }
      case StepBody.Inline inline -> {
        List<Param> declared = own.outputs(inline.outputs());
        inlineOutputs.put(step, declared);
        outputs.put(step, new StepOutputs(record(declared), true));
      }
      case StepBody.Nested nested -> {}
      case StepBody.Broken broken -> outputs.put(step, new StepOutputs(record(List.of()), false));
    }
  }

  private static Type.RecordOf record(List<Param> params) {
    Map<String, Type> fields = new LinkedHashMap<>();
    params.forEach(param -> fields.put(param.name(), param.type()));
    return new Type.RecordOf("", fields);
  }

  private @Nullable TypedTask taskOf(Step step) {
    UnitTask task = workflow.calls().get(step);
    UnitTyper typer = task == null ? null : units.get(task.unit());
    return task == null || typer == null ? null : typer.task(task.decl());
  }

  private void step(Step step, Scope outer) {
    PlanExpr items = null;
    Typed when = condition(step, outer);
    Scope scope = when == null ? outer : outer.given(Facts.known(when, true));
    StepDoc.ForEachDoc forEach = step.doc().forEach();
    if (forEach != null) {
      Typed list = items(step, forEach, scope);
      items = list.expr();
      scope = item(step, forEach, list, scope);
    }
    steps.put(step, body(step, items, scope).when(when == null ? null : when.expr()));
    for (Step child : step.children()) {
      step(child, scope);
    }
  }

  /** A condition decides once, before the first item of a map. */
  private @Nullable Typed condition(Step step, Scope scope) {
    ConditionDoc condition = step.doc().flow().condition();
    if (condition == null) {
      return null;
    }
    Typed when =
        own.checker(scope.at(view(step, false)))
            .exprs()
            .check(condition.expr(), Type.Simple.BOOL, "`if`");
    if (!when.isBroken()) {
      conditions.put(step, when.expr());
    }
    return when;
  }

  private Typed items(Step step, StepDoc.ForEachDoc forEach, Scope scope) {
    ValueChecker checker = own.checker(scope.at(view(step, false)));
    Typed list = checker.infer(forEach.items());
    return checker.exprs().requireList(list, forEach.items().span(), "`forEach`");
  }

  private Scope item(Step step, StepDoc.ForEachDoc forEach, Typed list, Scope outer) {
    Located<String> name = forEach.as();
    if (Scope.ROOTS.contains(name.value()) || outer.names().containsKey(name.value())) {
      String message = "the item `" + name.value() + "` would hide a name";
      problems.report(
          problems.at(HIDDEN_NAME, name.span(), message).help("choose another with `as:`"));
    }
    Type element = list.type() instanceof Type.ListOf(Type type) ? type : Types.UNKNOWN;
    PlanExpr item = new PlanExpr.Item(workflow.layout().inside(step).graph());
    return outer.with(name.value(), new Typed(element, item, list.taint()));
  }

  private TypedStep body(Step step, @Nullable PlanExpr items, Scope scope) {
    ValueChecker checker = own.checker(scope.at(view(step, true)));
    TypedPolicy policy = new PolicyTyper(own, checker, step.id(), false).type(step.doc().policy());
    return work(step, items, checker).with(policy);
  }

  private TypedStep work(Step step, @Nullable PlanExpr items, ValueChecker checker) {
    return switch (step.doc().body()) {
      case StepBody.Call call -> call(step, call, items, checker);
      case StepBody.Inline inline -> inline(step, inline, items, checker);
      case StepBody.Nested nested -> new TypedStep(step, items, null, Map.of(), TypedPolicy.NONE);
      case StepBody.Broken broken -> new TypedStep(step, items, null, Map.of(), TypedPolicy.NONE);
    };
  }

  private TypedStep call(
      Step step, StepBody.Call call, @Nullable PlanExpr items, ValueChecker checker) {
    TypedTask task = taskOf(step);
    UnitTask declared = workflow.calls().get(step);
    if (task == null || declared == null) {
      call.with().forEach(arg -> checker.infer(arg.value()));
      return new TypedStep(step, items, null, Map.of(), TypedPolicy.NONE);
    }
    Map<String, PlanExpr> with = with(call, task, declared, checker);
    return new TypedStep(step, items, task, with, TypedPolicy.NONE);
  }

  private Map<String, PlanExpr> with(
      StepBody.Call call, TypedTask task, UnitTask declared, ValueChecker checker) {
    Map<String, Param> params =
        task.inputs().stream().collect(Collectors.toMap(Param::name, param -> param));
    Map<String, PlanExpr> with = new LinkedHashMap<>();
    Set<String> misspelt = new HashSet<>();
    for (ArgDoc arg : call.with()) {
      Param param = params.get(arg.name().value());
      if (param == null) {
        unknownArgument(arg, task, params.keySet());
        String meant = Suggestions.nearest(arg.name().value(), params.keySet());
        misspelt.add(meant == null ? "" : meant);
        checker.infer(arg.value());
      } else {
        String what = "input `" + param.name() + "`";
        with.put(param.name(), checker.check(arg.value(), param.type(), what).expr());
      }
    }
    for (Param param : task.inputs()) {
      boolean needed = param.defaultValue() == null && !param.type().isOptional();
      if (needed && !with.containsKey(param.name()) && !misspelt.contains(param.name())) {
        missingArgument(call.uses().span(), param, declared);
      }
    }
    return with;
  }

  private void unknownArgument(ArgDoc arg, TypedTask task, Set<String> known) {
    String name = arg.name().value();
    String message = "task `" + task.name() + "` has no input `" + name + "`";
    problems.report(
        Suggest.among(
            problems.at(UNKNOWN_ARGUMENT, arg.name().span(), message), name, known, "inputs"));
  }

  private void missingArgument(Span uses, Param param, UnitTask declared) {
    String message =
        "task `" + declared.decl().name().value() + "` needs the input `" + param.name() + "`";
    InputDecl decl =
        declared.decl().inputs().stream()
            .filter(input -> input.name().value().equals(param.name()))
            .findFirst()
            .orElseThrow();
    problems.report(
        problems
            .at(MISSING_ARGUMENT, uses, message)
            .label(declared.unit().doc().source().place(decl.name().span()), "declared here")
            .help("add `" + param.name() + ":` under `with:`; it is " + param.type()));
  }

  private TypedStep inline(
      Step step, StepBody.Inline inline, @Nullable PlanExpr items, ValueChecker checker) {
    Map<String, PlanExpr> with = new LinkedHashMap<>();
    List<Param> inputs = new ArrayList<>();
    for (ArgDoc arg : inline.with()) {
      Typed value = checker.infer(arg.value());
      with.put(arg.name().value(), value.expr());
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
            inline.errors().stream().map(e -> e.name().value()).toList());
    return new TypedStep(step, items, task, with, TypedPolicy.NONE);
  }
}
