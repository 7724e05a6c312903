package dev.jobc.compiler.lower;

import static dev.jobc.diag.DiagnosticCode.CODE_OUTSIDE;
import static dev.jobc.diag.DiagnosticCode.MISSING_CODE;
import static dev.jobc.diag.DiagnosticCode.UNREADABLE_CODE;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.Fix;
import dev.jobc.diag.Suggestions;
import dev.jobc.source.Located;
import dev.jobc.source.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the code beside a workflow; what links lead out of its directory is refused. */
final class CodeFiles {
  private static final long MAX_SIZE = 16L << 20;

  private final Path directory;
  private final Problems problems;

  CodeFiles(Path directory, Problems problems) {
    this.directory = directory;
    this.problems = problems;
  }

  Problems problems() {
    return problems;
  }

  /** A file the author named; reports and answers null when it cannot be had. */
  @Nullable CodeFile read(Located<String> written) {
    Path path = inside(written);
    if (path == null) {
      return null;
    }
    if (Files.isDirectory(path)) {
      problems.report(
          MISSING_CODE, written.span(), "`" + written.value() + "` is a directory, not a file");
      return null;
    }
    return read(path, written);
  }

  /** A directory the author named; reports and answers null when there is none. */
  @Nullable Path folder(Located<String> written) {
    Path path = inside(written);
    if (path != null && !Files.isDirectory(path)) {
      problems.report(
          MISSING_CODE, written.span(), "`" + written.value() + "` is a file, not a directory");
      return null;
    }
    return path;
  }

  /** A file that was found, on behalf of the place that led to it. */
  @Nullable CodeFile read(Path path, Located<String> place) {
    String name = relative(path);
    try {
      if (Files.size(path) > MAX_SIZE) {
        problems.report(UNREADABLE_CODE, place.span(), "`" + name + "` is larger than 16 MiB");
        return null;
      }
      return new CodeFile(name, Files.readAllBytes(path), isExecutable(path));
    } catch (IOException e) {
      problems.report(UNREADABLE_CODE, place.span(), "`" + name + "` cannot be read");
      return null;
    }
  }

  /** The path within the workflow's directory, with {@code /}. */
  String relative(Path path) {
    return directory.relativize(path).toString().replace('\\', '/');
  }

  /** The path of a file the author named, as bundles have it. */
  String relative(Located<String> written) {
    return relative(directory.resolve(written.value()).normalize());
  }

  Path directory() {
    return directory;
  }

  /** Whether a path, with every link followed, stays in the workflow's directory. */
  boolean isInside(Path path) throws IOException {
    return path.toRealPath().startsWith(directory.toRealPath());
  }

  private @Nullable Path inside(Located<String> written) {
    Path path = directory.resolve(written.value()).normalize();
    try {
      if (path.startsWith(directory) && isInside(path)) {
        return path;
      }
      String message = "`" + written.value() + "` is outside the workflow's directory";
      problems.report(
          problems
              .at(CODE_OUTSIDE, written.span(), message)
              .note("code travels with the plan, so it stays beside the workflow"));
    } catch (NoSuchFileException e) {
      problems.report(missing(path, written));
    } catch (IOException e) {
      problems.report(UNREADABLE_CODE, written.span(), "`" + written.value() + "` cannot be read");
    }
    return null;
  }

  private Diagnostic missing(Path path, Located<String> written) {
    Diagnostic diagnostic =
        problems.at(MISSING_CODE, written.span(), "there is no file `" + written.value() + "`");
    String near = Suggestions.nearest(written.value(), neighbours(path));
    return near == null
        ? elsewhere(diagnostic)
        : diagnostic
            .caption(Suggestions.didYouMean(near))
            .fix(Fix.replace("write `" + near + "`", diagnostic.place(), near));
  }

  private Diagnostic elsewhere(Diagnostic missing) {
    return Words.contains(problems.file().text(), "workingDirectory")
        ? missing.note(
            "code is looked for beside the workflow's file; `workingDirectory` is where it runs")
        : missing;
  }

  private List<String> neighbours(Path missing) {
    Path parent = missing.getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(parent)) {
      return files
          .filter(file -> !String.valueOf(file.getFileName()).startsWith("."))
          .map(this::relative)
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static boolean isExecutable(Path path) throws IOException {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        && Files.getPosixFilePermissions(path).contains(PosixFilePermission.OWNER_EXECUTE);
  }
}
