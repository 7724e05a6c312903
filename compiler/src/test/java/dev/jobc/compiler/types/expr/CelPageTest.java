package dev.jobc.compiler.types.expr;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page that lists where jobc differs from CEL says what both do. */
class CelPageTest {
  static Stream<String> rows() throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("../docs/cel.md")).stream()
            .filter(line -> line.startsWith("| `") && cells(line).length == 4)
            .toList();
    assertThat(rows).hasSizeGreaterThan(10);
    return rows.stream();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void bothDoWhatItSays(String row) {
    String[] cells = cells(row);
    String expression = cells[0].strip().replaceAll("^`+ ?| ?`+$", "").replace("\\|", "|");
    assertThat(kind(Theirs.outcome(expression, Ours.none()))).isEqualTo(cells[1].strip());
    assertThat(kind(Ours.outcome(expression, Ours.none()))).isEqualTo(cells[2].strip());
    assertThat(cells[3].strip()).as("a reason").isNotEmpty();
  }

  private static String[] cells(String row) {
    return row.substring(1).split("(?<!\\\\)\\|");
  }

  private static String kind(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Value value -> "`" + value.text().replace("|", "\\|") + "`";
      case Outcome.Refused refused -> "refused";
      case Outcome.Failed failed -> "fails";
    };
  }
}
