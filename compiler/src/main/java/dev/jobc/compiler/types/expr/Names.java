package dev.jobc.compiler.types.expr;

import static dev.jobc.diag.DiagnosticCode.NOT_A_VALUE;
import static dev.jobc.diag.DiagnosticCode.UNKNOWN_FIELD;
import static dev.jobc.diag.DiagnosticCode.UNKNOWN_INPUT;
import static dev.jobc.diag.DiagnosticCode.UNKNOWN_NAME;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.resolve.Step;
import dev.jobc.compiler.types.presence.StepView;
import dev.jobc.compiler.types.value.PeerWords;
import dev.jobc.compiler.types.value.Taint;
import dev.jobc.compiler.types.value.Typed;
import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.Fix;
import dev.jobc.diag.Suggestions;
import dev.jobc.expr.PlanExpr;
import dev.jobc.expr.RunFact;
import dev.jobc.json.Json;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import dev.jobc.syntax.Expr;
import dev.jobc.type.Type;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What names stand for: {@code inputs.x}, {@code steps.id.outputs.x}, {@code run.id}, items. */
final class Names {
  private static final Set<String> ELSEWHERE = Set.of("self", "err", "loop");
  private static final List<String> STEP_MEMBERS =
      List.of("outputs", "status", "succeeded", "failed", "skipped", "error");

  private final Scope scope;
  private final Problems problems;

  Names(Scope scope, Problems problems) {
    this.scope = scope;
    this.problems = problems;
  }

  /** A name without anything selected from it. */
  Typed alone(Expr.Name name) {
    Typed known = scope.names().get(name.name());
    if (known != null) {
      return known;
    }
    if (ELSEWHERE.contains(name.name())) {
      return elsewhere(name);
    }
    if (scope.roots().contains(name.name())) {
      String example =
          name.name().equals("steps") ? "steps.<id>.outputs.<name>" : name.name() + ".<name>";
      problems.report(
          problems
              .at(NOT_A_VALUE, name.span(), "`" + name.name() + "` is not a value by itself")
              .help("write `" + example + "`"));
      return Typed.BROKEN;
    }
    unknown(name);
    return Typed.BROKEN;
  }

  /** What a selection stands for when it begins with a well-known name; null when it doesn't. */
  @Nullable Typed reference(Expr.Field field) {
    if (field.object() instanceof Expr.Name root && !scope.names().containsKey(root.name())) {
      return ofRoot(root, field.field());
    }
    if (field.object() instanceof Expr.Field inner && isSteps(inner.object())) {
      return stepMember(field, inner.field());
    }
    if (field.object() instanceof Expr.Field inner
        && inner.field().value().equals("outputs")
        && inner.object() instanceof Expr.Field step
        && isSteps(step.object())) {
      return output(step.field(), field.field());
    }
    return null;
  }

  /** Whether a selection is a name with dots in it, such as {@code inputs.x}. */
  boolean isReference(Expr.Field field) {
    Expr at = field;
    int depth = 0;
    for (; at instanceof Expr.Field inner; depth++) {
      at = inner.object();
    }
    if (!(at instanceof Expr.Name root) || scope.names().containsKey(root.name())) {
      return false;
    }
    boolean steps = root.name().equals("steps");
    return scope.roots().contains(root.name()) && depth == (steps ? 3 : 1);
  }

  /** The id in {@code steps.id.status}, null when that is not what is written. */
  static @Nullable String stepOf(Expr expr) {
    boolean status =
        expr instanceof Expr.Field member
            && member.object() instanceof Expr.Field step
            && step.object() instanceof Expr.Name root
            && root.name().equals("steps");
    return status && expr instanceof Expr.Field(Expr.Field step, Located<String> name, Span span)
        ? step.field().value()
        : null;
  }

  private boolean isSteps(Expr expr) {
    return scope.steps() != null
        && expr instanceof Expr.Name(String name, Span span)
        && name.equals("steps");
  }

  private @Nullable Typed ofRoot(Expr.Name root, Located<String> name) {
    if (ELSEWHERE.contains(root.name())) {
      return elsewhere(root);
    }
    return switch (root.name()) {
      case "inputs" -> input(name);
      case "run" -> fact(name);
      case "steps" -> scope.steps() == null ? noSteps(root) : wholeStep(name);
      case "secrets", "vars" -> global(root, name);
      case "trigger" -> trigger(root, name);
      default -> null;
    };
  }

  private Typed input(Located<String> name) {
    Typed input = scope.inputs().get(name.value());
    if (input == null) {
      String message = scope.owner() + " has no input `" + name.value() + "`";
      problems.report(
          problems.suggest(
              problems.at(UNKNOWN_INPUT, name.span(), message),
              name.value(),
              scope.inputs().keySet(),
              "inputs"));
      return Typed.BROKEN;
    }
    return input.secret() ? input.with(Taint.secret(problems.place(name.span()))) : input;
  }

