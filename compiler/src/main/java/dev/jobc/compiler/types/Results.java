package dev.jobc.compiler.types;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.resolve.Step;
import dev.jobc.compiler.types.expr.Scope;
import dev.jobc.compiler.types.expr.ValueChecker;
import dev.jobc.compiler.types.presence.StepView;
import dev.jobc.compiler.types.value.Known;
import dev.jobc.compiler.types.value.Typed;
import dev.jobc.compiler.types.value.Types;
import dev.jobc.diag.Diagnostics;
import dev.jobc.model.StepBody;
import dev.jobc.model.WorkflowDoc;
import dev.jobc.plan.Plan;
import dev.jobc.type.Type;
import java.util.Set;
import java.util.function.Function;

/** The outputs of a workflow, evaluated where its steps have ended. */
final class Results {
  private final UnitTyper own;
  private final Set<Step> returns;
  private final Function<Problems, StepView> views;

  /**
   * @param returns the steps that end the workflow early
   * @param views the steps as the outputs see them, with a place for what is wrong
   */
  Results(UnitTyper own, Set<Step> returns, Function<Problems, StepView> views) {
    this.own = own;
    this.returns = returns;
    this.views = views;
  }

  /**
   * An output that is certain to be there behind the guards may still be left out by the {@code
   * return} of one of them, as one that may be missing.
   */
  Plan.Output output(WorkflowDoc.OutputDoc output, Scope scope, Known atEnd) {
    ValueChecker checker = own.checker(scope.given(atEnd).at(views.apply(own.problems())));
    Typed inferred = checker.infer(output.value());
    String what = "an output, which every reader of a run sees";
    Typed value = checker.fit().requireOpen(inferred, output.value().span(), what);
    String name = output.name().value();
    Type type = Types.settled(value.type());
    boolean open = !atEnd.isNothing() && isLeftOut(name) && mayBeMissing(output, scope);
    return new Plan.Output(name, open ? type.optional() : type, value.expr());
  }

  private boolean isLeftOut(String output) {
    return returns.stream()
        .anyMatch(
            step ->
                step.doc().body() instanceof StepBody.Return end
                    && end.outputs().stream().noneMatch(arg -> arg.name().value().equals(output)));
  }

  private boolean mayBeMissing(WorkflowDoc.OutputDoc output, Scope scope) {
    Problems unseen = new Problems(own.problems().file(), new Diagnostics());
    Scope without = scope.at(views.apply(unseen));
    return own.quiet(without).infer(output.value()).type().isOptional();
  }
}
