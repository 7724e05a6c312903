package dev.jobc.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The machine in one line, for beside the figures. */
final class Machine {
  private Machine() {}

  static String describe() {
    Runtime runtime = Runtime.getRuntime();
    return "%d x %s, %s, Linux %s, Java %s, %d MiB heap"
        .formatted(
            runtime.availableProcessors(),
            find("/proc/cpuinfo", "model name"),
            find("/proc/meminfo", "MemTotal"),
            System.getProperty("os.version"),
            Runtime.version(),
            runtime.maxMemory() >> 20);
  }

  private static String find(String file, String key) {
    try {
      List<String> lines = Files.readAllLines(Path.of(file));
      return lines.stream()
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }
}
