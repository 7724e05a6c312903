package dev.jobc.executor.runner;

import dev.jobc.executor.TaskError;
import dev.jobc.protocol.Failure;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The one place that decides which error name a failure gets: a name the task declares, or one of
 * the built-in ones. Retries and {@code catch} go by this name.
 */
public final class ErrorNames {
  private static final int MAX_MESSAGE = 8 << 10;

  private ErrorNames() {}

  /**
   * The error of a task that a worker saw failing.
   *
   * @param declared error names the task declares
   */
  public static TaskError of(Failure failure, List<String> declared) {
    @Nullable String trace = TraceText.of(failure);
    return switch (failure.kind()) {
      case USER -> user(failure, declared, trace);
      case CANCELLED -> new TaskError(TaskError.CANCELLED, failure.message());
      case SERIALIZATION, TYPE ->
          new TaskError(TaskError.OUTPUT_TYPE_ERROR, bounded(failure.message()), trace);
      case LOAD -> new TaskError(TaskError.LOAD_ERROR, bounded(failure.message()), trace);
      case INTERNAL -> new TaskError(TaskError.UNEXPECTED, bounded(failure.message()), trace);
    };
  }

  private static TaskError user(Failure failure, List<String> declared, @Nullable String trace) {
    return Stream.concat(Stream.of(failure.type()), failure.bases().stream())
        .filter(declared::contains)
        .findFirst()
        .map(name -> new TaskError(name, bounded(failure.message()), trace))
        .orElseGet(
            () ->
                new TaskError(
                    TaskError.UNEXPECTED,
                    bounded(failure.type() + ": " + failure.message()),
                    trace));
  }

  private static String bounded(String message) {
    return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + " …";
  }
}
