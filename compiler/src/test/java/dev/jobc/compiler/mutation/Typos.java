package dev.jobc.compiler.mutation;

import java.util.Random;

/** Slips of the finger. */
final class Typos {
  private Typos() {}

  /** A word that the source doesn't know: two letters swapped, one left out, or one doubled. */
  static String of(String word, Source source, int seed) {
    Random random = new Random(31L * word.hashCode() + seed);
    for (int i = 0; i < 20; i++) {
      String typo = slip(word, random);
      if (!typo.equals(word) && !typo.isEmpty() && !source.knows(typo)) {
        return typo;
      }
    }
    return word + "x_";
  }

  private static String slip(String word, Random random) {
    int at = random.nextInt(word.length());
    return switch (random.nextInt(3)) {
      case 0 -> word.substring(0, at) + word.charAt(at) + word.substring(at);
      case 1 -> at == 0 ? word + "x" : word.substring(0, at) + word.substring(at + 1);
      default ->
          at == 0
              ? word + word.charAt(0)
              : word.substring(0, at - 1)
                  + word.charAt(at)
                  + word.charAt(at - 1)
                  + word.substring(at + 1);
    };
  }
}
