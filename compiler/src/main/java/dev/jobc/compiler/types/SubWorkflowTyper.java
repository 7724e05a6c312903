package dev.jobc.compiler.types;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.resolve.Step;
import dev.jobc.compiler.resolve.Unit;
import dev.jobc.compiler.types.expr.ValueChecker;
import dev.jobc.compiler.types.presence.StepView.StepOutputs;
import dev.jobc.compiler.types.value.Typed;
import dev.jobc.expr.PlanExpr;
import dev.jobc.model.ControlBody;
import dev.jobc.plan.Contract;
import dev.jobc.plan.SubWorkflow;
import dev.jobc.plan.TaskSpec.Param;
import dev.jobc.type.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Types calls of other workflows by what those declare. */
final class SubWorkflowTyper {
  private final Problems problems;
  private final Function<Step, @Nullable TypedWorkflow> callees;

  /**
   * Types calls.
   *
   * @param callees the workflow that a step calls, null when it is unknown or calls itself
   */
  SubWorkflowTyper(UnitTyper own, Function<Step, @Nullable TypedWorkflow> callees) {
    this.problems = own.problems();
    this.callees = callees;
  }

  StepOutputs outputs(Step step) {
    TypedWorkflow callee = callees.apply(step);
    Map<String, Type> fields = new LinkedHashMap<>();
    if (callee != null) {
      callee.outputs().forEach(output -> fields.put(output.name(), output.type()));
    }
    return new StepOutputs(new Type.RecordOf("", fields), callee != null);
  }

  @Nullable ControlNode call(Step step, ControlBody.SubWorkflow doc, ValueChecker checker) {
    TypedWorkflow callee = callees.apply(step);
    if (callee == null) {
      doc.with().forEach(arg -> checker.infer(arg.value()));
      return null;
    }
    Unit unit = callee.unit();
    String what = "workflow `" + unit.name() + "`";
    Map<String, PlanExpr> with =
        Typed.exprs(
            new Arguments(what, params(callee), unit, unit.doc().inputs())
                .check(doc.uses().span(), doc.with(), checker, problems));
    Integer revision = doc.uses().value().revision();
    String contract = contract(callee);
    return head -> new SubWorkflow(head, unit.namespace(), unit.name(), revision, contract, with);
  }

  private static List<Param> params(TypedWorkflow callee) {
    return callee.inputs().stream()
        .map(
            input ->
                new Param(input.name(), input.type(), input.defaultValue(), input.constraints()))
        .toList();
  }

  /** The address of what callers rely on: names, types, and which inputs may be left out. */
  static String contract(TypedWorkflow workflow) {
    return Contract.digest(workflow.inputs(), workflow.outputs());
  }
}
