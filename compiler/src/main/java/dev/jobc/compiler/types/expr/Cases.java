package dev.jobc.compiler.types.expr;

import static dev.jobc.diag.DiagnosticCode.NOT_EXHAUSTIVE;
import static dev.jobc.diag.DiagnosticCode.TYPE_MISMATCH;
import static dev.jobc.diag.DiagnosticCode.UNKNOWN_CASE;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.types.value.Facts;
import dev.jobc.compiler.types.value.Known;
import dev.jobc.compiler.types.value.Typed;
import dev.jobc.compiler.types.value.Types;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.model.BlockDoc;
import dev.jobc.model.StepBody;
import dev.jobc.model.StepBody.CaseDoc;
import dev.jobc.source.Located;
import dev.jobc.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The cases of a {@code switch} against the values of what it decides by. */
public final class Cases {
  private static final List<String> BOOL = List.of("true", "false");

  private final Problems problems;

  public Cases(Problems problems) {
    this.problems = problems;
  }

  public void check(StepBody.Switch choice, Typed subject) {
    if (subject.isBroken() || subject.type() == Types.UNKNOWN) {
      return;
    }
    List<String> values = values(subject.type());
    if (values.isEmpty()) {
      notAChoice(choice, subject.type());
      return;
    }
    if (choice.cases().isEmpty()) {
      return; // has been told
    }
    List<String> open = new ArrayList<>(values);
    for (CaseDoc one : choice.cases()) {
      if (!values.contains(one.value().value())) {
        unknown(one.value(), values, subject.type());
      }
      open.remove(one.value().value());
    }
    if (!open.isEmpty() && choice.otherwise() == null) {
      String missing = "`" + String.join("`, `", open) + "`";
      problems.report(
          problems
              .at(NOT_EXHAUSTIVE, choice.subject().key(), "`switch` has no case for " + missing)
              .help("add `" + open.getFirst() + ": []` to do nothing then, or a `default`"));
    }
    if (open.isEmpty() && choice.otherwise() != null) {
      problems.report(
          UNKNOWN_CASE, choice.otherwise().key(), "`default` has no value left: each has a case");
    }
  }

  private void notAChoice(StepBody.Switch choice, Type type) {
    if (type.isOptional() && !values(type.required()).isEmpty()) {
      problems.report(
          Missing.at(
              problems,
              dev.jobc.diag.DiagnosticCode.MAYBE_MISSING,
              choice.subject().expr().span(),
              type));
      return;
    }
    problems.report(
        problems
            .at(
                TYPE_MISMATCH,
                choice.subject().expr().span(),
                "`switch` wants an enum or a bool, this is " + type)
            .help("decide by a condition: one step with `if` for each case"));
  }

  private void unknown(Located<String> value, List<String> values, Type type) {
    String message = "`" + value.value() + "` is not a value of " + type;
    problems.report(
        problems.suggest(
            problems.at(UNKNOWN_CASE, value.span(), message), value.value(), values, "values"));
  }

  /** Whether every value has a case, or {@code default} takes the others. */
  public static boolean areAll(StepBody.Switch choice, Typed subject) {
    List<String> named = choice.cases().stream().map(one -> one.value().value()).toList();
    return choice.otherwise() != null || named.containsAll(values(subject.type()));
  }

  private static List<String> values(Type type) {
    return switch (type) {
      case Type.EnumOf e -> e.values();
      case Type.Simple simple -> simple == Type.Simple.BOOL ? BOOL : List.of();
      default -> List.of();
    };
  }

  /** The value of a case as the plan has it. */
  static Json value(CaseDoc one, boolean bool) {
    String text = one.value().value();
    return bool ? Json.of(text.equals("true")) : Json.of(text);
  }

  /** What is certain in the steps of {@code default}, when one value is left for it. */
  public static Known rest(StepBody.Switch choice, BlockDoc otherwise, Typed subject) {
    List<String> left = new ArrayList<>(values(subject.type()));
    choice.cases().forEach(one -> left.remove(one.value().value()));
    return left.size() == 1
        ? known(
            choice,
            new CaseDoc(new Located<>(left.getFirst(), otherwise.key()), otherwise),
            subject)
        : Known.NOTHING;
  }

  /** What is certain in the steps of a case. */
  public static Known known(StepBody.Switch choice, CaseDoc one, Typed subject) {
    if (subject.type() == Type.Simple.BOOL) {
      return Facts.known(subject, one.value().value().equals("true"));
    }
    PlanExpr value = new PlanExpr.Const(value(one, false));
    Known equal = Known.truth(new PlanExpr.Call("equal", List.of(subject.expr(), value)));
    Set<String> ending = Set.of(one.value().value());
    return subject.expr() instanceof PlanExpr.StepStatus
        ? equal.and(Comparisons.ended(choice.subject().expr(), ending).whenTrue())
        : equal;
  }
}
