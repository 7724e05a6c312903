package dev.jobc.expr;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One signature of a function or operator. What it computes stands in the class of its family, see
 * {@link Functions#apply}.
 *
 * @param id unique, stored in plans, never reused for another meaning
 * @param name what the author writes: a name, or an operator such as {@code +}
 * @param style how it is written
 * @param params types of the arguments, a receiver first
 * @param result type of the value
 * @param family whose code computes it
 */
public record Overload(
    String id, String name, Style style, List<Shape> params, Shape result, Family family) {
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

  /** What a function is about, in the order of the documentation. */
  public enum Family {
    NUMBERS,
    DECIMALS,
    ORDER,
    TEXT,
    BYTES,
    COLLECTIONS,
    CONVERSIONS,
    TIME,
    CALENDAR
  }

  /** The signature as documentation shows it: {@code split(string, string) -> list<string>}. */
  public String signature() {
    return name
        + params.stream().map(Shape::toString).collect(Collectors.joining(", ", "(", ")"))
        + " -> "
        + result;
  }
}
