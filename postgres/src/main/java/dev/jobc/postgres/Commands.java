package dev.jobc.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Runs the server's programs with a fixed environment, so that the caller's can't change them. */
final class Commands {
  private Commands() {}

  /**
   * A command under the server's account that reads nothing and writes to a file. It never holds
   * the caller's own streams: a server that inherits a pipe keeps its reader waiting for ever.
   */
  static ProcessBuilder prepare(List<String> command, Path output) {
    ProcessBuilder builder = new ProcessBuilder(ServerUser.current().command(command));
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
    environment.put("LC_ALL", "C");
    environment.put("LANG", "C");
    environment.put("TZ", "UTC");
    return builder
        .directory(Path.of("/").toFile())
        .redirectInput(Path.of("/dev/null").toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
  }

  /** Starts it, saying plainly when the program itself is missing. */
  static Process start(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      String program = builder.command().get(0);
      String hint =
          program.equals("setpriv")
              ? "install util-linux, or run jobc as an ordinary user"
              : "delete the directory of unpacked programs, it comes back by itself";
      throw new PostgresException("cannot start " + program + ": " + e.getMessage(), hint, e);
    }
  }

  /** Runs to the end. */
  static int run(ProcessBuilder builder) {
    Process process = start(builder);
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new PostgresException("interrupted", "run the command again", e);
    }
  }

  /**
   * Why a program failed: the last FATAL, PANIC or error line of the first log that has one, else
   * the last line there is.
   */
  static String reason(Path... logs) {
    List<String> lines = Stream.of(logs).flatMap(log -> reversed(log)).toList();
    return lines.stream()
        .filter(Commands::weighty)
        .findFirst()
        .or(() -> lines.stream().filter(line -> !line.isBlank()).findFirst())
        .map(line -> line.replaceFirst("^[0-9-]+ [0-9:.]+ \\w+ \\[\\d+\\] ", "").strip())
        .orElse("no reason given");
  }

  private static Stream<String> reversed(Path log) {
    try {
      return Files.readAllLines(log, StandardCharsets.ISO_8859_1).reversed().stream();
    } catch (IOException e) {
      return Stream.empty();
    }
  }

  private static boolean weighty(String line) {
    return line.contains("FATAL:")
        || line.contains("PANIC:")
        || line.toLowerCase(Locale.ROOT).contains("error:");
  }
}
