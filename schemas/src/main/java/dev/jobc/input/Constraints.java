package dev.jobc.input;

import dev.jobc.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a value must keep besides its type; null for no bound. Bounds are in the type's canonical
 * form.
 *
 * @param pattern a regular expression that the whole text must match
 * @param min smallest value, itself allowed
 * @param max largest value, itself allowed
 * @param minItems fewest items of a list, entries of a map
 * @param maxItems most items of a list, entries of a map
 * @param examples values for people to start from; each keeps the rest
 */
public record Constraints(
    @Nullable String pattern,
    @Nullable Json min,
    @Nullable Json max,
    @Nullable Integer minItems,
    @Nullable Integer maxItems,
    List<Json> examples) {

  /** Every value will do. */
  public static final Constraints NONE = new Constraints(null, null, null, null, null, List.of());

  public Constraints {
    examples = List.copyOf(examples);
  }
}
