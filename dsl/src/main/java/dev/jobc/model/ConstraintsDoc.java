package dev.jobc.model;

import dev.jobc.source.Located;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a value of an input must keep besides its type; null when the author wrote none.
 *
 * @param min a literal of the input's type, as is {@code max}
 * @param examples literals of the input's type
 */
public record ConstraintsDoc(
    @Nullable Located<String> pattern,
    @Nullable ValueDoc min,
    @Nullable ValueDoc max,
    @Nullable Located<Integer> minItems,
    @Nullable Located<Integer> maxItems,
    List<ValueDoc> examples) {

  /** Nothing written. */
  public static final ConstraintsDoc NONE =
      new ConstraintsDoc(null, null, null, null, null, List.of());

  public ConstraintsDoc {
    examples = List.copyOf(examples);
  }

  /** Whether the author wrote none. */
  public boolean isNone() {
    return pattern == null
        && min == null
        && max == null
        && minItems == null
        && maxItems == null
        && examples.isEmpty();
  }
}
