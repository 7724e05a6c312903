package dev.jobc.compiler.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.testing.GoldenDiagnostics;
import dev.jobc.diag.testing.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Puts mistakes into sound workflows, one at a time, and asks whether the compiler sees them. */
class MutationTest {
  /** At most so many places for each kind of mistake. */
  static final int EACH = 24;

  private static final Path OK = Path.of("src/test/golden/ok");
  private static final Path SAMPLES = Path.of("../samples");
  private static final Path PAGE = Path.of("../docs/mutation.md");
  private static final long SEED = 20261122;

  private final Judge judge = new Judge();

  @Test
  void unmutatedFilesGiveNoAlarm() {
    for (Source source : sources()) {
      List<Diagnostic> found = judge.diagnostics(source);
      assertThat(found).as(source.name()).noneMatch(Diagnostic::isError);
      assertThat(source.path().startsWith(SAMPLES) && !found.isEmpty()).isFalse();
    }
  }

  @Test
  void mistakesAreReportedWhereTheyWereMade() {
    Table table = run(EACH);
    assertThat(table.mistakes()).isGreaterThanOrEqualTo(500);
    check(table, 0.94);
  }

  /** The page is of the whole run; at least it is of these files and these mistakes. */
  @Test
  void thePageCountsEveryPlace() throws IOException {
    String page = Files.readString(PAGE);
    List<Source> sources = sources();
    for (Operator operator : operators()) {
      int places = sources.stream().mapToInt(source -> operator.edits().apply(source).size()).sum();
      assertThat(page)
          .as("run the whole of it with -Djobc.golden=write")
          .contains("| " + operator.title() + " | " + places + " |");
    }
  }

  @Test
  @Tag("slow")
  void everyPlaceOfEveryMistake() {
    Table table = run(Integer.MAX_VALUE);
    check(table, 0.97);
    GoldenFile.check(PAGE, table.page());
  }

  /** Kinds with few places weigh more in a sample, and are those that are harder to place. */
  private static void check(Table table, double onTheLine) {
    double reported = table.share(Verdict.ON_THE_LINE, Verdict.AT_A_USE);
    assertThat(reported).as("%s", table.page()).isGreaterThanOrEqualTo(0.97);
    assertThat(table.share(Verdict.ON_THE_LINE)).isGreaterThanOrEqualTo(onTheLine);
    assertThat(table.unexplained()).isEmpty();
    assertThat(table.elsewhere()).hasSizeLessThanOrEqualTo(table.mistakes() / 100);
  }

  private Table run(int each) {
    List<Source> sources = sources();
    Table table = new Table(sources.size());
    for (Operator operator : operators()) {
      List<Edit> edits = new ArrayList<>();
      sources.forEach(source -> edits.addAll(operator.edits().apply(source)));
      Collections.shuffle(edits, new Random(SEED));
      edits.stream().limit(each).forEach(edit -> table.add(operator, edit, judge.judge(edit)));
    }
    return table;
  }

  private static List<Source> sources() {
    return Stream.of(OK, SAMPLES)
        .flatMap(directory -> GoldenDiagnostics.sources(directory).stream())
        .filter(file -> !file.toString().endsWith(".test.yaml"))
        .map(Source::new)
        .filter(source -> source.text().contains("\nsteps:"))
        .toList();
  }

  private static List<Operator> operators() {
    return Stream.of(
            Structure.operators(), Flow.operators(), Expressions.operators(), Values.operators())
        .flatMap(List::stream)
        .toList();
  }
}
