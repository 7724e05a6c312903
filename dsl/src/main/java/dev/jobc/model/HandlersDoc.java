package dev.jobc.model;

import dev.jobc.source.Located;
import dev.jobc.source.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code catch} and {@code finally} of a block or of the workflow.
 *
 * @param last the steps of {@code finally}, null for none
 */
public record HandlersDoc(List<CatchDoc> catches, @Nullable BlockDoc last) {
  /** Nothing written. */
  public static final HandlersDoc NONE = new HandlersDoc(List.of(), null);

  public HandlersDoc {
    catches = List.copyOf(catches);
  }

  /** The blocks, in the order in which their steps are numbered. */
  public List<PartDoc> parts() {
    List<PartDoc> parts = new ArrayList<>();
    catches.forEach(clause -> parts.add(new PartDoc(PartDoc.Role.CATCH, clause.steps())));
    if (last != null) {
      parts.add(new PartDoc(PartDoc.Role.FINALLY, last));
    }
    return parts;
  }

  /**
   * A clause of {@code catch}.
   *
   * @param errors empty for every error
   * @param as the error's name in expressions, {@code err} at the clause when the author wrote none
   * @param steps may be empty: then the error is forgotten
   * @param span the clause
   */
  public record CatchDoc(
      List<Located<String>> errors, Located<String> as, BlockDoc steps, Span span) {
    /** The error's name when the author gives none. */
    public static final String DEFAULT_NAME = "err";

    public CatchDoc {
      errors = List.copyOf(errors);
    }
  }
}
