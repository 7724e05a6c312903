package dev.jobc.diag;

import dev.jobc.source.Place;
import java.util.List;

/**
 * A change of the sources that a tool can apply.
 *
 * @param title what it does, in a few words
 * @param edits replacements that don't overlap
 * @param automatic whether it may be applied unasked; otherwise it is for the author to choose,
 *     because what is called would be a guess
 */
public record Fix(String title, List<Edit> edits, boolean automatic) {
  public Fix {
    edits = List.copyOf(edits);
  }

  /** Replaces the text at a place. */
  public record Edit(Place place, String replacement) {}

  public static Fix replace(String title, Place place, String replacement) {
    return new Fix(title, List.of(new Edit(place, replacement)), true);
  }

  /** The same, to be chosen by the author. */
  public Fix toChoose() {
    return new Fix(title, edits, false);
  }
}
