package dev.jobc.compiler.types;

import static dev.jobc.diag.DiagnosticCode.CONSTRAINT_MISFIT;
import static dev.jobc.diag.DiagnosticCode.OUTSIDE_CONSTRAINT;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.types.expr.ValueChecker;
import dev.jobc.compiler.types.value.Typed;
import dev.jobc.compiler.types.value.Types;
import dev.jobc.expr.PlanExpr;
import dev.jobc.input.ConstraintCheck;
import dev.jobc.input.Constraints;
import dev.jobc.json.Json;
import dev.jobc.model.ConstraintsDoc;
import dev.jobc.model.InputDecl;
import dev.jobc.model.ValueDoc;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import dev.jobc.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code pattern}, {@code min}, {@code maxItems} and the like against the type and the default. */
final class ConstraintTyper {
  private final ValueChecker checker;
  private final Problems problems;

  ConstraintTyper(ValueChecker checker, Problems problems) {
    this.checker = checker;
    this.problems = problems;
  }

  Constraints type(InputDecl decl, Type type, @Nullable PlanExpr defaultValue) {
    ConstraintsDoc doc = decl.constraints();
    if (doc.isNone() || type == Types.UNKNOWN) {
      return Constraints.NONE;
    }
    Constraints bounds =
        new Constraints(
            pattern(doc.pattern(), type),
            bound(doc.min(), "min", type),
            bound(doc.max(), "max", type),
            count(doc.minItems(), "minItems", type),
            count(doc.maxItems(), "maxItems", type),
            List.of());
    empty(doc, bounds, type);
    if (defaultValue instanceof PlanExpr.Const(Json value) && decl.defaultValue() != null) {
      String what = "the default of `" + decl.name().value() + "`";
      keeps(bounds, type, value, decl.defaultValue().span(), what);
    }
    return new Constraints(
        bounds.pattern(),
        bounds.min(),
        bounds.max(),
        bounds.minItems(),
        bounds.maxItems(),
        examples(doc.examples(), bounds, type));
  }

  private @Nullable String pattern(@Nullable Located<String> pattern, Type type) {
    if (pattern == null) {
      return null;
    }
    if (type.required() != Type.Simple.STRING) {
      misfit(pattern.span(), "`pattern` is for text, this input is " + type);
      return null;
    }
    String problem = ConstraintCheck.patternProblem(pattern.value());
    if (problem != null) {
      problems.report(
          problems
              .at(CONSTRAINT_MISFIT, pattern.span(), "`pattern` is not a regular expression")
              .note(problem));
      return null;
    }
    return pattern.value();
  }

  private @Nullable Json bound(@Nullable ValueDoc value, String key, Type type) {
    if (value == null) {
      return null;
    }
    if (!ConstraintCheck.isOrdered(type)) {
      misfit(value.span(), "`" + key + "` is for numbers and times, this input is " + type);
      return null;
    }
    return constant(checker.check(value, type.required(), "`" + key + "`"));
  }

  private @Nullable Integer count(@Nullable Located<Integer> count, String key, Type type) {
    if (count == null) {
      return null;
    }
    if (type.required() instanceof Type.ListOf || type.required() instanceof Type.MapOf) {
      return count.value();
    }
    misfit(count.span(), "`" + key + "` is for lists and maps, this input is " + type);
    return null;
  }

  /** Bounds that nothing can keep. */
  private void empty(ConstraintsDoc doc, Constraints bounds, Type type) {
    Json min = bounds.min();
    Json max = bounds.max();
    if (min != null && max != null && !ConstraintCheck.ordered(type, min, max)) {
      misfit(Objects.requireNonNull(doc.max()).span(), "`max` is below `min`: no value fits");
    }
    Integer fewest = bounds.minItems();
    Integer most = bounds.maxItems();
    if (fewest != null && most != null && fewest > most) {
      misfit(
          Objects.requireNonNull(doc.maxItems()).span(),
          "`maxItems` is below `minItems`: no value fits");
    }
  }

  private List<Json> examples(List<ValueDoc> docs, Constraints bounds, Type type) {
    List<Json> examples = new ArrayList<>();
    for (ValueDoc doc : docs) {
      Json value = constant(checker.check(doc, type, "an example"));
      if (value != null) {
        keeps(bounds, type, value, doc.span(), "an example");
        examples.add(value);
      }
    }
    return examples;
  }

  private static @Nullable Json constant(Typed typed) {
    return typed.expr() instanceof PlanExpr.Const(Json value) && !typed.isBroken() ? value : null;
  }

  private void keeps(Constraints bounds, Type type, Json value, Span span, String what) {
    for (String problem : ConstraintCheck.problems(bounds, type, value)) {
      problems.report(OUTSIDE_CONSTRAINT, span, what + " " + problem);
    }
  }

  private void misfit(Span span, String message) {
    problems.report(CONSTRAINT_MISFIT, span, message);
  }
}
