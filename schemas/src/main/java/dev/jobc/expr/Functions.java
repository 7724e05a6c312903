package dev.jobc.expr;

import dev.jobc.json.Json;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every function and operator of the expression language. The compiler resolves names against it,
 * the evaluator runs what plans name by id.
 */
public final class Functions {
  private static final Map<String, Overload> BY_ID;
  private static final Map<String, List<Overload>> BY_NAME;

  private static final Set<String> NAMES;

  static {
    FunctionTable table = FunctionTable.read();
    BY_ID = table.byId();
    BY_NAME = table.byName();
    NAMES = namesOf(BY_ID.values());
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
    return switch (overload.family()) {
      case NUMBERS -> NumberFunctions.apply(overload, args);
      case DECIMALS -> DecimalFunctions.apply(overload, args, budget);
      case ORDER -> OrderFunctions.apply(overload, args, budget);
      case TEXT -> TextFunctions.apply(overload, args, budget);
      case BYTES -> BytesFunctions.apply(overload, args, budget);
      case COLLECTIONS -> CollectionFunctions.apply(overload, args, budget);
      case CONVERSIONS -> ConversionFunctions.apply(overload, args, budget);
      case TIME -> TimeFunctions.apply(overload, args);
      case CALENDAR -> CalendarFunctions.apply(overload, args);
    };
  }

  /** Why {@code format} fails with a text whatever the values are; null when it needn't. */
  public static @Nullable String wrongFormat(String pattern) {
    return TextFormat.wrong(pattern);
  }

  /** Function names that an author can write, without operators. */
  public static Set<String> names() {
    return NAMES;
  }

  private static Set<String> namesOf(Collection<Overload> overloads) {
    Set<String> names = new HashSet<>();
    for (Overload overload : overloads) {
      if (overload.style() == Overload.Style.FUNCTION
          || overload.style() == Overload.Style.EITHER) {
        names.add(overload.name());
      }
    }
    return Collections.unmodifiableSet(names);
  }

  /** All overloads, in the order of their documentation. */
  public static List<Overload> all() {
    return List.copyOf(BY_ID.values());
  }
}
