package dev.jobc.diag;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a stage returns: a value, or errors; warnings either way. */
public sealed interface Checked<T> {

  /** By file and position. */
  List<Diagnostic> diagnostics();

  /** A sound value; its diagnostics hold no error. */
  record Ok<T>(T value, List<Diagnostic> diagnostics) implements Checked<T> {
    public Ok {
      diagnostics = List.copyOf(diagnostics);
      if (diagnostics.stream().anyMatch(Diagnostic::isError)) {
        throw new IllegalArgumentException("a sound value has no errors: " + diagnostics);
      }
    }
  }

  /**
   * At least one error.
   *
   * @param partial what could be made out nevertheless, with the broken parts left out; good for
   *     finding more mistakes, never for running. Null when nothing could be made out.
   */
  record Failed<T>(@Nullable T partial, List<Diagnostic> diagnostics) implements Checked<T> {
    public Failed {
      diagnostics = List.copyOf(diagnostics);
      if (diagnostics.stream().noneMatch(Diagnostic::isError)) {
        throw new IllegalArgumentException("a failure has an error");
      }
    }
  }

  /** A failure with one error and nothing to show. */
  static <T> Checked<T> failed(Diagnostic error) {
    return new Failed<>(null, List.of(error));
  }

  default boolean isOk() {
    return this instanceof Ok;
  }
}
