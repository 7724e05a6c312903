package dev.jobc.compiler;

import dev.jobc.compiler.resolve.Unit;
import dev.jobc.diag.Diagnostic;
import dev.jobc.model.TaskDecl;
import dev.jobc.source.SourceFile;
import dev.jobc.source.Words;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files that have no error and use nothing of one that has: what is wrong in a file keeps no
 * other from being looked at to the end.
 */
final class SoundFiles {
  private final Set<SourceFile> broken = new HashSet<>();

  private SoundFiles() {}

  /**
   * Files that only name something of a broken one don't count as sound either: whether they use it
   * isn't known for certain any more.
   *
   * @param found all that was found, also what isn't shown since it may be an echo
   */
  static SoundFiles of(List<Unit> units, Stream<Diagnostic> found) {
    SoundFiles files = new SoundFiles();
    found.filter(Diagnostic::isError).forEach(d -> files.broken.add(d.place().file()));
    List<Unit> spoiling = units.stream().filter(unit -> !files.has(unit)).toList();
    while (!spoiling.isEmpty()) {
      List<String> names = spoiling.stream().flatMap(SoundFiles::names).toList();
      spoiling =
          units.stream()
              .filter(files::has)
              .filter(
                  unit ->
                      names.stream().anyMatch(name -> Words.contains(source(unit).text(), name)))
              .toList();
      spoiling.forEach(unit -> files.broken.add(source(unit)));
    }
    return files;
  }

  boolean has(Unit unit) {
    return has(source(unit));
  }

  boolean has(SourceFile file) {
    return !broken.contains(file);
  }

  /** What others call it and its tasks by. */
  private static Stream<String> names(Unit unit) {
    Stream<String> tasks =
        unit.doc().tasks().stream().map(TaskDecl::name).map(name -> name.value());
    return Stream.concat(Stream.of(unit.name()), tasks);
  }

  private static SourceFile source(Unit unit) {
    return unit.doc().source();
  }
}
