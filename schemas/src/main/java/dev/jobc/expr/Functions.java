package dev.jobc.expr;

import dev.jobc.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Every function and operator of the expression language. The compiler resolves names against it,
 * the evaluator runs what plans name by id.
 */
public final class Functions {
  private static final Map<String, Overload> BY_ID;
  private static final Map<String, List<Overload>> BY_NAME;

  static {
    FunctionTable table = new FunctionTable();
    ArithmeticFunctions.addTo(table);
    OrderFunctions.addTo(table);
    TextFunctions.addTo(table);
    CollectionFunctions.addTo(table);
    ConversionFunctions.addTo(table);
    TimeFunctions.addTo(table);
    BY_ID = table.byId();
    BY_NAME = table.byName();
  }

  private Functions() {}

  /** The overload of that id, null when there is none. */
  public static @Nullable Overload byId(String id) {
    return BY_ID.get(id);
  }

  /** The overloads an author may mean by a function name or an operator; empty for an unknown. */
  public static List<Overload> named(String name) {
    return BY_NAME.getOrDefault(name, List.of());
  }

  /** The overloads of an operator with so many operands. */
  public static List<Overload> operators(String symbol, int operands) {
    return named(symbol).stream().filter(f -> f.params().size() == operands).toList();
  }

  /** Computes a value from arguments of the overload's types. */
  public static Json apply(Overload overload, List<Json> args, Budget budget)
      throws EvaluationException {
    return overload.body().apply(args, budget);
  }

  /** Function names that an author can write, without operators. */
  public static Set<String> names() {
    return BY_ID.values().stream()
        .filter(f -> f.style() == Overload.Style.FUNCTION || f.style() == Overload.Style.EITHER)
        .map(Overload::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** All overloads, in the order of their documentation. */
  public static List<Overload> all() {
    return List.copyOf(BY_ID.values());
  }
}
