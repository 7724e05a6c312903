package dev.jobc.executor.runner.oneshot;

import dev.jobc.executor.runner.TaskCall;
import dev.jobc.json.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of one attempt.
 *
 * <p>The working directory {@code work} is the task's own, and shows the files of its bundle: real
 * directories with links to the read-only files. The rest lies beside it, so that {@code ls} shows
 * the task only what is its own.
 */
record AttemptFolder(Path root) {
  /** Makes the directories and files a program finds when it starts. */
  static AttemptFolder create(Path root, TaskCall call, @Nullable Path bundle) throws IOException {
    AttemptFolder folder = new AttemptFolder(root);
    Files.createDirectory(folder.work());
    Files.createDirectory(folder.temp());
    Files.createFile(folder.output());
    if (call.spec().spawn() != null) {
      Files.createFile(folder.spawn());
    }
    Files.write(folder.inputs(), JsonText.writeBytes(call.inputs()));
    String stdin = call.stdin();
    if (stdin != null) {
      Files.write(folder.stdin(), stdin.getBytes(StandardCharsets.UTF_8));
    }
    if (bundle != null) {
      link(bundle, folder.work());
    }
    return folder;
  }

  Path work() {
    return root.resolve("work");
  }

  Path temp() {
    return root.resolve("tmp");
  }

  Path inputs() {
    return root.resolve("inputs.json");
  }

  Path output() {
    return root.resolve("output");
  }

  /** Where a task that may call others writes its calls. */
  Path spawn() {
    return root.resolve("spawn");
  }

  Path stdin() {
    return root.resolve("stdin");
  }

  Path out() {
    return root.resolve("out");
  }

  Path err() {
    return root.resolve("err");
  }

  /** Where an input goes that is too large for the environment. */
  Path input(String name) {
    return root.resolve("input." + name);
  }

  private static void link(Path bundle, Path work) throws IOException {
    try (Stream<Path> files = Files.walk(bundle)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path target = work.resolve(bundle.relativize(file).toString());
        if (file.equals(bundle)) {
          continue;
        }
        if (Files.isDirectory(file)) {
          Files.createDirectory(target);
        } else {
          Files.createSymbolicLink(target, file);
        }
      }
    }
  }
}
