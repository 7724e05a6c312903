package dev.jobc.compiler.lower;

import static dev.jobc.diag.DiagnosticCode.MISSING_CODE;
import static dev.jobc.diag.DiagnosticCode.UNREADABLE_CODE;

import dev.jobc.model.DependenciesDoc;
import dev.jobc.source.Located;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The requirements file of a task and the files that match its {@code files} patterns. */
final class ShippedFiles {
  private static final int MAX_FILES = 10_000;

  private final CodeFiles files;
  private final Map<String, CodeFile> found = new TreeMap<>();
  private boolean complete = true;

  private ShippedFiles(CodeFiles files) {
    this.files = files;
  }

  /** The files in order of their paths; null after a complaint. */
  static @Nullable List<CodeFile> of(DependenciesDoc doc, CodeFiles files) {
    ShippedFiles shipped = new ShippedFiles(files);
    Located<String> requirements = doc.requirements();
    if (requirements != null) {
      shipped.add(files.read(requirements));
    }
    doc.files().forEach(shipped::matching);
    return shipped.complete ? new ArrayList<>(shipped.found.values()) : null;
  }

  private void add(@Nullable CodeFile file) {
    if (file == null) {
      complete = false;
    } else {
      found.put(file.path(), file);
    }
  }

  private void matching(Located<String> pattern) {
    try {
      List<Path> paths = paths(pattern.value());
      if (paths.isEmpty()) {
        String message = "no file matches `" + pattern.value() + "`";
        files.problems().report(MISSING_CODE, pattern.span(), message);
        complete = false;
      } else if (paths.size() > MAX_FILES) {
        String message = "`" + pattern.value() + "` matches more than " + MAX_FILES + " files";
        files.problems().report(UNREADABLE_CODE, pattern.span(), message);
        complete = false;
      } else {
        paths.forEach(path -> add(files.read(path, pattern)));
      }
    } catch (IllegalArgumentException e) {
      String message = "`" + pattern.value() + "` is not a pattern of files";
      files.problems().report(MISSING_CODE, pattern.span(), message);
      complete = false;
    } catch (IOException e) {
      String message = "the directory of `" + pattern.value() + "` cannot be read";
      files.problems().report(UNREADABLE_CODE, pattern.span(), message);
      complete = false;
    }
  }

  /** Sorted; files of hidden directories only when the pattern names one. */
  private List<Path> paths(String pattern) throws IOException {
    String plain = pattern.startsWith("./") ? pattern.substring(2) : pattern;
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + plain);
    boolean hidden = plain.startsWith(".") || plain.contains("/.");
    TreeSet<Path> paths = new TreeSet<>();
    Files.walkFileTree(files.directory(), new Search(matcher, hidden, paths));
    return new ArrayList<>(paths);
  }

  /** Follows no link, so that nothing outside the workflow's directory is shipped. */
  private final class Search extends SimpleFileVisitor<Path> {
    private final PathMatcher matcher;
    private final boolean hidden;
    private final TreeSet<Path> paths;

    Search(PathMatcher matcher, boolean hidden, TreeSet<Path> paths) {
      this.matcher = matcher;
      this.hidden = hidden;
      this.paths = paths;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      boolean skip = !hidden && !folder.equals(files.directory()) && isHidden(folder);
      return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      boolean matches = matcher.matches(files.directory().relativize(file));
      if (attributes.isRegularFile() && matches && (hidden || !isHidden(file))) {
        paths.add(file);
      }
      return paths.size() > MAX_FILES ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
    }

    private static boolean isHidden(Path path) {
      return String.valueOf(path.getFileName()).startsWith(".");
    }
  }
}
