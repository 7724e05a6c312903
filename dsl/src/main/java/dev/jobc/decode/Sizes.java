package dev.jobc.decode;

import java.util.Map;

/** Sizes as authors write them: {@code 512Mi}, {@code 1Gi}, {@code 200M}; powers of 2 or of 10. */
public final class Sizes {
  private static final int MAX_DIGITS = 6;
  private static final Map<String, Long> UNITS =
      Map.of(
          "k",
          1_000L,
          "M",
          1_000_000L,
          "G",
          1_000_000_000L,
          "T",
          1_000_000_000_000L,
          "Ki",
          1L << 10,
          "Mi",
          1L << 20,
          "Gi",
          1L << 30,
          "Ti",
          1L << 40);

  private Sizes() {}

  /**
   * Reads a size: a whole number of at most six digits and a unit.
   *
   * @return bytes, at least 1; 0 when the text is not a size
   */
  public static long parse(String text) {
    int digits = 0;
    while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
      digits++;
    }
    Long unit = UNITS.get(text.substring(digits));
    if (unit == null || digits == 0 || digits > MAX_DIGITS || text.charAt(0) == '0') {
      return 0;
    }
    return Long.parseLong(text, 0, digits, 10) * unit;
  }
}
