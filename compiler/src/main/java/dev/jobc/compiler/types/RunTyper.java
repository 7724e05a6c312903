package dev.jobc.compiler.types;

import static dev.jobc.diag.DiagnosticCode.VAR_TOO_LARGE;

import dev.jobc.compiler.resolve.Unit;
import dev.jobc.compiler.types.expr.Globals;
import dev.jobc.compiler.types.expr.Scope;
import dev.jobc.compiler.types.expr.ValueChecker;
import dev.jobc.compiler.types.value.Taint;
import dev.jobc.compiler.types.value.Typed;
import dev.jobc.expr.PlanExpr;
import dev.jobc.expr.PlanExprJson;
import dev.jobc.json.JsonText;
import dev.jobc.model.InputDecl;
import dev.jobc.model.RunDoc;
import dev.jobc.model.RunDoc.VarDoc;
import dev.jobc.model.ValueDoc;
import dev.jobc.plan.TaskSpec.Param;
import dev.jobc.source.Located;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Types what a workflow says about its runs; its named values first, since its steps see them. */
final class RunTyper {
  /** A named value stands in the plan wherever it is read, so it must not be large. */
  static final int MAX_VAR = 16_384;

  /** Steps begin with a small letter, so nothing of theirs has this name. */
  private static final String OWNER = "Run";

  private final UnitTyper own;
  private final RunDoc doc;
  private final Set<Located<String>> read = new HashSet<>();
  private final Globals globals;
  private final TriggerTyper triggers;

  RunTyper(UnitTyper own, Unit unit) {
    this.own = own;
    this.doc = unit.doc().run();
    this.globals = new Globals(doc, read);
    this.triggers = new TriggerTyper(own, unit);
  }

  /** What the defaults of inputs see. */
  Scope submission() {
    return Scope.submission().with(triggers.any());
  }

  /** The inputs as the steps see them, with what a default or a trigger puts into each. */
  Map<String, Typed> inputs(List<InputDecl> decls, List<Param> params) {
    Map<String, Typed> inputs = new LinkedHashMap<>();
    ValueChecker quiet = own.quiet(submission());
    for (int i = 0; i < params.size(); i++) {
      Param param = params.get(i);
      ValueDoc otherwise = decls.get(i).defaultValue();
      Taint taint = triggers.flowsInto(param.name());
      inputs.put(
          param.name(),
          new Typed(
              param.type(),
              new PlanExpr.WorkflowInput(param.name()),
              otherwise == null ? taint : taint.and(quiet.infer(otherwise).taint())));
    }
    return inputs;
  }

  /** The scope with the names that the workflow declares. */
  Scope scope(Scope inputs) {
    Scope scope = inputs.with(globals).with(triggers.any());
    ValueChecker checker = own.checker(scope);
    for (VarDoc written : doc.vars()) {
      globals.define(written.name().value(), value(written, checker));
    }
    return scope;
  }

  private Typed value(VarDoc written, ValueChecker checker) {
    Typed value =
        checker
            .fit()
            .requireOpen(checker.infer(written.value()), written.value().span(), "a named value");
    if (value.isBroken() || JsonText.write(PlanExprJson.write(value.expr())).length() <= MAX_VAR) {
      return value;
    }
    String message = "`" + written.name().value() + "` is too large for a named value";
    own.problems()
        .report(
            own.problems()
                .at(VAR_TOO_LARGE, written.name().span(), message)
                .caption("compiled it has more than " + MAX_VAR + " characters")
                .note("a named value is written into the plan wherever it is read")
                .help("let a task make it, or make it an input"));
    return Typed.BROKEN;
  }

  /**
   * Everything else, after the steps have been typed.
   *
   * @param scope where no step has run
   * @param inputs of the workflow
   */
  TypedRun type(Scope scope, List<Param> inputs) {
    PolicyTyper policies = new PolicyTyper(own, own.checker(scope), OWNER, false);
    TypedPolicy policy = policies.type(doc.policy());
    return new TypedRun(policy, triggers.type(inputs, globals), read);
  }
}
