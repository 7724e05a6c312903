package dev.jobc.compiler.types;

import static dev.jobc.diag.DiagnosticCode.HIDDEN_NAME;
import static dev.jobc.diag.DiagnosticCode.MISSING_ARGUMENT;
import static dev.jobc.diag.DiagnosticCode.UNKNOWN_OUTPUT;

import dev.jobc.compiler.resolve.Block;
import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.resolve.ResolvedWorkflow;
import dev.jobc.compiler.resolve.Step;
import dev.jobc.compiler.types.expr.Cases;
import dev.jobc.compiler.types.expr.ExprChecker;
import dev.jobc.compiler.types.expr.Scope;
import dev.jobc.compiler.types.expr.ValueChecker;
import dev.jobc.compiler.types.value.ErrorType;
import dev.jobc.compiler.types.value.Known;
import dev.jobc.compiler.types.value.Typed;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.model.BlockDoc;
import dev.jobc.model.FlowDoc;
import dev.jobc.model.HandlersDoc;
import dev.jobc.model.HandlersDoc.CatchDoc;
import dev.jobc.model.PartDoc;
import dev.jobc.model.StepBody;
import dev.jobc.model.StepBody.ArgDoc;
import dev.jobc.plan.Plan;
import dev.jobc.type.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Types the steps that choose or end a path, and what is in scope in the parts of a step. */
final class FlowTyper {
  /** Under these names the values of such steps are kept in {@link TypedStep#with}. */
  static final String SUBJECT = "subject";

  static final String MESSAGE = "message";

  private final ResolvedWorkflow workflow;
  private final ErrorSets errors;
  private final Problems problems;
  private final Map<Block, Known> cases;

  /** Switches with a case for every value. */
  private final Set<Step> complete = new HashSet<>();

  FlowTyper(
      ResolvedWorkflow workflow, ErrorSets errors, Map<Block, Known> cases, Problems problems) {
    this.workflow = workflow;
    this.errors = errors;
    this.cases = cases;
    this.problems = problems;
  }

  /** The value a {@code switch} decides by; also notes what each case lets one know. */
  Map<String, PlanExpr> choice(Step step, StepBody.Switch choice, ExprChecker checker) {
    Typed subject = checker.check(choice.subject().expr());
    new Cases(problems).check(choice, subject);
    if (subject.isBroken()) {
      return Map.of();
    }
    for (StepBody.CaseDoc one : choice.cases()) {
      cases.put(step.block(one.steps()), Cases.known(choice, one, subject));
    }
    if (choice.otherwise() != null) {
      cases.put(step.block(choice.otherwise()), Cases.rest(choice, choice.otherwise(), subject));
    }
    if (Cases.areAll(choice, subject)) {
      complete.add(step);
    }
    return Map.of(SUBJECT, subject.expr());
  }

  /**
   * What is known behind a {@code switch}: the case that was taken, when all others end the path.
   */
  Known survivor(Step step, StepBody.Switch choice) {
    boolean goesOn =
        !complete.contains(step)
            || step.doc().forEach() != null
            || FlowDoc.isTrue(step.doc().flow().continueOnError())
            || !step.doc().flow().handlers().catches().isEmpty();
    BlockDoc otherwise = choice.otherwise();
    if (goesOn || (otherwise != null && !otherwise.leaves())) {
      return Known.NOTHING;
    }
    List<StepBody.CaseDoc> left =
        choice.cases().stream().filter(one -> !one.steps().leaves()).toList();
    return left.size() == 1
        ? cases.getOrDefault(step.block(left.getFirst().steps()), Known.NOTHING)
        : Known.NOTHING;
  }

  /** The branch that has won is the one that {@code winner} names. */
  void branches(Step race) {
    var at = workflow.layout().inside(race);
    PlanExpr winner = new PlanExpr.Field(new PlanExpr.StepOutputs(at.graph(), at.node()), "winner");
    for (Block branch : race.blocks()) {
      if (branch.role() == PartDoc.Role.BRANCH) {
        PlanExpr id = new PlanExpr.Const(Json.of(branch.steps().getFirst().id()));
        cases.put(branch, Known.truth(new PlanExpr.Call("equal", List.of(winner, id))));
      }
    }
  }

