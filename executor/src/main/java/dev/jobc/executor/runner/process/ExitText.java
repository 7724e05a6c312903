package dev.jobc.executor.runner.process;

import java.util.Map;

/** How a process ended, in words. */
public final class ExitText {
  private static final int SIGNALLED = 128;
  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(1, "SIGHUP"),
          Map.entry(2, "SIGINT"),
          Map.entry(3, "SIGQUIT"),
          Map.entry(4, "SIGILL"),
          Map.entry(5, "SIGTRAP"),
          Map.entry(6, "SIGABRT"),
          Map.entry(7, "SIGBUS"),
          Map.entry(8, "SIGFPE"),
          Map.entry(9, "SIGKILL"),
          Map.entry(11, "SIGSEGV"),
          Map.entry(13, "SIGPIPE"),
          Map.entry(14, "SIGALRM"),
          Map.entry(15, "SIGTERM"));

  private ExitText() {}

  /** For example {@code ended with exit code 3}, {@code was killed by signal 11 (SIGSEGV)}. */
  public static String of(int exitCode) {
    String name = NAMES.get(exitCode - SIGNALLED);
    if (name == null) {
      return "ended with exit code " + exitCode;
    }
    // Without a word of the program's own, that is the likeliest reason and the hardest to see.
    String why = name.equals("SIGKILL") ? ", as the system does when memory runs out" : "";
    return "was killed by signal " + (exitCode - SIGNALLED) + " (" + name + ")" + why;
  }
}
