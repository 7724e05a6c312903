package dev.jobc.model;

import dev.jobc.source.Located;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What must be there before a task's code can run.
 *
 * @param requirements path of a requirements file, null when the author named none
 * @param packages packages by name
 * @param files patterns of files that travel with the task
 */
public record DependenciesDoc(
    @Nullable Located<String> requirements,
    List<Located<String>> packages,
    List<Located<String>> files) {

  /** Nothing written. */
  public static final DependenciesDoc NONE = new DependenciesDoc(null, List.of(), List.of());

  public DependenciesDoc {
    packages = List.copyOf(packages);
    files = List.copyOf(files);
  }
}
