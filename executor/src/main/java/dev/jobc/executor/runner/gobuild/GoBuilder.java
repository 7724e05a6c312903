package dev.jobc.executor.runner.gobuild;

import dev.jobc.executor.runner.CodeBundle;
import dev.jobc.executor.runner.TaskCall;
import dev.jobc.executor.runner.bundle.Digests;
import dev.jobc.executor.runner.bundle.Immutable;
import dev.jobc.executor.runner.bundle.LoadException;
import dev.jobc.executor.runner.bundle.RunnerFiles;
import dev.jobc.executor.runner.host.RunnerHost;
import dev.jobc.executor.runner.process.Folders;
import dev.jobc.executor.runner.process.Sweeper;
import dev.jobc.plan.TaskSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/**
 * Compiles Go tasks to worker programs, once for each content: the name of a program is the digest
 * of everything that goes into it, the toolchain included. Thread-safe; blocks while compiling.
 */
public final class GoBuilder {
  private static final String PROGRAM = "worker";
  private static final String GENERATION = "1";

  private final RunnerHost host;
  private final Immutable programs;
  private final RunnerFiles runner = RunnerFiles.of("go");

  public GoBuilder(RunnerHost host) {
    this.host = host;
    this.programs = new Immutable(host.directory().resolve("go"));
  }

  /**
   * The program that serves the task.
   *
   * @param fingerprint digest of the task's entry and types
   * @throws LoadException with the compiler's text when the code doesn't compile
   */
  public Path build(TaskCall call, String fingerprint) throws LoadException {
    CodeBundle bundle = call.bundle();
    if (bundle == null) {
      throw new LoadException("the task `" + call.spec().name() + "` came without its code");
    }
    GoToolchain toolchain = GoToolchain.find();
    String parts =
        String.join(
            " ",
            GENERATION,
            bundle.bundle().digest(),
            fingerprint,
            runner.digest(),
            toolchain.version());
    String name = Digests.sha256(parts.getBytes(StandardCharsets.UTF_8));
    return programs
        .get(name, target -> compile(call, bundle, toolchain, target.resolve(PROGRAM)))
        .resolve(PROGRAM);
  }

  private void compile(TaskCall call, CodeBundle bundle, GoToolchain toolchain, Path program)
      throws IOException, LoadException {
    Path folder = host.newFolder("go");
    try {
      Path source = folder.resolve("src");
      copy(host.bundles().materialise(bundle), source);
      Path entry = source.resolve(path(call.spec()));
      Path inside = call.spec().entry() instanceof TaskSpec.Entry.Package ? entry : parent(entry);
      if (!Files.exists(entry)) {
        throw new LoadException(
            "there is no `" + path(call.spec()) + "` among the workflow's files");
      }
      GoModule module = GoModule.of(inside, source, folder.resolve("runner"), runner, toolchain);
      GoProgram made = program(module, entry, call.spec());
      run(toolchain, module, made, program);
    } finally {
      Folders.remove(folder);
    }
  }

  private static Path parent(Path file) {
    Path parent = file.getParent();
    return parent == null ? file : parent;
  }

  private static String path(TaskSpec spec) throws LoadException {
    return switch (spec.entry()) {
      case TaskSpec.Entry.Function(String path, String symbol) -> path;
      case TaskSpec.Entry.Package(String path, String symbol) -> path;
      case TaskSpec.Entry.Inline(String path) -> path;
      case TaskSpec.Entry.Command(String program) -> throw unfit();
      case TaskSpec.Entry.ClassName(String name) -> throw unfit();
      case TaskSpec.Entry.Registered() -> throw unfit();
    };
  }

  private static LoadException unfit() {
    return new LoadException("a go task needs `run`, `file` or `package`");
  }

  private static GoProgram program(GoModule module, Path entry, TaskSpec spec)
      throws IOException, LoadException {
    return switch (spec.entry()) {
      case TaskSpec.Entry.Function(String path, String symbol) ->
          GoProgram.file(module, entry, path, symbol);
      case TaskSpec.Entry.Package(String path, String symbol) ->
          GoProgram.directory(module, entry.normalize(), path, symbol);
      case TaskSpec.Entry.Inline(String path) -> GoProgram.inline(module, entry, path, spec);
      case TaskSpec.Entry.Command(String program) -> throw unfit();
      case TaskSpec.Entry.ClassName(String name) -> throw unfit();
      case TaskSpec.Entry.Registered() -> throw unfit();
    };
  }

  private void run(GoToolchain toolchain, GoModule module, GoProgram made, Path program)
      throws IOException, LoadException {
    List<String> command =
        List.of(
            toolchain.go().toString(),
            "build",
            "-trimpath",
            "-buildvcs=false",
            "-o",
            program.toString(),
            made.target());
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(module.root().toFile()).redirectErrorStream(true);
    environment(builder.environment());
    try {
      Process process = host.spawner().start(builder).join();
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new LoadException(GoErrors.explain(text, made.alias(), made.original()));
      }
    } catch (CompletionException e) {
      throw new LoadException("can't start " + toolchain.go() + ": " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoadException("the build was interrupted", e);
    }
  }

  /** The operator's own environment: it says where modules come from and where caches are. */
  private void environment(Map<String, String> env) {
    env.put("GOWORK", "off");
    env.putIfAbsent("CGO_ENABLED", "0");
    env.put(Sweeper.VARIABLE, host.newCookie());
    if (!env.containsKey("HOME") && !env.containsKey("GOCACHE")) {
      env.put("GOCACHE", host.directory().resolve("cache").resolve("go-build").toString());
      env.put("GOMODCACHE", host.directory().resolve("cache").resolve("go-mod").toString());
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }
}
