package dev.jobc.executor;

/**
 * The id of a run: a time-ordered 63-bit number inside (41 bits of milliseconds since 2020, 6 bits
 * of cell, 16 bits of sequence), a ULID outside (26 characters of Crockford's base 32).
 *
 * <p>The ULID carries the number and 58 bits made from it, so that a mistyped id is told from an
 * unknown one.
 */
public record RunId(long value) implements Comparable<RunId> {
  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

  /** 2020-01-01T00:00:00Z in milliseconds: the number's time starts here. */
  public static final long EPOCH = 1_577_836_800_000L;

  private static final int LOW_BITS = 22;
  private static final long LOW_MASK = (1L << LOW_BITS) - 1;
  private static final int CHECK_BITS = 58;
  private static final long CHECK_MASK = (1L << CHECK_BITS) - 1;

  public RunId {
    if (value < 0) {
      throw new IllegalArgumentException("run id " + value + " is negative");
    }
  }

  /**
   * Makes an id.
   *
   * @param epochMillis time of creation
   * @param cell 0 to 63
   * @param sequence any number; its low 16 bits are taken
   */
  public static RunId of(long epochMillis, int cell, long sequence) {
    return new RunId(
        ((epochMillis - EPOCH) << LOW_BITS) | ((long) cell << 16) | (sequence & 0xffff));
  }

  /**
   * Reads the form that {@link #toString} writes, in either case.
   *
   * @throws IllegalArgumentException when the text is no run id, with a reason for people
   */
  public static RunId parse(String text) {
    if (text.length() != 26) {
      throw new IllegalArgumentException(
          "a run id has 26 characters, `" + text + "` has " + text.length());
    }
    long high = 0;
    long low = 0;
    for (int i = 0; i < 26; i++) {
      int digit = ALPHABET.indexOf(Character.toUpperCase(text.charAt(i)));
      if (digit < 0) {
        throw new IllegalArgumentException(
            "`" + text.charAt(i) + "` in `" + text + "` is no character of a run id");
      }
      high = (high << 5) | (low >>> 59);
      low = (low << 5) | digit;
    }
    // 128 bits: 48 of time, 58 of check, 22 of cell and sequence.
    long time = high >>> 16;
    RunId id = new RunId(((time - EPOCH) << LOW_BITS) | (low & LOW_MASK));
    if (!id.toString().equalsIgnoreCase(text)) {
      throw new IllegalArgumentException("`" + text + "` is mistyped: its check bits don't match");
    }
    return id;
  }

  public long epochMillis() {
    return (value >>> LOW_BITS) + EPOCH;
  }

  @Override
  public String toString() {
    long time = epochMillis();
    long check = mix(value) & CHECK_MASK;
    long high = (time << 16) | (check >>> 42);
    long low = (check << LOW_BITS) | (value & LOW_MASK);
    char[] text = new char[26];
    for (int i = 25; i >= 0; i--) {
      text[i] = ALPHABET.charAt((int) (low & 31));
      low = (low >>> 5) | (high << 59);
      high >>>= 5;
    }
    return new String(text);
  }

  @Override
  public int compareTo(RunId other) {
    return Long.compare(value, other.value);
  }

  /** The finaliser of SplitMix64 (Steele, Lea, Flood, 2014). */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
