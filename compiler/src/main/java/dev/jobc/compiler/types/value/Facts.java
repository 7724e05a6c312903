package dev.jobc.compiler.types.value;

/**
 * What the outcome of a condition says about other values: after {@code x != null} is true, {@code
 * x} is there. A step under an {@code if} is checked with {@link Scope#given} what is known when
 * the condition holds, its alternative with what is known when it doesn't.
 */
public record Facts(Known whenTrue, Known whenFalse) {
  public static final Facts NONE = new Facts(Known.NOTHING, Known.NOTHING);

  /** What is known where a condition has turned out that way. */
  public static Known known(Typed condition, boolean outcome) {
    Facts facts = condition.facts();
    boolean usable = outcome && !condition.isBroken();
    return usable ? facts.whenTrue.and(Known.truth(condition.expr())) : facts.whenFalse;
  }

  /** Of {@code !a}. */
  public Facts negated() {
    return this == NONE ? this : new Facts(whenFalse, whenTrue);
  }

  /** Of {@code a && b}. */
  public Facts and(Facts other) {
    Known bothHold = whenTrue.and(other.whenTrue);
    return of(bothHold, whenFalse.or(whenTrue.and(other.whenFalse)));
  }

  /** Of {@code a || b}. */
  public Facts or(Facts other) {
    return negated().and(other.negated()).negated();
  }

  public static Facts of(Known whenTrue, Known whenFalse) {
    boolean nothing = whenTrue.isNothing() && whenFalse.isNothing();
    return nothing ? NONE : new Facts(whenTrue, whenFalse);
  }
}
