package dev.jobc.compiler.bounds;

import dev.jobc.expr.PlanExpr;
import dev.jobc.input.Constraints;
import dev.jobc.json.Json;
import dev.jobc.plan.Plan;
import dev.jobc.type.TimeText;
import java.time.Duration;
import java.util.OptionalLong;

/** What the value of an expression comes to at most, as far as that shows before a run. */
final class Upper {
  private final Plan plan;

  Upper(Plan plan) {
    this.plan = plan;
  }

  /** The number of items of a list. */
  OptionalLong items(PlanExpr list) {
    return switch (list) {
      case PlanExpr.Const(Json.Arr(var items)) -> OptionalLong.of(items.size());
      case PlanExpr.ListOf(var items) -> OptionalLong.of(items.size());
      case PlanExpr.WorkflowInput(String name) -> maxItems(name);
      default -> OptionalLong.empty();
    };
  }

  /** An int that is not negative. */
  OptionalLong number(PlanExpr number) {
    return switch (number) {
      case PlanExpr.Const(Json.Int(long value)) -> OptionalLong.of(Math.max(0, value));
      case PlanExpr.WorkflowInput(String name) -> max(name);
      default -> OptionalLong.empty();
    };
  }

  /** A duration in milliseconds. */
  OptionalLong millis(PlanExpr duration) {
    if (duration instanceof PlanExpr.Const(Json.Str(String text))) {
      Duration value = TimeText.duration(text);
      if (value != null) {
        return OptionalLong.of(value.isNegative() ? 0 : value.toMillis());
      }
    }
    return OptionalLong.empty();
  }

  private OptionalLong maxItems(String input) {
    Integer most = constraints(input).maxItems();
    return most == null ? OptionalLong.empty() : OptionalLong.of(most);
  }

  private OptionalLong max(String input) {
    return constraints(input).max() instanceof Json.Int(long most)
        ? OptionalLong.of(Math.max(0, most))
        : OptionalLong.empty();
  }

  private Constraints constraints(String input) {
    return plan.inputs().stream()
        .filter(declared -> declared.name().equals(input))
        .map(Plan.Input::constraints)
        .findFirst()
        .orElse(Constraints.NONE);
  }
}
