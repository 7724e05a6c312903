package dev.jobc.compiler.resolve;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether a step has ended, for certain, when another one starts. */
public enum Ending {
  /** It has. */
  BEFORE,
  /** It is the same step. */
  ITSELF,
  /** It is a block around the other step. */
  AROUND,
  /** It comes later in the sequence, or inside the step that asks. */
  LATER,
  /** It runs at the same time in another branch. */
  BESIDE;

  /**
   * Compares two steps.
   *
   * @param reader the step that starts, null for the end of the workflow
   */
  static Ending of(Step target, @Nullable Step reader) {
    if (reader == null) {
      return BEFORE;
    }
    if (target == reader) {
      return ITSELF;
    }
    if (target.encloses(reader)) {
      return AROUND;
    }
    if (reader.encloses(target)) {
      return LATER;
    }
    Step mine = reader;
    while (mine.parent() != null && !mine.parent().encloses(target)) {
      mine = mine.parent();
    }
    Step other = target;
    while (other.parent() != mine.parent()) {
      other = Objects.requireNonNull(other.parent());
    }
    if (mine.home() != other.home()) {
      return BESIDE;
    }
    return switch (mine.home().kind()) {
      case SEQUENCE -> other.position() < mine.position() ? BEFORE : LATER;
      case PARALLEL -> BESIDE;
      case GRAPH -> BEFORE;
    };
  }
}
