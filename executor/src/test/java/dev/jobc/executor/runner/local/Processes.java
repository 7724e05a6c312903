package dev.jobc.executor.runner.local;

import dev.jobc.executor.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Questions to the operating system. */
final class Processes {
  private Processes() {}

  /** Waits the moment that the kernel takes between the kill and the end. */
  static void awaitEnd(long pid) {
    Await.until("the end of process " + pid, () -> !runs(pid));
  }

  /** Whether a process still runs. One that has ended and waits for its parent doesn't. */
  static boolean runs(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException e) {
      return false;
    }
  }
}
