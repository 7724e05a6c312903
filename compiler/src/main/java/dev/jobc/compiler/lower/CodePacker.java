package dev.jobc.compiler.lower;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.types.TypedTask;
import dev.jobc.model.CodeDoc;
import dev.jobc.model.DependenciesDoc;
import dev.jobc.model.Runtime;
import dev.jobc.plan.TaskSpec;
import dev.jobc.source.Located;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the code of tasks and says how it is entered; each task once. */
public final class CodePacker {
  private final Map<TypedTask, Optional<Packed>> packed = new IdentityHashMap<>();

  /** Reads the task's code, so that what is wrong with it is reported. */
  public void pack(TypedTask task, Problems problems) {
    if (!packed.containsKey(task)) {
      CodeFiles files = new CodeFiles(task.unit().directory(), problems);
      packed.put(
          task, Optional.ofNullable(pack(task, files)).map(code -> complete(task, code, files)));
    }
  }

  /** What {@link #pack} found, for a task that was packed without a problem. */
  Packed get(TypedTask task) {
    return packed.getOrDefault(task, Optional.empty()).orElseThrow();
  }

  private static @Nullable Packed pack(TypedTask task, CodeFiles files) {
    CodeDoc code = task.code();
    return switch (code.entry()) {
      case CodeDoc.Entry.Inline(Located<String> text) -> inline(task, text.value());
      case CodeDoc.Entry.File(Located<String> path, Located<String> symbol) ->
          file(task, path, symbol, files);
      case CodeDoc.Entry.Package(Located<String> path, Located<String> symbol) ->
          goPackage(task, path, symbol, files);
      case CodeDoc.Entry.Command(Located<String> program) -> command(program, files);
      case CodeDoc.Entry.ClassName(Located<String> name) ->
          new Packed(new TaskSpec.Entry.ClassName(name.value()), List.of());
      case CodeDoc.Entry.Broken broken -> null;
    };
  }

  /** The code with what its author says it needs; null when some of that cannot be had. */
  private static @Nullable Packed complete(TypedTask task, Packed code, CodeFiles files) {
    DependenciesDoc doc = task.code().dependencies();
    List<CodeFile> more = ShippedFiles.of(doc, files);
    Located<String> requirements = doc.requirements();
    return more == null
        ? null
        : code.with(
            more,
            new TaskSpec.Dependencies(
                requirements == null ? null : files.relative(requirements),
                Literals.values(doc.packages())));
  }

  /** Inline text gets a place no author's file has: tools of all languages pass by dot folders. */
  private static Packed inline(TypedTask task, String text) {
    String owner = task.shared() ? task.unit().name() + "/" : "";
    String path = ".inline/" + owner + task.name() + suffix(task.code().runtime().value());
    CodeFile file = new CodeFile(path, text.getBytes(StandardCharsets.UTF_8), false);
    return new Packed(new TaskSpec.Entry.Inline(path), List.of(file));
  }

  private static String suffix(Runtime runtime) {
    return switch (runtime) {
      case PYTHON -> ".py";
      case GO -> ".go";
      case SHELL, COMMAND, JAVA -> ".sh";
    };
  }

  private static @Nullable Packed file(
      TypedTask task, Located<String> path, @Nullable Located<String> symbol, CodeFiles files) {
    CodeFile file = files.read(path);
    if (file == null) {
      return null;
    }
    return switch (task.code().runtime().value()) {
      case PYTHON -> {
        String function = symbol == null ? task.name() : symbol.value();
        yield new Packed(new TaskSpec.Entry.Function(file.path(), function), List.of(file));
      }
      case GO -> {
        String function = symbol == null ? camelCase(task.name()) : symbol.value();
        yield new Packed(
            new TaskSpec.Entry.Function(file.path(), function),
            GoSources.ofFile(files, path, file));
      }
      case SHELL, COMMAND, JAVA ->
          new Packed(new TaskSpec.Entry.Inline(file.path()), List.of(file));
    };
  }

  private static @Nullable Packed goPackage(
      TypedTask task, Located<String> path, @Nullable Located<String> symbol, CodeFiles files) {
    Path folder = files.folder(path);
    List<CodeFile> sources = folder == null ? null : GoSources.ofPackage(files, path, folder);
    if (folder == null || sources == null) {
      return null;
    }
    String function = symbol == null ? camelCase(task.name()) : symbol.value();
    String relative = files.relative(folder);
    return new Packed(
        new TaskSpec.Entry.Package(relative.isEmpty() ? "." : relative, function), sources);
  }

  /** A path means a file beside the workflow, a plain name a program of the worker's machine. */
  private static @Nullable Packed command(Located<String> program, CodeFiles files) {
    boolean ours = program.value().indexOf('/') > 0;
    if (!ours) {
      return new Packed(new TaskSpec.Entry.Command(program.value()), List.of());
    }
    CodeFile file = files.read(program);
    return file == null
        ? null
        : new Packed(
            new TaskSpec.Entry.Command(file.path()),
            List.of(new CodeFile(file.path(), file.content(), true)));
  }

  static String camelCase(String name) {
    StringBuilder camel = new StringBuilder();
    for (String word : name.split("_", -1)) {
      if (!word.isEmpty()) {
        camel.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
      }
    }
    return camel.toString();
  }
}
