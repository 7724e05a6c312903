package dev.jobc.plan;

import dev.jobc.json.JsonException;
import java.util.Map;
import java.util.TreeMap;

/** Constants of enums as authors write them and plans store them: {@code roundRobin}. */
public final class PlanWords {
  private PlanWords() {}

  /** {@code ROUND_ROBIN} as {@code roundRobin}. */
  public static String word(Enum<?> constant) {
    StringBuilder word = new StringBuilder();
    boolean capital = false;
    for (char c : constant.name().toCharArray()) {
      if (c == '_') {
        capital = true;
      } else {
        word.append(capital ? c : Character.toLowerCase(c));
        capital = false;
      }
    }
    return word.toString();
  }

  /** The constants by their words, in alphabetical order. */
  public static <E extends Enum<E>> Map<String, E> words(E[] constants) {
    Map<String, E> words = new TreeMap<>();
    for (E constant : constants) {
      words.put(word(constant), constant);
    }
    return words;
  }

  static <E extends Enum<E>> E read(E[] constants, String word) {
    for (E constant : constants) {
      if (word(constant).equals(word)) {
        return constant;
      }
    }
    throw new JsonException("unknown word `" + word + "`");
  }
}
