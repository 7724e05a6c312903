package dev.jobc.executor;

import java.util.List;

/**
 * A rule that holds of every database at any time, and what breaks it.
 *
 * @param name in a few words
 * @param meaning what it says, and what is wrong where it does not hold
 * @param broken how often it does not hold
 * @param examples some of what breaks it, in words
 */
public record Invariant(String name, String meaning, long broken, List<String> examples) {
  public Invariant {
    examples = List.copyOf(examples);
  }

  public boolean holds() {
    return broken == 0;
  }
}
