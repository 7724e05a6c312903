package dev.jobc.executor.work;

import dev.jobc.executor.TaskError;
import dev.jobc.executor.runner.TaskCall;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has to be before the code of a task begins.
 *
 * @param programs those that have to succeed, one after the other
 * @param then what the attempt fails with after them; null when nothing speaks against it
 * @param alone whether there is no code to begin after them
 */
record Guards(List<Program> programs, @Nullable TaskError then, boolean alone) {
  static final Guards NONE = new Guards(List.of(), null, false);

  Guards {
    programs = List.copyOf(programs);
  }

  /**
   * A program of its author.
   *
   * @param failure what the attempt fails with if the program does
   */
  record Program(TaskCall call, TaskError failure) {

    /** The failure, with what was wrong with the program. */
    TaskError failure(TaskError why) {
      return new TaskError(
          failure.name(), failure.message(), "the check: " + why.name() + ": " + why.message());
    }
  }
}