  Map<String, PlanExpr> fail(StepBody.Fail fail, ValueChecker checker) {
    return Map.of(MESSAGE, checker.text(fail.message()).expr());
  }

  /** The outputs with which a {@code return} ends the run. */
  Map<String, PlanExpr> end(StepBody.Return end, List<Plan.Output> outputs, ValueChecker checker) {
    Map<String, Type> types = new LinkedHashMap<>();
    outputs.forEach(output -> types.put(output.name(), output.type()));
    Map<String, PlanExpr> given = new LinkedHashMap<>();
    for (ArgDoc arg : end.outputs()) {
      String name = arg.name().value();
      Type type = types.get(name);
      if (type == null) {
        String message = "the workflow has no output `" + name + "`";
        problems.report(
            problems.suggest(
                problems.at(UNKNOWN_OUTPUT, arg.name().span(), message),
                name,
                types.keySet(),
                "outputs"));
        checker.infer(arg.value());
      } else {
        given.put(name, checker.check(arg.value(), type, "output `" + name + "`").expr());
      }
    }
    types.forEach((name, type) -> missing(end, name, type, given));
    return given;
  }

  private void missing(StepBody.Return end, String name, Type type, Map<String, PlanExpr> given) {
    if (given.containsKey(name)) {
      return;
    }
    if (type.isOptional() || type == Type.Simple.JSON) {
      given.put(name, new PlanExpr.Const(Json.NULL));
      return;
    }
    problems.report(
        problems
            .at(MISSING_ARGUMENT, end.anchor(), "`return` gives no value for output `" + name + "`")
            .help("add `" + name + ":`; it is " + type));
  }

  /** What the steps of a part of a step, or of the workflow, know besides what is around them. */
  Scope scope(Block block, @Nullable Step owner, Scope around, Type.@Nullable RecordOf outputs) {
    return switch (block.role()) {
      case BODY, TURN, BRANCH, FINALLY -> around;
      case CASE -> around.given(cases.getOrDefault(block, Known.NOTHING));
      case CATCH -> caught(block, owner, around);
      case COMPENSATE -> owner == null ? around : self(owner, around, outputs);
    };
  }

  private Scope self(Step owner, Scope around, Type.@Nullable RecordOf outputs) {
    if (outputs == null) {
      return around;
    }
    var at = workflow.layout().inside(owner);
    PlanExpr own =
        new PlanExpr.MapOf(Map.of("outputs", new PlanExpr.StepOutputs(at.graph(), at.node())));
    return around.with("self", new Typed(new Type.RecordOf("", Map.of("outputs", outputs)), own));
  }

  private Scope caught(Block block, @Nullable Step owner, Scope around) {
    HandlersDoc handlers =
        owner == null ? workflow.unit().doc().handlers() : owner.doc().flow().handlers();
    List<CatchDoc> clauses = handlers.catches();
    CatchDoc clause =
        clauses.stream().filter(c -> c.steps() == block.doc()).findFirst().orElseThrow();
    String name = clause.as().value();
    if (!name.equals(CatchDoc.DEFAULT_NAME) && around.names().containsKey(name)) {
      problems.report(
          problems
              .at(HIDDEN_NAME, clause.as().span(), "the error `" + name + "` would hide a name")
              .help("choose another with `as:`"));
    }
    List<String> names = new ArrayList<>(clause.errors().stream().map(e -> e.value()).toList());
    if (names.isEmpty()) {
      names.addAll(left(clauses.subList(0, clauses.indexOf(clause)), owner));
    }
    Type type = names.isEmpty() ? ErrorType.TYPE : ErrorType.of(names);
    return around.with(name, new Typed(type, new PlanExpr.Caught(workflow.layout().body(block))));
  }

  /** What a clause without names gets. */
  private Set<String> left(List<CatchDoc> before, @Nullable Step owner) {
    Set<String> left = new TreeSet<>(bodyErrors(owner));
    left.remove("Cancelled");
    before.forEach(clause -> clause.errors().forEach(error -> left.remove(error.value())));
    return ErrorSets.known(left);
  }

  private Set<String> bodyErrors(@Nullable Step owner) {
    return owner == null
        ? errors.of(
            workflow.tree().roots().stream()
                .filter(root -> root.role() == PartDoc.Role.BODY)
                .toList())
        : errors.ofBody(owner);
  }
}
