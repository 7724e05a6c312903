package dev.jobc.executor.runner.gobuild;

import dev.jobc.executor.runner.bundle.LoadException;
import dev.jobc.executor.runner.bundle.RunnerFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Go module that task code is compiled in: its own, or a made-up one when it has none. The
 * runner's sources are added as a module of their own, from this disk: nothing is downloaded for
 * them.
 *
 * @param root directory of {@code go.mod}
 * @param path the module's import path
 */
record GoModule(Path root, String path) {
  private static final String RUNNER = "jobc.dev/runner";
  private static final String VERSION = "v0.0.0";
  private static final Pattern MODULE = Pattern.compile("(?m)^module\\s+\"?([^\\s\"]+)");

  /**
   * Finds the module of a directory and makes it know the runner.
   *
   * @param source the whole source tree
   * @param runner where the runner's sources are written to
   */
  static GoModule of(
      Path directory, Path source, Path runner, RunnerFiles files, GoToolchain toolchain)
      throws IOException, LoadException {
    Path root = source;
    for (Path at = directory; at != null && at.startsWith(source); at = at.getParent()) {
      if (Files.exists(at.resolve("go.mod"))) {
        root = at;
        break;
      }
    }
    Path file = root.resolve("go.mod");
    if (!Files.exists(file)) {
      Files.writeString(file, "module jobc.local/task\n\ngo " + toolchain.language() + "\n");
    }
    String text = Files.readString(file);
    Matcher matcher = MODULE.matcher(text);
    if (!matcher.find()) {
      throw new LoadException("`" + source.relativize(file) + "` has no module line");
    }
    GoModule module = new GoModule(root, matcher.group(1));
    if (!module.path().equals(RUNNER)) {
      module.addRunner(text, runner, files);
    }
    return module;
  }

  private void addRunner(String goMod, Path runner, RunnerFiles files) throws IOException {
    files.writeTo(runner);
    String target = root.relativize(runner).toString();
    String kept =
        goMod
            .lines()
            .filter(line -> !line.contains(RUNNER + " ") && !line.strip().endsWith(RUNNER))
            .reduce("", (text, line) -> text + line + "\n");
    Files.delete(root.resolve("go.mod"));
    Files.writeString(
        root.resolve("go.mod"),
        kept
            + "\nrequire "
            + RUNNER
            + " "
            + VERSION
            + "\n"
            + "replace "
            + RUNNER
            + " => "
            + target
            + "\n");
    Path vendored = root.resolve("vendor").resolve("modules.txt");
    if (Files.exists(vendored)) {
      vendor(vendored, target, files);
    }
  }

  /** A vendor directory must list the runner too, or Go refuses it as inconsistent. */
  private void vendor(Path list, String target, RunnerFiles files) throws IOException {
    files.writeTo(root.resolve("vendor").resolve(RUNNER));
    String text = Files.readString(list);
    Files.delete(list);
    Files.writeString(
        list,
        text
            + "# "
            + RUNNER
            + " "
            + VERSION
            + " => "
            + target
            + "\n"
            + "## explicit; go 1.19\n"
            + RUNNER
            + "\n"
            + "# "
            + RUNNER
            + " => "
            + target
            + "\n",
        StandardOpenOption.CREATE);
  }
}
