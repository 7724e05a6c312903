package dev.jobc.expr;

import dev.jobc.expr.PlanExpr.Comprehension;
import dev.jobc.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates compiled expressions. No side effects; always ends, within its {@link Budget}.
 *
 * <p>Arguments are evaluated left to right. {@code &&}, {@code ||}, {@code all} and {@code exists}
 * follow CEL: a side that decides the result wins over an error on the other side.
 */
public final class Evaluator {
  private final Environment environment;
  private final Budget budget;

  private Evaluator(Environment environment, Budget budget) {
    this.environment = environment;
    this.budget = budget;
  }

  /**
   * Evaluates with the default budget.
   *
   * @throws EvaluationException when the values of this run make it impossible
   */
  public static Json evaluate(PlanExpr expr, Environment environment) throws EvaluationException {
    return evaluate(expr, environment, new Budget(Budget.DEFAULT));
  }

  /** Evaluates within a budget; see {@link #evaluate(PlanExpr, Environment)}. */
  public static Json evaluate(PlanExpr expr, Environment environment, Budget budget)
      throws EvaluationException {
    Json value = new Evaluator(environment, budget).eval(expr, null);
    Sizes.check(value);
    return value;
  }

  /** Variables of the comprehensions around an expression, innermost first. */
  private record Locals(String name, Json value, @Nullable Locals outer) {}

  private Json eval(PlanExpr expr, @Nullable Locals locals) throws EvaluationException {
    budget.spend(1);
    return switch (expr) {
      case PlanExpr.Const c -> c.value();
      case PlanExpr.WorkflowInput i -> environment.workflowInput(i.name());
      case PlanExpr.TaskInput i -> environment.taskInput(i.name());
      case PlanExpr.StepOutputs s -> environment.stepOutputs(s.graph(), s.node());
      case PlanExpr.Gathered g -> environment.gathered(g.graph(), g.node());
      case PlanExpr.StepStatus s -> Json.of(environment.stepStatus(s.graph(), s.node()));
      case PlanExpr.StepError s -> environment.stepError(s.graph(), s.node());
      case PlanExpr.Caught c -> environment.caught(c.graph());
      case PlanExpr.Item i -> environment.item(i.graph());
      case PlanExpr.Secret s -> Json.of(environment.secret(s.name()));
      case PlanExpr.Ordinal o -> Json.of(environment.ordinal(o.graph()));
      case PlanExpr.RunFact f -> environment.runFact(f.name());
      case PlanExpr.Local l -> local(l.name(), locals);
      case PlanExpr.Field f -> field(eval(f.object(), locals), f.name());
      case PlanExpr.Index i -> index(eval(i.object(), locals), eval(i.index(), locals));
      case PlanExpr.ListOf l -> Json.array(all(l.items(), locals));
      case PlanExpr.MapOf m -> map(m, locals);
      case PlanExpr.Call c -> call(c, locals);
      case PlanExpr.Cond c -> eval(test(c.condition(), locals) ? c.then() : c.otherwise(), locals);
      case PlanExpr.Logic l -> Json.of(logic(l, locals));
      case PlanExpr.Coalesce c -> {
        Json value = eval(c.value(), locals);
        yield value == Json.NULL ? eval(c.otherwise(), locals) : value;
      }
      case Comprehension c -> comprehension(c, locals);
      case PlanExpr.MapValues m -> mapValues(m, locals);
      case PlanExpr.Template t -> template(t, locals);
    };
  }

  private static Json local(String name, @Nullable Locals locals) {
    for (Locals at = locals; at != null; at = at.outer()) {
      if (at.name().equals(name)) {
        return at.value();
      }
    }
    throw new IllegalStateException("the plan uses the unbound variable " + name);
  }

  private static Json field(Json object, String name) throws EvaluationException {
    return switch (object) {
      case Json.Null n -> n;
      case Json.Obj(Map<String, Json> members) -> members.getOrDefault(name, Json.NULL);
      default -> throw new EvaluationException("." + name + " of something that has no fields");
    };
  }

  private static Json index(Json object, Json index) throws EvaluationException {
    if (object instanceof Json.Arr(List<Json> items) && index instanceof Json.Int(long at)) {
      if (at < 0 || at >= items.size()) {
        throw new EvaluationException(
            "index " + at + " is out of range: the list has " + items.size() + " items");
      }
      return items.get((int) at);
    }
    if (object instanceof Json.Obj members && index instanceof Json.Str(String key)) {
      Json value = members.get(key);
      if (value == null) {
        throw new EvaluationException("the map has no key \"" + key + "\"");
      }
      return value;
    }
    throw new EvaluationException("an index into something that is neither list nor map");
  }

