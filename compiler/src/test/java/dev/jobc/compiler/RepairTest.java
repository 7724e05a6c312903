package dev.jobc.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.compiler.lint.LintLevels;
import dev.jobc.diag.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fix that is applied unasked replaces a name and nothing else, and never says what to call. */
class RepairTest {
  private static final String TASK =
      "jobc: v1\nname: own\ntasks: { load: { runtime: shell, inputs: { n: int }, run: x } }\n";

  @TempDir Path directory;

  private String repaired(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("own.yaml"), text);
    Repair.Repaired repaired =
        Repair.of(
            texts ->
                Compiler.compileAll(file, "own.yaml", new Wishes(LintLevels.DEFAULT, texts))
                    .diagnostics());
    return repaired.texts().getOrDefault("own.yaml", text);
  }

  private List<Diagnostic> found(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("own.yaml"), text);
    return Compiler.compileAll(file, "own.yaml", new Wishes(LintLevels.DEFAULT, Map.of()))
        .diagnostics();
  }

  private void staysAsItIs(String text, String told) throws IOException {
    assertThat(repaired(text)).isEqualTo(text);
    assertThat(found(text)).anySatisfy(one -> assertThat(one.caption()).contains(told));
  }

  @Test
  void aConditionOfGitHubActionsIsUnwrappedInWhateverStyleItStands() throws IOException {
    Map<String, String> unwrapped = new LinkedHashMap<>();
    unwrapped.put("${{ inputs.x == 'e' }}", "inputs.x == 'e'");
    unwrapped.put("\"${{ inputs.x == 'e' }}\"", "inputs.x == 'e'");
    unwrapped.put("'${{ inputs.x == ''e'' }}'", "inputs.x == 'e'");
    unwrapped.put("\"${{ inputs.x == \\\"e\\\" }}\"", "inputs.x == \"e\"");
    unwrapped.put("'${{ \"e\" == inputs.x }}'", "'\"e\" == inputs.x'");
    unwrapped.put("\"${{ 'e: #' == inputs.x }}\"", "\"'e: #' == inputs.x\"");
    unwrapped.put("${{ inputs.x in ['e', \"f\"] }}", "'inputs.x in [''e'', \"f\"]'");
    unwrapped.put(
        ">-\n      ${{ inputs.x == 'e'\n      && inputs.x != 'f' }}",
        "inputs.x == 'e' && inputs.x != 'f'");
    unwrapped.put("|\n      ${{ inputs.x == 'e' }}", "inputs.x == 'e'");
    for (Map.Entry<String, String> one : unwrapped.entrySet()) {
      String form =
          "jobc: v1\n"
              + "name: own\n"
              + "inputs: { x: string }\n"
              + "steps:\n"
              + "  - id: a\n"
              + "    if: %s\n"
              + "    command: echo\n";
      String wanted = String.format(Locale.ROOT, form, one.getValue());
      assertThat(repaired(String.format(Locale.ROOT, form, one.getKey()))).isEqualTo(wanted);
      assertThat(found(wanted)).isEmpty();
    }
  }

  @Test
  void expressionsInBracketsAreQuoted() throws IOException {
    Map<String, String> quoted = new LinkedHashMap<>();
    quoted.put("[${{ inputs.x }}, b]", "[\"${{ inputs.x }}\", b]");
    quoted.put(
        "[a, --x=${{ inputs.x }}-${{ inputs.x }} ]",
        "[a, \"--x=${{ inputs.x }}-${{ inputs.x }}\" ]");
    quoted.put("[${{ inputs.x + \"b\" }}]", "['${{ inputs.x + \"b\" }}']");
    quoted.put("[${{ inputs.x && 'a' || 'b' }}]", "[\"${{ cond(inputs.x, 'a', 'b') }}\"]");
    String form =
        "jobc: v1\nname: own\ninputs: { x: %s }\nsteps:\n  - command: echo\n    args: %s\n";
    for (Map.Entry<String, String> one : quoted.entrySet()) {
      String type = one.getKey().contains("&&") ? "bool" : "string";
      String wanted = String.format(Locale.ROOT, form, type, one.getValue());
      assertThat(repaired(String.format(Locale.ROOT, form, type, one.getKey()))).isEqualTo(wanted);
      assertThat(found(wanted)).isEmpty();
    }
  }

  @Test
  void wordsOfOtherLanguagesAreReplacedWhereOneIsMeant() throws IOException {
    String form =
        """
        jobc: v1
        name: own
        triggers: { schedule: { cron: "0 2 * * *", catchup: %s } }
        inputs: { x: { type: string, default: a } }
        steps:
          - { id: a, runtime: python, outputs: { y: string }, run: outputs.y = "1" }
          - { command: echo, args: ["${{ %s + %s }}"] }
        """;
    String wanted = form.formatted("none", "inputs.x.trim().lower()", "steps.a.outputs.y.upper()");
    assertThat(repaired(form.formatted("false", "x.strip().toLowerCase()", "a.outputs.y.upcase()")))
        .isEqualTo(wanted);
    assertThat(found(wanted)).isEmpty();
  }

  @Test
  void theCallsOfASpawnStayCalls() throws IOException {
    String list = "[{ task: laod, with: { n: 1 } }]";
    String mapped = "\"${{ range(3).map(i, {'task': 'laod', 'with': {'n': i}}) }}\"";
    for (String calls : List.of(list, mapped)) {
      staysAsItIs(
          TASK + "steps:\n  - spawn: { allow: [load], calls: " + calls + " }\n",
          "did you mean `load`?");
    }
  }

  @Test
  void theNameOfATaskOrWorkflowIsNotGuessed() throws IOException {
    Files.writeString(
        directory.resolve("send.yaml"),
        "jobc: v1\nname: send\nnamespace: finance\nsteps: [{ command: echo }]\n");
    staysAsItIs(TASK + "steps: [{ uses: laod, with: { n: 1 } }]\n", "did you mean `load`?");
    staysAsItIs(
        TASK + "steps: [{ uses: \"workflow:finance/sent\" }]\n",
        "did you mean `workflow:finance/send`?");
    String far = TASK + "steps: [{ uses: \"workflow:finance/load\" }]\n";
    assertThat(repaired(far)).isEqualTo(far);
    assertThat(found(far)).allSatisfy(one -> assertThat(one.caption()).isEmpty());
  }

  @Test
  void quotesStayAroundAName() throws IOException {
    String text =
        "jobc: v1\nname: own\ninputs: { row: { region: string } }\n"
            + "steps: [{ command: echo, args: [\"${{ inputs.row['regoin'] }}\"] }]\n";
    assertThat(repaired(text)).isEqualTo(text.replace("regoin", "region"));
  }

  @Test
  void namesWithHyphensGetUnderscoresEverywhere() throws IOException {
    String text =
        """
        jobc: v1
        name: own
        inputs: { dry-run: bool, total: int }
        steps:
          - { id: my-first-step, runtime: shell, outputs: { a: int }, run: x }
          - { if: "${{ steps.my-first-step.succeeded }}", command: echo }
          - { if: "!inputs.dry-run && steps.my-first-step.outputs.a-1 > 2", command: echo }
          - { command: echo, args: ["${{ steps.my-first-step.outputs.a - inputs.total }}"] }
        """;
    assertThat(repaired(text))
        .isEqualTo(
            text.replace("my-first-step", "my_first_step")
                .replace("dry-run", "dry_run")
                .replace(
                    "\"${{ steps.my_first_step.succeeded }}\"", "steps.my_first_step.succeeded"));
    assertThat(found(text))
        .noneMatch(
            one -> one.message().contains("no step has") || one.message().contains("called"));
  }

  @Test
  void aNameIsNotGivenTwice() throws IOException {
    String both =
        "jobc: v1\nname: own\nsteps:\n"
            + "  - { id: my_step, command: echo }\n"
            + "  - { id: my-step, command: echo }\n"
            + "  - { if: steps.my-step.succeeded, command: echo }\n";
    assertThat(repaired(both)).isEqualTo(both);
  }

  @Test
  void anEqualsSignTooManyGoes() throws IOException {
    String three =
        "jobc: v1\n"
            + "name: own\n"
            + "inputs: { s: string }\n"
            + "steps: [{ if: inputs.s === 'x', command: echo }]\n";
    assertThat(repaired(three)).isEqualTo(three.replace("===", "=="));
    assertThat(repaired(three.replace("===", "!=="))).isEqualTo(three.replace("===", "!="));
  }

  @Test
  void aDifferenceIsNoName() throws IOException {
    String text =
        "jobc: v1\nname: own\ninputs: { a: int, b: int, xs: \"list<int>\" }\nsteps:\n"
            + "  - forEach: ${{ inputs.xs }}\n    as: b\n    command: echo\n"
            + "    args: [\"${{ inputs.a-b }}\", \"${{ inputs.a-inputs.b }}\"]\n";
    assertThat(found(text).stream().filter(Diagnostic::isError)).isEmpty();
  }

  @Test
  void aNameOfOneLetterIsNearNoOther() throws IOException {
    for (String args : List.of("[\"${{ inputs.x }}\"]", "[\"${{ y }}\"]")) {
      String text =
          "jobc: v1\nname: own\ninputs: { s: string }\nsteps:\n"
              + "  - forEach: [a]\n    as: x\n    command: echo\n    args: "
              + args
              + "\n";
      assertThat(repaired(text)).isEqualTo(text);
    }
  }

  @Test
  void aWordOfAnotherKindIsNotQuoted() throws IOException {
    String text = TASK + "steps: [{ uses: load, deadLetter: true, with: { n: 1 } }]\n";
    assertThat(repaired(text)).isEqualTo(text);
    assertThat(found(text).getFirst().message())
        .isEqualTo("`deadLetter` takes one of the words discard, save, not a boolean");
  }

  @Test
  void whatAnotherSystemCallsIsNoTaskOfOurs() throws IOException {
    String text = "jobc: v1\nname: own\nsteps: [{ uses: actions/checkout@v4 }]\n";
    assertThat(repaired(text)).isEqualTo(text);
  }
}
