package dev.jobc.executor.runner.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds programs on a search path. */
public final class Programs {
  private static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";

  private Programs() {}

  /** The executor's own search path. */
  public static String searchPath() {
    String path = System.getenv("PATH");
    return path == null || path.isEmpty() ? DEFAULT_PATH : path;
  }

  /** The file that a program's name means on a search path; empty entries are skipped. */
  public static Optional<Path> find(String name, String searchPath) {
    if (name.contains("/")) {
      return Optional.of(Path.of(name)).filter(Programs::executable);
    }
    return folders(searchPath)
        .map(folder -> folder.resolve(name))
        .filter(Programs::executable)
        .findFirst();
  }

  private static Stream<Path> folders(String searchPath) {
    return Arrays.stream(searchPath.split(File.pathSeparator))
        .filter(entry -> !entry.isEmpty())
        .map(Path::of);
  }

  private static boolean executable(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }
}
