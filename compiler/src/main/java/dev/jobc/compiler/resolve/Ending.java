package dev.jobc.compiler.resolve;

import dev.jobc.model.PartDoc;
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
  BESIDE,
  /** It runs only when the other one doesn't. */
  INSTEAD;

  /**
   * Compares two steps.
   *
   * @param reader the step that starts, null for the end of the workflow
   */
  static Ending of(Step target, @Nullable Step reader) {
    if (reader == null) {
      return atTheEnd(target);
    }
    if (target == reader) {
      return ITSELF;
    }
    if (target.encloses(reader)) {
      return undoes(reader, target) ? BEFORE : AROUND;
    }
    if (reader.encloses(target)) {
      return LATER;
    }
    Step mine = reader;
    while (mine.parent() != null && !mine.parent().encloses(target)) {
      mine = mine.parent();
    }
    Step other = target;
    boolean undone = false;
    while (other.parent() != mine.parent()) {
      undone |= other.home().role() == PartDoc.Role.COMPENSATE;
      other = Objects.requireNonNull(other.parent());
    }
    if (undone) {
      return LATER;
    }
    if (mine.home() != other.home()) {
      return parts(other.home().role(), mine.home().role());
    }
    return switch (mine.home().kind()) {
      case SEQUENCE -> other.position() < mine.position() ? BEFORE : LATER;
      case PARALLEL -> BESIDE;
      case GRAPH -> BEFORE;
    };
  }

  /** The outputs are evaluated before {@code finally}, and instead of what is undone. */
  private static Ending atTheEnd(Step target) {
    for (Step at = target; at != null; at = at.parent()) {
      boolean last = at.parent() == null && at.home().role() == PartDoc.Role.FINALLY;
      if (last || at.home().role() == PartDoc.Role.COMPENSATE) {
        return LATER;
      }
    }
    return BEFORE;
  }

  /** Whether the reader is in what compensates the target. */
  private static boolean undoes(Step reader, Step target) {
    Step at = reader;
    while (at.parent() != null && at.parent() != target) {
      at = at.parent();
    }
    return at.home().role() == PartDoc.Role.COMPENSATE;
  }

  /** Of two parts of one step. */
  private static Ending parts(PartDoc.Role target, PartDoc.Role reader) {
    return switch (reader) {
      case BODY -> LATER;
      case TURN, BRANCH -> BESIDE;
      case CASE -> INSTEAD;
      case CATCH -> target == PartDoc.Role.BODY ? BEFORE : target == reader ? INSTEAD : LATER;
      case FINALLY -> target == PartDoc.Role.BODY || target == PartDoc.Role.CATCH ? BEFORE : LATER;
      case COMPENSATE -> target == PartDoc.Role.BODY ? BEFORE : LATER;
    };
  }
}
