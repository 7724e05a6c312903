package dev.jobc.executor.runner.oneshot;

import dev.jobc.executor.runner.TaskCall;
import dev.jobc.executor.runner.bundle.LoadException;
import dev.jobc.executor.runner.process.Programs;
import dev.jobc.plan.TaskSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The program and arguments of a one-shot task. Never a string for a shell to take apart. */
final class CommandLine {
  private static final String DEFAULT_SHELL = "bash";

  private final TaskCall call;
  private final @Nullable Path bundle;
  private final Path work;
  private final String searchPath;

  /**
   * @param work the directory in which the bundle's files are shown
   * @param searchPath the PATH the task will have
   */
  CommandLine(TaskCall call, @Nullable Path bundle, Path work, String searchPath) {
    this.call = call;
    this.bundle = bundle;
    this.work = work;
    this.searchPath = searchPath;
  }

  /** The whole line, in a session of its own where the system has {@code setsid}. */
  List<String> words() throws LoadException {
    List<String> words = new ArrayList<>();
    Programs.find("setsid", Programs.searchPath()).ifPresent(path -> words.add(path.toString()));
    switch (call.spec().entry()) {
      case TaskSpec.Entry.Command(String program) -> words.add(program(program));
      case TaskSpec.Entry.Inline(String path) -> script(words, path);
      case TaskSpec.Entry.Function(String path, String symbol) -> script(words, path);
      case TaskSpec.Entry.Package(String path, String symbol) -> throw unfit();
      case TaskSpec.Entry.ClassName(String name) -> throw unfit();
      case TaskSpec.Entry.Registered() -> throw unfit();
    }
    words.addAll(call.args());
    return words;
  }

  private LoadException unfit() {
    return new LoadException(
        "a " + call.spec().runtime() + " task needs a script, a file or a command");
  }

  private void script(List<String> words, String path) throws LoadException {
    String shell = call.spec().interpreter().isEmpty() ? DEFAULT_SHELL : call.spec().interpreter();
    words.add(program(shell));
    words.addAll(options(shell));
    Path script = bundle == null ? work.resolve(path) : bundle.resolve(path);
    if (!Files.isRegularFile(script)) {
      throw new LoadException("there is no file `" + path + "` among the workflow's files");
    }
    words.add(script.toString());
  }

  private static List<String> options(String shell) {
    return switch (Path.of(shell).getFileName().toString()) {
      case "bash" -> List.of("--noprofile", "--norc", "-euo", "pipefail");
      case "sh", "dash", "ash" -> List.of("-eu");
      default -> List.of();
    };
  }

  /** A file of the bundle, an absolute path, or a name on the PATH, in this order. */
  private String program(String name) throws LoadException {
    if (bundle != null && Files.isRegularFile(bundle.resolve(name))) {
      if (!Files.isExecutable(bundle.resolve(name))) {
        throw new LoadException(
            "`" + name + "` is among the workflow's files, but not executable; chmod +x it");
      }
      return work.resolve(name).normalize().toString();
    }
    Optional<Path> found = Programs.find(name, searchPath);
    return found
        .map(Path::toString)
        .orElseThrow(
            () ->
                new LoadException(
                    name.contains("/")
                        ? "there is no program `" + name + "`"
                        : "there is no program `"
                            + name
                            + "` on this worker's PATH\n(PATH is "
                            + searchPath
                            + ")"));
  }
}
