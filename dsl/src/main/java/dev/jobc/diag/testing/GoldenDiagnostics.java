package dev.jobc.diag.testing;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.render.TerminalRenderer;
import dev.jobc.source.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Sources that provoke diagnostics, each with two witnesses: comments in the source, {@code #
 * expect: JC1001 @ 7:12}, that say which codes appear where, and a {@code .diag} file beside it
 * with the text an author would see. A source without such a comment must be fine, and has no
 * {@code .diag}.
 */
public final class GoldenDiagnostics {
  private static final String EXPECT = "# expect: ";

  private GoldenDiagnostics() {}

  /** The sources under a directory, sorted; files with tests of workflows are none. */
  public static List<Path> sources(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> isSource(file.toString())).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isSource(String name) {
    return name.endsWith(".yaml") && !name.endsWith(".test.yaml");
  }

  /**
   * Checks one source.
   *
   * @param compile gives the diagnostics of the source, sorted
   * @throws AssertionError when a witness disagrees
   */
  public static void check(Path source, Function<SourceFile, List<Diagnostic>> compile) {
    SourceFile file = new SourceFile(String.valueOf(source.getFileName()), GoldenFile.read(source));
    List<Diagnostic> found = compile.apply(file);
    List<String> expected = expected(file.text());
    List<String> actual = found.stream().map(GoldenDiagnostics::summary).sorted().toList();
    String rendered = TerminalRenderer.plain().render(found);
    if (!expected.equals(actual)) {
      throw new AssertionError(
          source + " expects " + expected + " but gives " + actual + "\n" + rendered);
    }
    Path golden = source.resolveSibling(file.path().replace(".yaml", ".diag"));
    if (!found.isEmpty()) {
      GoldenFile.check(golden, rendered);
    } else if (Files.exists(golden)) {
      throw new AssertionError(golden + " has no diagnostic left to show");
    }
  }

  private static String summary(Diagnostic diagnostic) {
    var position = diagnostic.place().file().lines().position(diagnostic.place().span().start());
    return diagnostic.code().code() + " @ " + position;
  }

  private static List<String> expected(String text) {
    List<String> expected = new ArrayList<>();
    for (String line : text.lines().toList()) {
      int at = line.indexOf(EXPECT);
      if (at >= 0) {
        expected.add(line.substring(at + EXPECT.length()).strip());
      }
    }
    return expected.stream().sorted().toList();
  }
}