  private List<Json> all(List<PlanExpr> exprs, @Nullable Locals locals) throws EvaluationException {
    List<Json> values = new ArrayList<>(exprs.size());
    for (PlanExpr expr : exprs) {
      values.add(eval(expr, locals));
    }
    return values;
  }

  private Json map(PlanExpr.MapOf map, @Nullable Locals locals) throws EvaluationException {
    Map<String, Json> members = new LinkedHashMap<>();
    for (Map.Entry<String, PlanExpr> entry : map.entries().entrySet()) {
      members.put(entry.getKey(), eval(entry.getValue(), locals));
    }
    return Json.object(members);
  }

  private Json call(PlanExpr.Call call, @Nullable Locals locals) throws EvaluationException {
    Overload overload = Functions.byId(call.function());
    if (overload == null) {
      throw new EvaluationException(
          "this release knows no function " + call.function() + "; compile the workflow again");
    }
    return Functions.apply(overload, all(call.args(), locals), budget);
  }

  private boolean test(PlanExpr expr, @Nullable Locals locals) throws EvaluationException {
    if (eval(expr, locals) instanceof Json.Bool(boolean value)) {
      return value;
    }
    throw new EvaluationException("a condition is neither true nor false");
  }

  private boolean logic(PlanExpr.Logic logic, @Nullable Locals locals) throws EvaluationException {
    boolean decides = !logic.and();
    boolean left;
    try {
      left = test(logic.left(), locals);
    } catch (EvaluationException e) {
      if (test(logic.right(), locals) == decides) {
        return decides;
      }
      throw e;
    }
    return left == decides ? decides : test(logic.right(), locals);
  }

  private Json comprehension(Comprehension c, @Nullable Locals locals) throws EvaluationException {
    List<Json> items = range(eval(c.range(), locals));
    return switch (c.kind()) {
      case ALL -> Json.of(!reaches(c, items, false, locals));
      case EXISTS -> Json.of(reaches(c, items, true, locals));
      case EXISTS_ONE -> Json.of(filter(c, items, locals).size() == 1);
      case FILTER -> Json.array(filter(c, items, locals));
      case MAP -> {
        List<Json> mapped = new ArrayList<>(items.size());
        for (Json item : items) {
          mapped.add(eval(c.body(), new Locals(c.variable(), item, locals)));
        }
        yield Json.array(mapped);
      }
    };
  }

  private Json mapValues(PlanExpr.MapValues m, @Nullable Locals locals) throws EvaluationException {
    if (!(eval(m.map(), locals) instanceof Json.Obj(Map<String, Json> members))) {
      throw new EvaluationException("values of something that is no map");
    }
    Map<String, Json> mapped = new LinkedHashMap<>();
    for (Map.Entry<String, Json> entry : members.entrySet()) {
      Locals inner = new Locals(m.variable(), entry.getValue(), locals);
      mapped.put(entry.getKey(), eval(m.body(), inner));
    }
    return Json.object(mapped);
  }

  private static List<Json> range(Json range) throws EvaluationException {
    return switch (range) {
      case Json.Arr(List<Json> items) -> items;
      case Json.Obj(Map<String, Json> members) ->
          Json.strings(List.copyOf(members.keySet())).items();
      default -> throw new EvaluationException("a macro over something that is no list or map");
    };
  }

  /** Whether the body has the wanted value for some item; errors count only if none has. */
  private boolean reaches(
      Comprehension c, List<Json> items, boolean wanted, @Nullable Locals locals)
      throws EvaluationException {
    EvaluationException error = null;
    for (Json item : items) {
      try {
        if (test(c.body(), new Locals(c.variable(), item, locals)) == wanted) {
          return true;
        }
      } catch (EvaluationException e) {
        error = error == null ? e : error;
      }
    }
    if (error != null) {
      throw error;
    }
    return false;
  }

  private List<Json> filter(Comprehension c, List<Json> items, @Nullable Locals locals)
      throws EvaluationException {
    List<Json> kept = new ArrayList<>();
    for (Json item : items) {
      if (test(c.body(), new Locals(c.variable(), item, locals))) {
        kept.add(item);
      }
    }
    return kept;
  }

  private Json template(PlanExpr.Template template, @Nullable Locals locals)
      throws EvaluationException {
    StringBuilder text = new StringBuilder();
    for (PlanExpr part : template.parts()) {
      String plain = TextFormat.plain(eval(part, locals));
      budget.spend(plain.length());
      text.append(plain);
    }
    return Json.of(text.toString());
  }
}
