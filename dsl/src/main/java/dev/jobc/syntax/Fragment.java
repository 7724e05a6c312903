package dev.jobc.syntax;

import dev.jobc.source.Place;
import dev.jobc.source.Span;
import dev.jobc.yaml.ScalarText;

/**
 * A part of a scalar that is parsed on its own; it knows where its characters stand in the file.
 *
 * @param start offset in the scalar's decoded text
 * @param end offset behind it
 */
record Fragment(ScalarText scalar, int start, int end) {

  static Fragment all(ScalarText scalar) {
    return new Fragment(scalar, 0, scalar.value().length());
  }

  String text() {
    return scalar.value().substring(start, end);
  }

  /** The place in the file of a range of {@link #text}. */
  Span toFile(int from, int to) {
    return scalar.toFile(start + from, start + to);
  }

  Place place(int from, int to) {
    return scalar.file().place(toFile(from, to));
  }

  Place place(Span file) {
    return scalar.file().place(file);
  }
}
