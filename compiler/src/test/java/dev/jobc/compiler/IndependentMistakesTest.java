package dev.jobc.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.compiler.lint.LintLevels;
import dev.jobc.diag.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One mistake hides no other and has no echo, in one file and across files. */
class IndependentMistakesTest {
  private static final String SOUND =
      """
      jobc: v1
      name: sound
      namespace: demo
      description: none
      labels: { team: billing }
      types:
        Row: { id: int, name: string }
        Region: { enum: [eu, us] }
      inputs:
        day: { type: date }
        limit: { type: int, default: 10 }
        regions: "list<Region>"
      tasks:
        load:
          runtime: shell
          inputs: { day: date, limit: int }
          outputs: { rows: "list<Row>", total: int }
          errors: { Busy: {} }
          exitCodes: { 75: Busy }
          retry: { maxAttempts: 3, backoff: constant, errors: [Busy] }
          timeout: 30s
          run: ./load.sh
        notify:
          command: mail
          inputs: { text: string }
          args: [-s, "${{ inputs.text }}"]
      steps:
        - id: first
          uses: load
          with: { day: "${{ inputs.day }}", limit: "${{ inputs.limit }}" }
        - id: each
          forEach: ${{ inputs.regions }}
          as: region
          runtime: python
          with: { region: "${{ region }}", total: "${{ steps.first.outputs.total }}" }
          outputs: { sum: int }
          run: outputs.sum = 1
        - id: order
          graph:
            - { id: one, command: echo, args: ["${{ string(inputs.limit) }}"] }
            - { id: two, command: echo, needs: [one], priority: 3 }
        - uses: notify
          with: { text: "${{ steps.first.outputs.rows[0].name }}" }
      outputs:
        total: ${{ steps.first.outputs.total }}
        sums: ${{ steps.each.outputs.sum }}
      """;

  /** A change of one line of the sound file, and the only code it gives. */
  private record Mistake(String code, String from, String to) {
    String in(String text) {
      assertThat(text).as("%s", this).contains(from);
      return text.replace(from, to);
    }
  }

  private static final List<Mistake> MISTAKES =
      List.of(
          new Mistake("JC1001", "labels: {", "lables: {"),
          new Mistake("JC1005", "namespace: demo", "namespace: De-mo"),
          new Mistake("JC2107", "Row: { id: int,", "Row: { id: itn,"),
          new Mistake("JC2004", "day: { type: date }", "day: { type: \"date<\" }"),
          new Mistake("JC2201", "default: 10", "default: ten"),
          new Mistake("JC1007", "backoff: constant", "backoff: fixed"),
          new Mistake("JC1006", "timeout: 30s", "timeout: 30"),
          new Mistake("JC2109", "exitCodes: { 75: Busy }", "exitCodes: { 75: Bussy }"),
          new Mistake("JC1008", "maxAttempts: 3", "maxAttempts: 0"),
          new Mistake("JC1014", "run: ./load.sh", "run: ./load.sh ${{ inputs.day }}"),
          new Mistake("JC2108", "uses: notify", "uses: notfiy"),
          new Mistake("JC2112", "with: { day:", "with: { dday: 1, day:"),
          new Mistake("JC2102", "forEach: ${{ inputs.regions }}", "forEach: ${{ inputs.regionz }}"),
          new Mistake("JC2101", "region: \"${{ region }}\"", "region: \"${{ regoin }}\""),
          new Mistake(
              "JC2001", "args: [\"${{ string(inputs.limit) }}\"]", "args: [\"${{ string( }}\"]"),
          new Mistake("JC2103", "needs: [one]", "needs: [oen]"),
          new Mistake("JC1008", "priority: 3", "priority: 33"),
          new Mistake(
              "JC2104",
              "total: ${{ steps.first.outputs.total }}",
              "total: ${{ steps.first.outputs.totl }}"),
          new Mistake("JC2103", "sums: ${{ steps.each", "sums: ${{ steps.eech"),
          new Mistake("JC2106", "text: \"${{ steps.first", "text: \"${{ len(1) + steps.first"),
          new Mistake("JC0012", "outputs: { sum: int }", "outputs: { sum: int, sum: int }"),
          new Mistake("JC1001", "args: [-s,", "arguments: [-s,"),
          new Mistake("JC1003", "errors: { Busy: {} }", "errors: { Busy: {} , Other: [] }"));

