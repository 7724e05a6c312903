package dev.jobc.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What has been spent so far, in CPU seconds: by a client with its children (compilation and
 * collection included) and by a PostgreSQL server with all its processes, those that have ended
 * included. Linux only.
 */
record Cost(double client, double postgres) {
  private static final double TICKS_A_SECOND = 100;

  static Cost now(long postmaster) {
    return now(ProcessHandle.current().pid(), postmaster);
  }

  static Cost now(long client, long postmaster) {
    return new Cost(withChildren(client), withChildren(postmaster));
  }

  private static double withChildren(long process) {
    return seconds(process, true) + children(process);
  }

  Cost minus(Cost earlier) {
    return new Cost(client - earlier.client, postgres - earlier.postgres);
  }

  private static double children(long parent) {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      return processes
          .filter(path -> path.getFileName().toString().chars().allMatch(Character::isDigit))
          .filter(path -> parentOf(path) == parent)
          .mapToDouble(path -> seconds(Long.parseLong(path.getFileName().toString()), false))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long parentOf(Path process) {
    String[] fields = stat(process);
    return fields.length == 0 ? -1 : Long.parseLong(fields[1]);
  }

  /** utime and stime, and with ended children cutime and cstime: proc(5), fields 14 to 17. */
  private static double seconds(long pid, boolean endedChildren) {
    String[] fields = stat(Path.of("/proc", Long.toString(pid)));
    if (fields.length == 0) {
      return 0;
    }
    long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    if (endedChildren) {
      ticks += Long.parseLong(fields[13]) + Long.parseLong(fields[14]);
    }
    return ticks / TICKS_A_SECOND;
  }

  /**
   * The fields from the third on, because the second may hold spaces; none for an ended process.
   */
  private static String[] stat(Path process) {
    try {
      String text = Files.readString(process.resolve("stat"));
      return text.substring(text.lastIndexOf(')') + 2).split(" ");
    } catch (IOException e) {
      return new String[0];
    }
  }
}
