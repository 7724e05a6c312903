package dev.jobc.compiler.simulate;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds the test files a path stands for. */
public final class TestFiles {
  private static final String SUFFIX = ".test.yaml";
  private static final Set<String> PASSED_BY = Set.of("node_modules", "target", "vendor");

  private TestFiles() {}

  /** The file itself, or all of a directory and of those below it, sorted. */
  public static List<Path> under(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      return List.of(root);
    }
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            String name = String.valueOf(directory.getFileName());
            boolean passed = name.startsWith(".") && name.length() > 2 || PASSED_BY.contains(name);
            return passed && !directory.equals(root)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (String.valueOf(file.getFileName()).endsWith(SUFFIX)) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
          }
        });
    return found.stream().sorted().toList();
  }
}