  /** Names that are not known here, but are keys or ids elsewhere in the file. */
  private static final List<Mistake> NAMESAKES =
      List.of(
          new Mistake(
              "JC2104",
              "total: ${{ steps.first.outputs.total }}",
              "total: ${{ steps.first.outputs.day }}"),
          new Mistake("JC2112", "with: { day:", "with: { rows: 1, day:"),
          new Mistake("JC2112", "with: { text:", "with: { one: 1, text:"),
          new Mistake("JC2102", "forEach: ${{ inputs.regions }}", "forEach: ${{ inputs.rows }}"),
          new Mistake("JC2103", "sums: ${{ steps.each", "sums: ${{ steps.load"),
          new Mistake("JC2101", "region: \"${{ region }}\"", "region: \"${{ total }}\""),
          new Mistake("JC2109", "exitCodes: { 75: Busy }", "exitCodes: { 75: Row }"),
          new Mistake("JC2108", "uses: notify", "uses: total"),
          new Mistake("JC2107", "Row: { id: int,", "Row: { id: Busy,"),
          new Mistake(
              "JC2113", "with: { text: \"${{ steps.first.outputs.rows[0].name }}\" }", "with: {}"));

  /** What cannot be read, beside and below names that are declared. */
  private static final List<Mistake> UNREAD =
      List.of(
          new Mistake("JC1001", "labels: {", "lables: {"),
          new Mistake("JC1001", "needs: [one], priority: 3", "dependsOn: [one]"),
          new Mistake("JC1003", "priority: 3", "continueOnError: \"yes\""),
          new Mistake("JC1003", "description: none", "description: [rows]"),
          new Mistake("JC0012", "outputs: { sum: int }", "outputs: { sum: int, sum: int }"),
          new Mistake("JC1003", "namespace: demo", "namespace: { total: load }"),
          new Mistake("JC1001", "command: mail", "command: mail\n    colour: { blue: green }"));

  @TempDir Path directory;

  @Test
  void theFileIsSoundWithoutThem() throws IOException {
    assertThat(codes(SOUND)).isEmpty();
  }