  private Typed fact(Located<String> name) {
    RunFact fact = RunFact.of(name.value());
    if (fact == null) {
      String message = "a run has no `" + name.value() + "`";
      problems.report(
          problems.suggest(
              problems.at(UNKNOWN_FIELD, name.span(), message),
              name.value(),
              scope.facts().stream().map(RunFact::word).toList(),
              "facts"));
      return Typed.BROKEN;
    }
    if (!scope.facts().contains(fact)) {
      String message = "`run." + fact.word() + "` is not known before the run exists";
      problems.report(problems.at(UNKNOWN_FIELD, name.span(), message).help("use it in a step"));
      return Typed.BROKEN;
    }
    boolean certain = !fact.isOfSchedule() || scope.starts().scheduled();
    Type type = certain ? fact.type() : fact.type().optional();
    Typed value = new Typed(type, new PlanExpr.RunFact(fact.word()));
    return fact.isClock() ? value.with(Taint.clock(problems.place(name.span()))) : value;
  }

  private Typed wholeStep(Located<String> id) {
    if (view().step(id) != null) {
      problems.report(
          problems
              .at(NOT_A_VALUE, id.span(), "a step is not a value by itself")
              .help("write `steps." + id.value() + ".outputs.<name>`"));
    }
    return Typed.BROKEN;
  }

  private Typed stepMember(Expr.Field whole, Located<String> id) {
    Located<String> member = whole.field();
    Step step = view().step(id);
    if (step == null) {
      return Typed.BROKEN;
    }
    return switch (member.value()) {
      case "outputs" -> view().outputs(step, id);
      case "status" -> view().status(step, id.span());
      case "succeeded", "failed", "skipped" -> ended(whole, view().status(step, id.span()));
      case "error" -> view().error(step, id.span());
      default -> {
        String message = "a step has no `" + member.value() + "`";
        problems.report(
            problems.suggest(
                problems.at(UNKNOWN_FIELD, member.span(), message),
                member.value(),
                STEP_MEMBERS,
                "parts of a step"));
        yield Typed.BROKEN;
      }
    };
  }

  private static Typed ended(Expr.Field whole, Typed status) {
    if (status.isBroken()) {
      return status;
    }
    String how = whole.field().value();
    PlanExpr test =
        new PlanExpr.Call("equal", List.of(status.expr(), new PlanExpr.Const(Json.of(how))));
    return new Typed(Type.Simple.BOOL, test).with(Comparisons.ended(whole, Set.of(how)));
  }

  private Typed output(Located<String> id, Located<String> output) {
    Step step = view().step(id);
    return step == null ? Typed.BROKEN : view().output(step, id, output);
  }

  private StepView view() {
    StepView view = scope.steps();
    if (view == null) {
      throw new IllegalStateException("no steps here");
    }
    return view;
  }

  private Typed trigger(Expr.Name root, Located<String> name) {
    if (!scope.starts().trigger().isEmpty()) {
      return scope.starts().field(name, problems);
    }
    problems.report(
        problems
            .at(UNKNOWN_NAME, root.span(), "`trigger` cannot be referred to here")
            .help("pass the value as an input"));
    return Typed.BROKEN;
  }

  private Typed global(Expr.Name root, Located<String> name) {
    Globals globals = scope.globals();
    if (globals == null) {
      problems.report(
          problems
              .at(UNKNOWN_NAME, root.span(), "`" + root.name() + "` cannot be referred to here")
              .note("only the steps and the keys of a workflow see what it declares")
              .help("pass the value as an input"));
      return Typed.BROKEN;
    }
    return root.name().equals("secrets")
        ? globals.secret(name, problems)
        : globals.var(name, problems);
  }

  private Typed noSteps(Expr.Name root) {
    problems.report(
        problems
            .at(UNKNOWN_NAME, root.span(), "steps cannot be referred to here")
            .help("pass the value as an input"));
    return Typed.BROKEN;
  }

  private Typed elsewhere(Expr.Name root) {
    if (root.name().equals("loop")) {
      problems.report(
          problems
              .at(UNKNOWN_NAME, root.span(), "`loop` is known only inside a `loop` or `forEach`")
              .help("outside, the last state is an output of the loop's step"));
      return Typed.BROKEN;
    }
    String place =
        root.name().equals("err")
            ? "`err` is known only in the steps of a `catch`"
            : "`self` is known only in a `compensate`";
    problems.report(UNKNOWN_NAME, root.span(), place);
    return Typed.BROKEN;
  }

  /** An input or a step without the word that stands before it; null for neither and for both. */
  private @Nullable String qualified(String name) {
    StepView steps = scope.steps();
    boolean input = scope.inputs().containsKey(name);
    boolean step = steps != null && steps.ids().contains(name);
    if (input == step) {
      return null;
    }
    return (input ? "inputs." : "steps.") + name;
  }

  private void unknown(Expr.Name name) {
    String message = "nothing is called `" + name.name() + "`";
    String whole = qualified(name.name());
    if (whole != null) {
      Diagnostic error = problems.at(UNKNOWN_NAME, name.span(), message);
      problems.report(
          error
              .caption(Suggestions.didYouMean(whole))
              .fix(Fix.replace("write `" + whole + "`", error.place(), whole)));
      return;
    }
    String instead = PeerWords.ofName(name.name());
    if (instead != null) {
      problems.report(problems.at(UNKNOWN_NAME, name.span(), message).help(instead));
      return;
    }
    problems.report(
        problems.suggest(
            problems.at(UNKNOWN_NAME, name.span(), message), name.name(), scope.roots(), "names"));
  }
}
