package dev.jobc.compiler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files a path stands for. */
public final class WorkflowFiles {
  private WorkflowFiles() {}

  /**
   * The file itself, or the workflows and libraries of a directory and of those below it, sorted.
   */
  public static List<Path> under(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    List<Path> files = new ArrayList<>();
    for (Path directory : Sources.directories(path)) {
      files.addAll(Sources.in(directory));
    }
    return files;
  }
}
