package dev.jobc.compiler.simulate;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How one run goes: a function from questions to choices.
 *
 * @param forced the number of the option for a step, or for an input by {@code inputs.name}
 * @param noise percent of the other questions that get any of their options instead of the first
 * @param seed of the noise
 */
record Script(Map<String, Integer> forced, int noise, long seed) {
  /** Everything goes well, with ordinary values. */
  static final Script ORDINARY = new Script(Map.of(), 0, 0);

  Script {
    forced = Collections.unmodifiableMap(new TreeMap<>(forced));
  }

  Script with(String what, int option) {
    Map<String, Integer> more = new TreeMap<>(forced);
    more.put(what, option);
    return new Script(more, noise, seed);
  }

  Script noisy(int percent, long newSeed) {
    return new Script(forced, percent, newSeed);
  }

  /**
   * The number of an option.
   *
   * @param who the step or input
   * @param where what tells this question from others of the same step
   */
  int choose(String who, String where, int options) {
    Integer wanted = forced.get(who);
    if (wanted != null) {
      return Math.min(wanted, options - 1);
    }
    long hash = mix(seed ^ mix(where.hashCode()));
    boolean any = Math.floorMod(hash, 100) < noise;
    return any ? (int) Math.floorMod(mix(hash), (long) options) : 0;
  }

  /** A time for a noisy run, so that branches end in any order. */
  long took(String where) {
    long[] times = {Mocks.USUAL, 10, 600_000, Mocks.USUAL};
    long hash = mix(seed ^ mix(where.hashCode() + 1L));
    return noise == 0 ? Mocks.USUAL : times[(int) Math.floorMod(hash, (long) times.length)];
  }

  /** The finaliser of SplitMix64 (Steele, Lea, Flood, 2014). */
  static long mix(long seed) {
    long z = seed + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
