package dev.jobc.compiler.types.expr;

import static dev.jobc.diag.DiagnosticCode.CONSTANT_CONDITION;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.resolve.Step;
import dev.jobc.compiler.types.presence.StepView;
import dev.jobc.compiler.types.value.Known;
import dev.jobc.compiler.types.value.Typed;
import dev.jobc.diag.Diagnostic;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.model.ValueDoc;
import dev.jobc.source.Span;
import dev.jobc.syntax.Expr;
import dev.jobc.syntax.ExprText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Conditions whose outcome is known before a run: by how the steps they ask about can have ended
 * where they stand, and by what holds there. Answers only what is certain.
 */
public final class Foregone {
  private static final Pattern STEP = Pattern.compile("\\bsteps\\.([a-z][a-z0-9_]*)\\.");
  private static final String FAILED = "failed";

  private final Problems problems;
  private final Known known;
  private final Map<PlanExpr.StepStatus, Ends> ends = new HashMap<>();

  /** How a step can have ended where the condition stands. */
  private record Ends(Step step, Set<String> ways) {}

  /** What a place means for a condition that always comes to the same. */
  public record Effects(String always, String never, String help) {}

  private Foregone(Problems problems, Known known) {
    this.problems = problems;
    this.known = known;
  }

  /**
   * Warns of a condition that always comes to the same.
   *
   * @param place where the warning stands
   * @param effects what that means there
   */
  public static void warn(
      Problems problems, Scope scope, Expr expr, Typed condition, Span place, Effects effects) {
    if (condition.isBroken()) {
      return;
    }
    Foregone foregone = new Foregone(problems, scope.known());
    foregone.look(expr, scope.steps());
    Boolean outcome = foregone.outcome(condition.expr());
    Boolean foreseen = outcome == null ? Foreseen.outcome(condition.expr(), scope) : null;
    if (outcome != null) {
      foregone.report(place, outcome, effects);
    } else if (foreseen != null) {
      String message = "this condition is " + (foreseen ? effects.always() : effects.never());
      problems.report(
          problems
              .at(CONSTANT_CONDITION, place, message)
              .note("so it is for all values that what stands in it can have")
              .help("leave it out, or mend a comparison"));
    }
  }

  /** The same of a value that is a condition. */
  public static void warn(
      Problems problems, Scope scope, ValueDoc doc, Typed condition, Effects effects) {
    Expr expr =
        doc instanceof ValueDoc.Expression expression
            ? expression.expr()
            : new Expr.Literal(Json.NULL, doc.span());
    warn(problems, scope, expr, condition, doc.span(), effects);
  }

  private void look(Expr expr, @Nullable StepView view) {
    if (view == null) {
      return;
    }
    var ids = STEP.matcher(ExprText.print(expr));
    while (ids.find()) {
      Step step = view.workflow().tree().named(ids.group(1));
      if (step != null && view.statusOf(step) instanceof PlanExpr.StepStatus status) {
        ends.put(status, new Ends(step, known.common(step.id(), view.endings(step))));
      }
    }
  }

  private void report(Span place, boolean outcome, Effects effects) {
    String message = "this condition is " + (outcome ? effects.always() : effects.never());
    Diagnostic warning = problems.at(CONSTANT_CONDITION, place, message);
    boolean explained = false;
    for (Ends end : ends.values()) {
      if (!end.ways().contains(FAILED)) {
        String ways = String.join(" or been ", end.ways().stream().sorted().toList().reversed());
        warning =
            warning.label(
                problems.place(end.step().doc().anchor()), "this step has " + ways + " by then");
        explained = true;
      }
    }
    problems.report(
        explained && !outcome
            ? warning
                .note("what follows a step starts only when it has not failed")
                .help("to act on a failure put the step into a block with `catch` or `finally`")
                .help("or let it fail with `continueOnError: true`, which stops nothing")
                .help("or, in a `graph`, give this step a `triggerRule` such as `all_done`")
            : warning.help(effects.help()));
  }

  /** Null when it is not certain. */
  private @Nullable Boolean outcome(PlanExpr condition) {
    if (condition instanceof PlanExpr.Const(Json.Bool(boolean holds))) {
      return holds;
    }
    if (known.truths().contains(condition)) {
      return true;
    }
    return switch (condition) {
      case PlanExpr.Logic(boolean and, PlanExpr left, PlanExpr right) ->
          logic(and, outcome(left), outcome(right));
      case PlanExpr.Call(String function, List<PlanExpr> args) -> call(function, args);
      default -> null;
    };
  }

  private static @Nullable Boolean logic(
      boolean and, @Nullable Boolean left, @Nullable Boolean right) {
    Boolean decides = !and;
    if (decides.equals(left) || decides.equals(right)) {
      return decides;
    }
    return left == null || right == null ? null : Boolean.valueOf(and);
  }

  private @Nullable Boolean call(String function, List<PlanExpr> args) {
    return switch (function) {
      case "not" -> not(outcome(args.getFirst()));
      case "equal" -> equal(args.getFirst(), args.getLast());
      case "not_equal" -> not(equal(args.getFirst(), args.getLast()));
      case "present" -> args.getFirst() instanceof PlanExpr.StepError error ? failed(error) : null;
      default -> null;
    };
  }

  private static @Nullable Boolean not(@Nullable Boolean outcome) {
    return outcome == null ? null : Boolean.valueOf(!outcome);
  }

  private @Nullable Boolean equal(PlanExpr left, PlanExpr right) {
    if (left instanceof PlanExpr.Const && !(right instanceof PlanExpr.Const)) {
      return equal(right, left);
    }
    if (!(right instanceof PlanExpr.Const(Json value))) {
      return null;
    }
    if (left instanceof PlanExpr.StepStatus status && value instanceof Json.Str(String way)) {
      return ended(status, way);
    }
    if (left instanceof PlanExpr.StepError error && value == Json.NULL) {
      return not(failed(error));
    }
    boolean other = known.truths().stream().anyMatch(truth -> isAnother(truth, left, value));
    return other ? Boolean.FALSE : null;
  }

  /** Whether a truth says that a value equals another constant. */
  private static boolean isAnother(PlanExpr truth, PlanExpr value, Json constant) {
    return truth instanceof PlanExpr.Call(String function, List<PlanExpr> args)
        && function.equals("equal")
        && args.getFirst().equals(value)
        && args.getLast() instanceof PlanExpr.Const(Json.Str(String text))
        && constant instanceof Json.Str(String compared)
        && !compared.equals(text);
  }

  private @Nullable Boolean ended(PlanExpr.StepStatus status, String way) {
    Ends end = ends.get(status);
    if (end == null) {
      return null;
    }
    if (!end.ways().contains(way)) {
      return false;
    }
    return end.ways().size() == 1 ? Boolean.TRUE : null;
  }

  /** A step has an error exactly when it has failed. */
  private @Nullable Boolean failed(PlanExpr.StepError error) {
    return ended(new PlanExpr.StepStatus(error.graph(), error.node()), FAILED);
  }
}
