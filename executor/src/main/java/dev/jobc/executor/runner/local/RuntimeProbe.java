package dev.jobc.executor.runner.local;

import dev.jobc.executor.runner.bundle.LoadException;
import dev.jobc.executor.runner.gobuild.GoToolchain;
import dev.jobc.executor.runner.process.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What this machine can run, found out by really asking each program; for {@code jobc doctor}.
 *
 * @param runtime the name in workflows
 * @param available whether tasks of this runtime can run here
 * @param version the program's version, empty when it isn't available
 * @param detail the program's path; what is missing and how to get it when it isn't available
 */
public record RuntimeProbe(String runtime, boolean available, String version, String detail) {
  private static final int PATIENCE_SECONDS = 20;
  private static final int PYTHON_MINOR = 9;

  /** Probes every runtime, and what isolates and ends one-shot tasks. Takes some 100 ms. */
  public static List<RuntimeProbe> all() {
    return List.of(python(), go(), shell(), command(), leftovers());
  }

  private static RuntimeProbe python() {
    return Programs.find("python3", Programs.searchPath())
        .map(RuntimeProbe::python)
        .orElseGet(
            () -> missing("python", "there is no `python3` on the PATH; install 3.9 or newer"));
  }

  private static RuntimeProbe python(Path python) {
    String version = ask(python, "-c", "import sys; print('%d.%d.%d' % sys.version_info[:3])");
    String[] parts = version.split("\\.");
    if (parts.length != 3) {
      return missing("python", python + " doesn't run: " + version);
    }
    boolean old = parts[0].equals("3") && Integer.parseInt(parts[1]) < PYTHON_MINOR;
    return old
        ? missing("python", python + " is " + version + "; install Python 3.9 or newer")
        : new RuntimeProbe("python", true, version, python.toString());
  }

  private static RuntimeProbe go() {
    try {
      GoToolchain found = GoToolchain.find();
      return new RuntimeProbe("go", true, found.version(), found.go().toString());
    } catch (LoadException e) {
      return missing("go", String.valueOf(e.getMessage()));
    }
  }

  private static RuntimeProbe shell() {
    return Programs.find("bash", Programs.searchPath())
        .map(
            bash ->
                new RuntimeProbe(
                    "shell", true, ask(bash, "-c", "echo $BASH_VERSION"), bash.toString()))
        .orElseGet(
            () ->
                missing("shell", "there is no `bash` on the PATH; install it, or use `shell: sh`"));
  }

  private static RuntimeProbe command() {
    return Programs.find("setsid", Programs.searchPath())
        .map(
            setsid ->
                new RuntimeProbe("command", true, "", "each in a session of its own, by " + setsid))
        .orElseGet(
            () ->
                new RuntimeProbe(
                    "command", true, "", "without sessions of their own: there is no `setsid`"));
  }

  private static RuntimeProbe leftovers() {
    return Files.isReadable(Path.of("/proc/self/environ"))
        ? new RuntimeProbe("leftovers", true, "", "what tasks leave running is found through /proc")
        : missing("leftovers", "there is no /proc: what a task leaves running may stay");
  }

  private static RuntimeProbe missing(String runtime, String detail) {
    return new RuntimeProbe(runtime, false, "", detail);
  }

  /** What a program prints, or why it doesn't. */
  private static String ask(Path program, String... args) {
    List<String> command = new java.util.ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(args));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return "no answer within " + PATIENCE_SECONDS + " s";
      }
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }
}
