package dev.jobc.compiler;

import dev.jobc.compiler.lint.LintLevels;
import java.util.Map;

/**
 * What a caller wants of a compilation.
 *
 * @param levels which warnings, on top of what the project and the files say
 * @param texts what to read instead of what a file holds, by the path it is shown under
 */
public record Wishes(LintLevels levels, Map<String, String> texts) {
  public static final Wishes NONE = new Wishes(LintLevels.DEFAULT, Map.of());

  public Wishes {
    texts = Map.copyOf(texts);
  }

  /** The same, with other texts. */
  public Wishes with(Map<String, String> others) {
    return new Wishes(levels, others);
  }
}
