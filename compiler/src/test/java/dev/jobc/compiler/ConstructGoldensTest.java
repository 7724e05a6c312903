package dev.jobc.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.diag.Diagnostics;
import dev.jobc.diag.testing.GoldenDiagnostics;
import dev.jobc.source.SourceFile;
import dev.jobc.source.Span;
import dev.jobc.yaml.YamlNode;
import dev.jobc.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every key of the language is in a golden that is accepted, and in one that is refused for it. */
class ConstructGoldensTest {
  private static final Path DSL = Path.of("../dsl/src/test/golden");
  private static final Path OWN = Path.of("src/test/golden");
  private static final Pattern EXPECTED = Pattern.compile("# expect: JC\\d+ @ (\\d+):(\\d+)");

  private final SchemaKeys schema = new SchemaKeys("workflow");

  @Test
  void everyKeyIsInAGoldenThatIsAccepted() throws IOException {
    Set<String> missing = schema.all();
    for (Path path : sources(DSL.resolve("ok"), OWN.resolve("ok"), Path.of("../samples"))) {
      schema.walk(tree(path), (entry, keys) -> missing.removeAll(keys));
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void everyKeyIsInAGoldenThatIsRefusedForIt() throws IOException {
    Set<String> missing = schema.all();
    Path[] refused = {DSL.resolve("shape"), DSL.resolve("syntax"), OWN.resolve("diagnostics")};
    for (Path path : sources(refused)) {
      YamlNode tree = tree(path);
      if (tree != null) {
        for (int error : errors(Files.readString(path))) {
          missing.removeAll(around(tree, error));
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  /**
   * The keys of the entry whose own lines hold a place: the line of its key, or those of its value
   * as far as no entry of another key stands there.
   */
  private Set<String> around(YamlNode tree, int offset) {
    List<Set<String>> path = new ArrayList<>();
    schema.walk(
        tree,
        (entry, keys) -> {
          Span span = new Span(entry.key().span().start(), entry.value().span().end());
          if (span.start() <= offset && offset < Math.max(span.end(), span.start() + 1)) {
            path.add(keys);
          }
        });
    return path.isEmpty() ? Set.of() : path.getLast();
  }

  private static List<Integer> errors(String text) {
    List<Integer> offsets = new ArrayList<>();
    SourceFile file = new SourceFile("golden.yaml", text);
    for (MatchResult found : EXPECTED.matcher(text).results().toList()) {
      Span line = file.lines().span(Integer.parseInt(found.group(1)));
      int column = Integer.parseInt(found.group(2)) - 1;
      offsets.add(
          text.offsetByCodePoints(
              line.start(), Math.min(column, line.of(text).codePointCount(0, line.length()))));
    }
    return offsets;
  }

  private static List<Path> sources(Path... directories) {
    return Stream.of(directories).flatMap(d -> GoldenDiagnostics.sources(d).stream()).toList();
  }

  private static YamlNode tree(Path path) throws IOException {
    return YamlReader.read(
        new SourceFile("golden.yaml", Files.readString(path)), new Diagnostics());
  }
}
