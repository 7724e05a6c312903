package dev.jobc.executor.runner;

import dev.jobc.protocol.Failure;
import org.jspecify.annotations.Nullable;

/** The frames of a failure as text, innermost last, causes first: the order Python prints. */
final class TraceText {
  private TraceText() {}

  /** Null when there are no frames. */
  static @Nullable String of(Failure failure) {
    if (failure.trace().isEmpty() && failure.cause() == null) {
      return null;
    }
    StringBuilder text = new StringBuilder();
    append(text, failure);
    return text.toString();
  }

  private static void append(StringBuilder text, Failure failure) {
    @Nullable Failure cause = failure.cause();
    if (cause != null) {
      append(text, cause);
      text.append("which led to:\n");
    }
    for (Failure.Frame frame : failure.trace()) {
      text.append("  ").append(frame.file()).append(':').append(frame.line());
      if (!frame.fn().isEmpty()) {
        text.append(" in ").append(frame.fn());
      }
      text.append('\n');
      if (!frame.code().isEmpty()) {
        text.append("    ").append(frame.code()).append('\n');
      }
    }
    text.append(failure.type()).append(": ").append(failure.message()).append('\n');
  }
}
