package dev.jobc.executor.runner.oneshot;

import dev.jobc.executor.TaskError;
import dev.jobc.executor.runner.Stopped;
import dev.jobc.executor.runner.TaskCall;
import dev.jobc.executor.runner.TaskResult;
import dev.jobc.executor.runner.TaskRunner.CancelReason;
import dev.jobc.executor.runner.process.Captured;
import dev.jobc.executor.runner.process.ExitText;
import dev.jobc.json.Json;
import dev.jobc.plan.TaskSpec;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what an ended program left, and says what came of the attempt. */
final class Ending {
  /** So little is left that it is as good as nothing. */
  private static final long FULL_BYTES = 1 << 16;

  private Ending() {}

  static TaskResult read(
      TaskCall call, AttemptFolder folder, int exitCode, @Nullable CancelReason stopped) {
    TaskResult.Output output =
        new TaskResult.Output(
            Captured.range(folder.out(), 0, Long.MAX_VALUE),
            Captured.range(folder.err(), 0, Long.MAX_VALUE));
    return new TaskResult(outcome(call, folder, exitCode, stopped), output);
  }

  private static TaskResult.Outcome outcome(
      TaskCall call, AttemptFolder folder, int exitCode, @Nullable CancelReason stopped) {
    if (stopped != null) {
      return new TaskResult.Outcome.Failed(Stopped.error(stopped, call.timeoutMillis()));
    }
    String meaning = call.spec().exitCodes().get(exitCode);
    if (TaskSpec.SKIP.equals(meaning)) {
      return new TaskResult.Outcome.Skipped();
    }
    if (exitCode != 0 || meaning != null) {
      String tail = Captured.tail(folder.err(), 0);
      return new TaskResult.Outcome.Failed(
          new TaskError(
              meaning == null ? TaskError.EXIT_CODE : meaning,
              name(call) + " " + ExitText.of(exitCode) + noSpace(folder),
              tail.isEmpty() ? null : tail));
    }
    try {
      return new TaskResult.Outcome.Succeeded(
          outputs(call.spec(), folder), SpawnFile.read(call.spec(), folder));
    } catch (OutputException e) {
      return new TaskResult.Outcome.Failed(
          new TaskError(TaskError.OUTPUT_TYPE_ERROR, String.valueOf(e.getMessage())));
    } catch (IOException e) {
      return new TaskResult.Outcome.Failed(
          new TaskError(TaskError.UNEXPECTED, "the task's outputs can't be read: " + e));
    }
  }

  private static Json.Obj outputs(TaskSpec spec, AttemptFolder folder) throws IOException {
    if (!Files.isRegularFile(folder.output())) {
      throw new OutputException("the task left no file at $JOBC_OUTPUT: it removed or replaced it");
    }
    Json.Obj written = OutputFile.parse(Utf8.read(folder.output(), "$JOBC_OUTPUT"), spec.outputs());
    TaskSpec.Capture capture = spec.capture();
    if (capture == null) {
      return written;
    }
    Map<String, Json> all = new LinkedHashMap<>(written.members());
    String stdout = Utf8.read(folder.out(), "the captured standard output");
    all.put(capture.as(), Capturing.of(stdout, capture, spec.outputs()));
    return Json.object(all);
  }

  /** A program can't tell when there is no room for its words either. */
  private static String noSpace(AttemptFolder folder) {
    File root = folder.root().toFile();
    boolean full = root.getTotalSpace() > 0 && root.getUsableSpace() < FULL_BYTES;
    return full ? "; no space is left on the disk of the worker's directory" : "";
  }

  private static String name(TaskCall call) {
    return call.spec().entry() instanceof TaskSpec.Entry.Command(String program)
        ? "`" + program + "`"
        : "the script";
  }
}
