package dev.jobc.executor.runner.worker;

import dev.jobc.executor.runner.TaskResult;
import dev.jobc.executor.runner.process.Captured;
import dev.jobc.executor.runner.process.Folders;
import dev.jobc.protocol.Message;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The directory of one worker process, and how far its output belongs to answered tasks. */
final class WorkerFiles {
  private final Path folder;
  private long outEnd;
  private long errEnd;

  WorkerFiles(Path folder) {
    this.folder = folder;
  }

  /** What an answered task wrote; from here on it is spoken for. */
  TaskResult.Output take(Message.Result result) {
    byte[] stdout = bytes(out(), result.out());
    byte[] stderr = bytes(err(), result.err());
    outEnd = result.out() == null ? outEnd : Math.max(outEnd, result.out().end());
    errEnd = result.err() == null ? errEnd : Math.max(errEnd, result.err().end());
    return new TaskResult.Output(stdout, stderr);
  }

  /** What a task wrote that was never answered. */
  TaskResult.Output rest() {
    return new TaskResult.Output(
        Captured.range(out(), outEnd, Long.MAX_VALUE),
        Captured.range(err(), errEnd, Long.MAX_VALUE));
  }

  /** The last lines on standard error that no answered task wrote; empty when there are none. */
  String lastWords() {
    return Captured.tail(err(), errEnd);
  }

  /** Bytes of output so far. */
  long size() {
    return outEnd + errEnd;
  }

  void remove() {
    Folders.remove(folder);
  }

  private static byte[] bytes(Path file, Message.@Nullable Span span) {
    return span == null || span.end() <= span.start()
        ? new byte[0]
        : Captured.range(file, span.start(), span.end());
  }

  private Path out() {
    return folder.resolve("out");
  }

  private Path err() {
    return folder.resolve("err");
  }
}
