package dev.jobc.compiler.types.expr;

import dev.jobc.compiler.types.value.Typed;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What can be decided before a run. A side of {@code &&} or {@code ||} that decides alone decides
 * whatever the other is, also when that fails: so CEL has it.
 */
final class Constants {
  private Constants() {}

  static PlanExpr logic(boolean and, Typed left, Typed right) {
    Json decides = Json.of(!and);
    if (decides.equals(left.constant()) || decides.equals(right.constant())) {
      return new PlanExpr.Const(decides);
    }
    if (left.constant() != null) {
      return right.expr();
    }
    return right.constant() != null
        ? left.expr()
        : new PlanExpr.Logic(and, left.expr(), right.expr());
  }

  static PlanExpr conditional(Typed test, Typed yes, Typed no) {
    if (test.constant() instanceof Json.Bool(boolean holds)) {
      return holds ? yes.expr() : no.expr();
    }
    return new PlanExpr.Cond(test.expr(), yes.expr(), no.expr());
  }

  static PlanExpr coalesce(Typed left, Typed right) {
    Json known = left.constant();
    if (known != null) {
      return known == Json.NULL ? right.expr() : left.expr();
    }
    return new PlanExpr.Coalesce(left.expr(), right.expr());
  }

  /** Whether the value of an expression is the same in every run. */
  static boolean isClosed(PlanExpr expr) {
    return isClosed(expr, Set.of());
  }

  private static boolean isClosed(PlanExpr expr, Set<String> bound) {
    return switch (expr) {
      case PlanExpr.Const c -> true;
      case PlanExpr.Local l -> bound.contains(l.name());
      case PlanExpr.ListOf l -> areClosed(l.items(), bound);
      case PlanExpr.MapOf m -> areClosed(m.entries().values(), bound);
      case PlanExpr.Call c -> areClosed(c.args(), bound);
      case PlanExpr.Template t -> areClosed(t.parts(), bound);
      case PlanExpr.Field f -> isClosed(f.object(), bound);
      case PlanExpr.Index i -> areClosed(List.of(i.object(), i.index()), bound);
      case PlanExpr.Cond c -> areClosed(List.of(c.condition(), c.then(), c.otherwise()), bound);
      case PlanExpr.Logic l -> areClosed(List.of(l.left(), l.right()), bound);
      case PlanExpr.Coalesce c -> areClosed(List.of(c.value(), c.otherwise()), bound);
      case PlanExpr.Comprehension c ->
          isClosed(c.range(), bound) && isClosed(c.body(), with(bound, c.variable()));
      case PlanExpr.MapValues m ->
          isClosed(m.map(), bound) && isClosed(m.body(), with(bound, m.variable()));
      case PlanExpr.WorkflowInput i -> false;
      case PlanExpr.TaskInput i -> false;
      case PlanExpr.StepOutputs s -> false;
      case PlanExpr.Gathered g -> false;
      case PlanExpr.StepStatus s -> false;
      case PlanExpr.StepError e -> false;
      case PlanExpr.Caught c -> false;
      case PlanExpr.Item i -> false;
      case PlanExpr.Ordinal o -> false;
      case PlanExpr.Secret s -> false;
      case PlanExpr.RunFact f -> false;
    };
  }

  private static Set<String> with(Set<String> bound, String variable) {
    Set<String> more = new HashSet<>(bound);
    more.add(variable);
    return more;
  }

  private static boolean areClosed(Collection<PlanExpr> exprs, Set<String> bound) {
    return exprs.stream().allMatch(expr -> isClosed(expr, bound));
  }
}