  @Test
  void eachAloneGivesOneError() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Mistake mistake : MISTAKES) {
      List<String> codes = codes(mistake.in(SOUND));
      if (!codes.equals(List.of(mistake.code()))) {
        wrong.add(mistake + " gives " + codes);
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void everyTwoGiveBoth() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < MISTAKES.size(); i++) {
      for (Mistake other : MISTAKES.subList(i + 1, MISTAKES.size())) {
        Mistake mistake = MISTAKES.get(i);
        List<String> codes = codes(other.in(mistake.in(SOUND)));
        List<String> both = new ArrayList<>(List.of(mistake.code(), other.code()));
        both.sort(null);
        if (!codes.equals(both)) {
          wrong.add(mistake + " and " + other + " give " + codes);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void whatIsNotReadHidesNoNameThatStandsElsewhere() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Mistake unread : UNREAD) {
      for (Mistake namesake : NAMESAKES) {
        List<String> codes = codes(unread.in(namesake.in(SOUND)));
        List<String> both = new ArrayList<>(List.of(unread.code(), namesake.code()));
        both.sort(null);
        if (!codes.equals(both)) {
          wrong.add(unread + " and " + namesake + " give " + codes);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void whatMayBeDeclaredInWhatWasNotReadIsNotMissed() throws IOException {
    assertThat(codes(SOUND.replace("outputs: { rows:", "ouputs: { rows:")))
        .containsExactly("JC1001");
    assertThat(codes(SOUND.replace("inputs: { day: date, limit: int }", "inputs: [day, limit]")))
        .containsExactly("JC1003");
    assertThat(codes(SOUND.replace("- id: each", "- idd: each"))).containsExactly("JC1001");
    assertThat(codes(SOUND.replace("with: { day:", "wiht: { day:"))).containsExactly("JC1001");
  }

  @Test
  void aFileHidesNoNameInAnother() throws IOException {
    Files.writeString(
        directory.resolve("a.yaml"),
        "jobc: v1\nname: a\ntasks:\n"
            + "  load: { runtime: python, inputs: { day: date }, run: pass }\n"
            + "steps: [{ uses: load, with: { day: 2026-01-01, rows: 2 } }]\n");
    Files.writeString(
        directory.resolve("b.yaml"),
        "jobc: v1\nname: b\ninputs: { rows: int }\n"
            + "steps: [{ command: echo, args: [\"${{ inputs.rows }}\"], dependsOn: [x] }]\n");
    assertThat(Compiler.compileAll(directory, ".").diagnostics())
        .extracting(found -> found.code().code())
        .containsExactly("JC2112", "JC1001");
  }

  /** Budgets and warnings come last; what is wrong in a file keeps them from no other. */
  @Test
  void aFileHidesNothingThatIsFoundLateInAnother() throws IOException {
    write("a", "budget: { maxTasks: 1 }\nsteps: [{ command: echo }, { command: echo }]\n");
    write("b", "steps: [{ command: echo, args: [\"${{ run.nme }}\"] }]\n");
    write("c", "inputs: { idle: int }\nsteps: [{ command: echo }]\n");
    assertThat(found()).containsExactly("a.yaml JC3040", "b.yaml JC2105", "c.yaml JC4101");
  }

  /** Nobody knows whether what a broken file means is used. */
  @Test
  void whatUsesABrokenFileIsNotWarnedOf() throws IOException {
    write("a", "inputs: { idle: int }\nsteps: [{ uses: load }]\n# jobc: allow JC4101\n");
    write("b", "tasks: { load: { command: echo, args: [\"${{ inputs.no }}\"] } }\n");
    write("c", "inputs: { idle: int }\nsteps: [{ uses: \"workflow:a\", with: { idle: 1 } }]\n");
    assertThat(found()).containsExactly("b.yaml JC2102");
  }

  private void write(String name, String rest) throws IOException {
    Files.writeString(directory.resolve(name + ".yaml"), "jobc: v1\nname: " + name + "\n" + rest);
  }

  private List<String> found() {
    return Compiler.compileAll(directory, ".").diagnostics().stream()
        .map(d -> d.place().file().path() + " " + d.code().code())
        .toList();
  }

  @Test
  void whatAnUnreadFileDeclaresIsNotMissed() throws IOException {
    Files.writeString(
        directory.resolve("a.yaml"),
        "jobc: v1\nname: a\nsteps: [{ uses: load }, { uses: \"workflow:b\" }, { uses: other }]\n");
    Files.writeString(directory.resolve("b.yaml"), "jobc: v1\nname: b\ntasks: { load: {\n");
    assertThat(Compiler.compileAll(directory, ".").diagnostics())
        .extracting(found -> found.code().code())
        .containsExactly("JC2108", "JC0010");
  }

  @Test
  void allAtOnceGiveAll() throws IOException {
    String text = SOUND;
    for (Mistake mistake : MISTAKES) {
      text = mistake.in(text);
    }
    assertThat(new TreeSet<>(codes(text)))
        .isEqualTo(new TreeSet<>(MISTAKES.stream().map(Mistake::code).toList()));
  }

  @Test
  void aFileThatCannotBeReadHidesNothingInAnother() throws IOException {
    Files.writeString(directory.resolve("a.yaml"), MISTAKES.getFirst().in(SOUND));
    Files.writeString(directory.resolve("b.yaml"), "jobc: v1\nname: b\nsteps: [\n");
    assertThat(
            Compiler.compileAll(directory, ".").diagnostics().stream()
                .map(d -> d.place().file().path() + " " + d.code().code()))
        .containsExactly("a.yaml JC1001", "b.yaml JC0010");
  }

  private List<String> codes(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("x.yaml"), text);
    List<Diagnostic> found =
        Compiler.compileAll(file, "x.yaml", new Wishes(LintLevels.DEFAULT, Map.of())).diagnostics();
    return found.stream().map(d -> d.code().code()).sorted().toList();
  }
}
