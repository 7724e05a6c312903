package dev.jobc.expr;

import dev.jobc.json.Json;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One signature of a function or operator, and what it computes.
 *
 * @param id unique, stored in plans, never reused for another meaning
 * @param name what the author writes: a name, or an operator such as {@code +}
 * @param style how it is written
 * @param params types of the arguments, a receiver first
 * @param result type of the value
 * @param body computes it from arguments of these types
 */
public record Overload(
    String id, String name, Style style, List<Shape> params, Shape result, Body body) {

  public Overload {
    params = List.copyOf(params);
  }

  /** How an author writes a call. */
  public enum Style {
    /** {@code a + b}, {@code -a}, {@code a in b}. */
    OPERATOR,
    /** {@code name(a, b)} only. */
    FUNCTION,
    /** {@code name(a, b)} or {@code a.name(b)}. */
    EITHER,
    /** Written by the compiler alone. */
    INTERNAL
  }

  /** Computes a value from arguments whose types were checked. */
  @FunctionalInterface
  public interface Body {
    Json apply(List<Json> args, Budget budget) throws EvaluationException;
  }

  /** The signature as documentation shows it: {@code split(string, string) -> list<string>}. */
  public String signature() {
    return name
        + params.stream().map(Shape::toString).collect(Collectors.joining(", ", "(", ")"))
        + " -> "
        + result;
  }
}
