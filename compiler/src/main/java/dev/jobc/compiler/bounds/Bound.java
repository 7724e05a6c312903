package dev.jobc.compiler.bounds;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A number that cannot be exceeded, or the reasons why there is none. Arithmetic stops at {@link
 * Long#MAX_VALUE} instead of overflowing.
 *
 * @param value the bound; of an open one, what the known parts come to. Never negative.
 * @param causes why it is open, the first few; empty when it is not
 */
public record Bound(long value, List<Cause> causes) {
  public static final Bound ZERO = new Bound(0, List.of());
  public static final Bound ONE = new Bound(1, List.of());

  /** How many causes are kept; more would tell nobody more. */
  static final int MAX_CAUSES = 5;

  public Bound {
    causes = List.copyOf(causes);
  }

  public static Bound of(long value) {
    return new Bound(value, List.of());
  }

  static Bound open(Cause cause) {
    return new Bound(0, List.of(cause));
  }

  public boolean isOpen() {
    return !causes.isEmpty();
  }

  /** Whether it is larger than what can be counted. */
  public boolean isEndless() {
    return value == Long.MAX_VALUE;
  }

  /** Whether this is certain to exceed a limit, or cannot be held to it. */
  public boolean exceeds(long limit) {
    return isOpen() || value > limit;
  }

  Bound plus(Bound other) {
    return new Bound(plus(value, other.value), together(other));
  }

  Bound times(long factor) {
    return factor == 0 ? ZERO : new Bound(times(value, factor), causes);
  }

  /** Open when either is: then neither is known to be the larger one. */
  Bound max(Bound other) {
    return new Bound(Math.max(value, other.value), together(other));
  }

  /** What is left when something ends it at a limit; 0 for no limit. */
  Bound atMost(long limit) {
    return limit == 0 ? this : of(isOpen() ? limit : Math.min(value, limit));
  }

  private List<Cause> together(Bound other) {
    if (causes.isEmpty() || other.causes.isEmpty()) {
      return causes.isEmpty() ? other.causes : causes;
    }
    Set<Cause> all = new LinkedHashSet<>(causes);
    all.addAll(other.causes);
    List<Cause> list = new ArrayList<>(all);
    return list.subList(0, Math.min(MAX_CAUSES, list.size()));
  }

  static long plus(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }

  static long times(long a, long b) {
    return a != 0 && b > Long.MAX_VALUE / a ? Long.MAX_VALUE : a * b;
  }
}
