package dev.jobc.cli.doctor;

import dev.jobc.cli.context.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The programs that tasks need: found, and of which version. */
final class RuntimeChecks {
  private static final int PATIENCE_SECONDS = 10;

  private RuntimeChecks() {}

  /**
   * A program that a runtime needs.
   *
   * @param least the oldest version that will do; 0.0 for any
   */
  private record Program(
      String runtime, List<String> version, int leastMajor, int leastMinor, String install) {}

  private static final List<Program> PROGRAMS =
      List.of(
          new Program("shell", List.of("bash", "--version"), 4, 0, "install bash 4 or newer"),
          new Program(
              "python", List.of("python3", "--version"), 3, 9, "install Python 3.9 or newer"),
          new Program("go", List.of("go", "version"), 1, 19, "install Go 1.19 or newer"));

  static List<Finding> of(Session session) {
    List<Finding> findings = new ArrayList<>();
    PROGRAMS.forEach(program -> findings.add(look(session, program)));
    return findings;
  }

  private static Finding look(Session session, Program program) {
    String command = program.version().get(0);
    Optional<String> said = firstLine(session, program.version());
    if (said.isEmpty()) {
      return Finding.missing(
          program.runtime(),
          "no `" + command + "` on PATH; " + program.runtime() + " tasks won't run here",
          program.install());
    }
    return Versions.first(said.get())
            .filter(version -> version.isAtLeast(program.leastMajor(), program.leastMinor()))
            .isPresent()
        ? Finding.ok(program.runtime(), said.get())
        : Finding.missing(program.runtime(), "too old: " + said.get(), program.install());
  }

  private static Optional<String> firstLine(Session session, List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(session.directory().toFile())
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      return said.lines().findFirst();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
