package dev.jobc.type;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The written form of decimals. Equal values are equal texts: no exponent, no superfluous zeros, no
 * sign before a zero. {@code 1.50} becomes {@code 1.5}; {@code format("%.2f", [x])} writes digits.
 */
public final class DecimalText {
  /** Digits before the point, at most. */
  public static final int MAX_WHOLE = 38;

  /** Digits behind the point, at most. */
  public static final int MAX_FRACTION = 38;

  private static final int MAX_TEXT = 200;

  private DecimalText() {}

  /** The canonical form of a written decimal; null when it is none, or has too many digits. */
  public static @Nullable String canonical(String text) {
    if (text.length() > MAX_TEXT) {
      return null;
    }
    try {
      return canonical(new BigDecimal(text));
    } catch (NumberFormatException | ArithmeticException e) {
      return null;
    }
  }

  /** The canonical form of a value; null when it has too many digits. */
  public static @Nullable String canonical(BigDecimal value) {
    if (value.signum() == 0) {
      return "0";
    }
    long whole = (long) value.precision() - value.scale();
    if (whole > MAX_WHOLE || value.scale() > MAX_FRACTION + MAX_TEXT) {
      return null;
    }
    BigDecimal plain = value.stripTrailingZeros();
    return plain.scale() > MAX_FRACTION ? null : plain.toPlainString();
  }
}
