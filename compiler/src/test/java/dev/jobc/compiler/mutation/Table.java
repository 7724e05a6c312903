package dev.jobc.compiler.mutation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What became of all mutants, and the page that says so. */
final class Table {
  private final int sources;
  private final Map<Operator, Map<Verdict, Integer>> rows = new LinkedHashMap<>();
  private final Map<Operator, List<Edit>> missed = new LinkedHashMap<>();
  private final Map<Operator, List<Edit>> away = new LinkedHashMap<>();

  Table(int sources) {
    this.sources = sources;
  }

  void add(Operator operator, Edit edit, Verdict verdict) {
    rows.computeIfAbsent(operator, o -> new EnumMap<>(Verdict.class))
        .merge(verdict, 1, Integer::sum);
    if (verdict == Verdict.MISSED) {
      missed.computeIfAbsent(operator, o -> new ArrayList<>()).add(edit);
    } else if (verdict == Verdict.ELSEWHERE || verdict == Verdict.AT_A_USE) {
      List<Edit> shown = away.computeIfAbsent(operator, o -> new ArrayList<>());
      if (verdict == Verdict.ELSEWHERE) {
        shown.add(edit);
      }
    }
  }

  int mutants() {
    return rows.values().stream().mapToInt(Table::sum).sum();
  }

  /** Those that change the plan, or break the file. */
  int mistakes() {
    return mutants() - count(Verdict.EQUIVALENT);
  }

  /** The share of the mistakes that have one of these verdicts. */
  double share(Verdict... verdicts) {
    return Arrays.stream(verdicts).mapToInt(this::count).sum() / (double) mistakes();
  }

  /** Missed mistakes of which it is not written why. */
  List<Edit> unexplained() {
    return missed.entrySet().stream()
        .filter(entry -> entry.getKey().blind().isEmpty())
        .flatMap(entry -> entry.getValue().stream())
        .toList();
  }

  /** Kinds of mistakes that are reported on other lines, of which it is not written why. */
  List<String> strayed() {
    return away.keySet().stream().filter(o -> o.away().isEmpty()).map(Operator::title).toList();
  }

  List<Edit> elsewhere() {
    return away.values().stream().flatMap(List::stream).toList();
  }

  String page() {
    return """
    # Mistakes that the compiler sees

    A test puts one mistake at a time into sound workflows, compiles what comes out, and looks at the answer. This page is what it
    found in %d files, all samples and all of `compiler/src/test/golden/ok`, at **every place** where a kind of mistake can be made. Every
    build draws %,d of these places with a fixed seed and fails below 96 %% at the line; the whole run, which writes this page and fails
    below 97 %%, is

    ```sh
    mvn -pl compiler -am test -Dtest=MutationTest -Djobc.excludedTests= -Djobc.golden=write -Dsurefire.failIfNoSpecifiedTests=false
    ```

    What changes the meaning is not judged by anybody: it is **every** mutant but those whose plan is the same.

    - **same plan**: the change means nothing, the plan is the same but for positions. Not counted as a mistake.
    - **at its line**: the first place of a diagnostic is on the changed line; where something was left out, at the map that lost it.
    - **at a use**: a declaration was changed into another valid one, and what no longer fits is reported where it is used.
    - **missed**: another plan, and no word. A change of meaning counts as missed even where no compiler could know what was meant.

    **%,d mutants, %,d of them mistakes: %s are reported, %s with the first place on the changed line.** No file gives an error before
    it is changed.

    | mistake | mutants | same plan | at its line | at a use | elsewhere | missed |
    | --- | --: | --: | --: | --: | --: | --: |
    %s
    ## What is missed, and why

    %s
    ## What is reported on other lines, and why

    The lines are those that count as elsewhere.

    %s\
    """
        .formatted(
            sources,
            MutationTest.DRAWN,
            mutants(),
            mistakes(),
            percent(1 - share(Verdict.MISSED)),
            percent(share(Verdict.ON_THE_LINE)),
            table(),
            sections(missed, Operator::blind),
            sections(away, Operator::away));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", Math.floor(share * 1000) / 10);
  }

  private static String sections(
      Map<Operator, List<Edit>> edits, Function<Operator, String> reason) {
    return edits.entrySet().stream()
        .map(entry -> section(entry.getKey(), reason.apply(entry.getKey()), entry.getValue()))
        .collect(Collectors.joining("\n"));
  }

  private static String section(Operator operator, String reason, List<Edit> edits) {
    String lines = edits.stream().map(edit -> edit + "\n").collect(Collectors.joining());
    String shown = lines.isEmpty() ? "" : "\n```text\n" + lines + "```\n";
    return capital(operator.title()) + ": " + reason + "\n" + shown;
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  private String table() {
    StringBuilder text = new StringBuilder();
    rows.forEach((operator, row) -> text.append(row(operator.title(), row)));
    Map<Verdict, Integer> all = new EnumMap<>(Verdict.class);
    rows.values().forEach(row -> row.forEach((v, n) -> all.merge(v, n, Integer::sum)));
    return text.append(row("**all**", all)).toString();
  }

  private static String row(String title, Map<Verdict, Integer> row) {
    String cells =
        Arrays.stream(Verdict.values())
            .map(verdict -> String.valueOf(row.getOrDefault(verdict, 0)))
            .collect(Collectors.joining(" | "));
    return "| " + title + " | " + sum(row) + " | " + cells + " |\n";
  }

  private int count(Verdict verdict) {
    return rows.values().stream().mapToInt(row -> row.getOrDefault(verdict, 0)).sum();
  }

  private static int sum(Map<Verdict, Integer> row) {
    return row.values().stream().mapToInt(Integer::intValue).sum();
  }
}
