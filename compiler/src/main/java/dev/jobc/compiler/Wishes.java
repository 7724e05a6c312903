package dev.jobc.compiler;

import dev.jobc.compiler.lint.LintLevels;
import java.util.Map;

/**
 * What a caller wants of a compilation.
 *
 * @param levels which warnings, on top of what the project and the files say
 * @param texts what to read instead of what a file holds, by the path it is shown under
 * @param provenance whether to look up what commit the files come from
 */
public record Wishes(LintLevels levels, Map<String, String> texts, boolean provenance) {
  public static final Wishes NONE = new Wishes(LintLevels.DEFAULT, Map.of());

  /** What comes from which commit is not asked for. */
  public Wishes(LintLevels levels, Map<String, String> texts) {
    this(levels, texts, false);
  }

  public Wishes {
    texts = Map.copyOf(texts);
  }

  /** The same, with other texts. */
  public Wishes with(Map<String, String> others) {
    return new Wishes(levels, others, provenance);
  }

  /** The same, and the commits that the files come from. */
  public Wishes withProvenance() {
    return new Wishes(levels, texts, true);
  }
}
