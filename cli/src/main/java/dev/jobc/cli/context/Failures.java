package dev.jobc.cli.context;

import dev.jobc.executor.EngineException;
import dev.jobc.executor.InvalidInputException;
import dev.jobc.postgres.PostgresException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Turns whatever stopped a command into one line, hints, and an exit code. */
public final class Failures {
  private Failures() {}

  private record Words(ExitCode exit, String message, List<String> hints) {}

  /**
   * Tells the caller.
   *
   * @param debug whether to show the stack trace too
   */
  public static ExitCode report(Throwable failure, PrintStream err, boolean debug) {
    Words words = words(failure);
    err.println("error: " + words.message());
    words.hints().forEach(hint -> err.println("  = help: " + hint));
    if (debug) {
      failure.printStackTrace(err);
    }
    err.flush();
    return words.exit();
  }

  private static Words words(Throwable failure) {
    return switch (failure) {
      case CliException e -> new Words(e.exit(), text(e), e.hints());
      case PostgresException e ->
          new Words(ExitCode.DATABASE_UNREACHABLE, text(e), List.of(e.hint()));
      case InvalidInputException e ->
          new Words(
              ExitCode.USAGE,
              String.join("; ", e.problems()),
              List.of("inputs are given as -i name=value"));
      case EngineException e -> new Words(exit(e.kind()), text(e), hints(e.kind()));
      default -> internal(failure);
    };
  }

  private static ExitCode exit(EngineException.Kind kind) {
    return switch (kind) {
      case UNREACHABLE -> ExitCode.DATABASE_UNREACHABLE;
      case NOT_FOUND -> ExitCode.NOT_FOUND;
      case INVALID_INPUT -> ExitCode.USAGE;
      case TOO_LATE -> ExitCode.FAILED;
      case UNSUPPORTED -> ExitCode.DOES_NOT_COMPILE;
      case SCHEMA, STORAGE, INTERNAL -> ExitCode.FAILED;
    };
  }

  private static List<String> hints(EngineException.Kind kind) {
    return switch (kind) {
      case UNREACHABLE -> List.of("see `jobc doctor`; the address comes from JOBC_DATABASE_URL");
      case NOT_FOUND -> List.of("`jobc runs list` shows what there is");
      case INVALID_INPUT -> List.of();
      case TOO_LATE -> List.of("`jobc runs show` and `jobc approvals list` show how things are");
      case UNSUPPORTED -> List.of("`jobc check` and `jobc compile` know the whole language");
      case SCHEMA ->
          List.of(
              "use the newest jobc that has worked on this database",
              "before the first release tables still change: start with an empty database, such as"
                  + " --state-dir DIR gives");
      case STORAGE -> List.of("make room for the database, then run the command again");
      case INTERNAL -> List.of("--debug shows where it happened");
    };
  }

  private static Words internal(Throwable failure) {
    List<String> hints = new ArrayList<>();
    hints.add("this is a mistake in jobc; --debug shows where it happened");
    String name = failure.getClass().getSimpleName();
    String message = failure.getMessage();
    return new Words(
        ExitCode.FAILED, "internal: " + (message == null ? name : name + ": " + message), hints);
  }

  private static String text(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
