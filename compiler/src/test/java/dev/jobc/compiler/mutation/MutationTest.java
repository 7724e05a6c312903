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
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Puts mistakes into sound workflows, one at a time, and asks whether the compiler sees them. */
class MutationTest {
  /** Places of any kind, drawn from all of them: what every build tries. */
  static final int DRAWN = 1_000;

  /** The share of mistakes that must be told, the first place of a diagnostic on their line. */
  private static final double ENOUGH = 0.97;

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
    Table table = run(DRAWN);
    assertThat(table.mistakes()).isGreaterThanOrEqualTo(500);
    // A share that is right for all places lies so much lower in a draw once in forty.
    check(table, ENOUGH - 2 * Math.sqrt(ENOUGH * (1 - ENOUGH) / DRAWN));
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
    check(table, ENOUGH);
    GoldenFile.check(PAGE, table.page());
  }

  private static void check(Table table, double least) {
    double onTheLine = table.share(Verdict.ON_THE_LINE);
    assertThat(onTheLine).as("%s", table.page()).isGreaterThanOrEqualTo(least);
    assertThat(table.unexplained()).isEmpty();
    assertThat(table.strayed()).isEmpty();
    assertThat(table.elsewhere()).hasSizeLessThanOrEqualTo(table.mistakes() / 100);
  }

  /** A mistake at a place. */
  private record Mutant(Operator operator, Edit edit) {}

  /** So many mutants, each place of any kind as likely as any other; in the order of the kinds. */
  private Table run(int most) {
    List<Source> sources = sources();
    Table table = new Table(sources.size());
    List<Mutant> all = new ArrayList<>();
    for (Operator operator : operators()) {
      for (Source source : sources) {
        operator.edits().apply(source).forEach(edit -> all.add(new Mutant(operator, edit)));
      }
    }
    List<Mutant> drawn = new ArrayList<>(all);
    Collections.shuffle(drawn, new Random(SEED));
    Set<Mutant> tried = Collections.newSetFromMap(new IdentityHashMap<>());
    tried.addAll(drawn.subList(0, Math.min(most, drawn.size())));
    all.stream()
        .filter(tried::contains)
        .forEach(one -> table.add(one.operator(), one.edit(), judge.judge(one.edit())));
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
