package dev.jobc.compiler.plandiff;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.compiler.CompiledWorkflow;
import dev.jobc.compiler.Compiler;
import dev.jobc.compiler.plandiff.StepChange.Kind;
import dev.jobc.compiler.plandiff.StepChange.Reason;
import dev.jobc.compiler.plandiff.StepChange.Reuse;
import dev.jobc.diag.Checked;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanDiffTest {
  private static final String BASE =
      """
      jobc: v1
      name: orders
      inputs: { day: date, region: { type: string, default: eu } }
      steps:
        - id: fetch
          runtime: shell
          env: { DAY: "${{ string(inputs.day) }}" }
          outputs: { rows: int, names: list<string> }
          run: ./fetch
        - id: load
          forEach: ${{ steps.fetch.outputs.names }}
          maxParallel: 4
          runtime: shell
          env: { NAME: "${{ item }}", REGION: "${{ inputs.region }}" }
          run: ./load
        - id: tell
          command: echo
          args: ["${{ string(steps.fetch.outputs.rows) }}"]
        - id: clean
          command: rm
          args: [scratch]
      outputs: { rows: "${{ steps.fetch.outputs.rows }}" }
      """;

  @TempDir Path directory;

  private Plan plan(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("a.yaml"), text);
    Checked<CompiledWorkflow> checked = Compiler.compile(file, "a.yaml");
    assertThat(checked.isOk()).as(() -> checked.diagnostics().toString()).isTrue();
    return ((Checked.Ok<CompiledWorkflow>) checked).value().plan();
  }

  private PlanDiff diff(String old, String by) throws IOException {
    assertThat(BASE).contains(old);
    return PlanDiff.of(plan(BASE), plan(BASE.replace(old, by)));
  }

  private static StepChange step(PlanDiff diff, String path) {
    return diff.steps().stream().filter(s -> s.path().equals(path)).findFirst().orElseThrow();
  }

  private static List<String> changed(PlanDiff diff) {
    return diff.steps().stream()
        .filter(step -> step.kind() != Kind.SAME)
        .map(StepChange::path)
        .toList();
  }

  @Test
  void theSameIsTheSame() throws IOException {
    assertThat(PlanDiff.of(plan(BASE), plan(BASE)).isEmpty()).isTrue();
  }

  @Test
  void layoutAndCommentsChangeNothing() throws IOException {
    assertThat(diff("steps:\n", "\n# the work\nsteps:\n\n").isEmpty()).isTrue();
  }

  @Test
  void aDescriptionChangesNothingThatRuns() throws IOException {
    PlanDiff diff =
        diff(
            "- id: tell\n    command: echo",
            "- id: tell\n    description: Says it\n    command: echo");
    assertThat(step(diff, "tell").why()).containsExactly(Reason.DESCRIPTION);
    assertThat(step(diff, "tell").reuse()).isEqualTo(Reuse.REUSABLE);
    assertThat(step(diff, "tell").changes())
        .containsExactly(new Change("description", null, Json.of("Says it")));
    assertThat(changed(diff)).containsExactly("tell");
  }

  @Test
  void descriptionsOfInputsAndTasksAreTold() throws IOException {
    String base =
        """
        jobc: v1
        name: d
        inputs: { n: { type: int, description: How many } }
        tasks: { t: { description: One, runtime: shell, inputs: { n: int }, run: echo } }
        steps: [{ id: a, uses: t, with: { n: "${{ inputs.n }}" } }]
        """;
    PlanDiff diff =
        PlanDiff.of(plan(base), plan(base.replace("One", "Two").replace("How ", "So ")));
    assertThat(diff.contract())
        .containsExactly(new ContractChange(false, "input `n` has another description"));
    assertThat(step(diff, "a").why()).containsExactly(Reason.DESCRIPTION);
    assertThat(step(diff, "a").changes())
        .containsExactly(new Change("task description", Json.of("One"), Json.of("Two")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          runtime: shell, run: echo  | runtime: shell, run: date
          runtime: python, run: pass | runtime: python, run: x = 1
          command: ls                | command: df
          """)
  void aTaskOfAnotherNameHasTheSameCode(String code, String another) throws IOException {
    String form = "jobc: v1\nname: d\ntasks: { %s: { %s } }\nsteps: [{ id: a, uses: %s }]\n";
    Plan plan = plan(form.formatted("one", code, "one"));
    assertThat(step(PlanDiff.of(plan, plan(form.formatted("two", code, "two"))), "a").why())
        .isEmpty();
    assertThat(step(PlanDiff.of(plan, plan(form.formatted("two", another, "two"))), "a").why())
        .containsExactly(Reason.CODE);
  }

  @Test
  void anotherStepInFrontMovesNumbersButChangesNoOther() throws IOException {
    PlanDiff diff = diff("steps:\n", "steps:\n  - { id: first, command: date }\n");
    assertThat(step(diff, "first").kind()).isEqualTo(Kind.ADDED);
    assertThat(step(diff, "fetch").why()).containsExactly(Reason.FLOW);
    assertThat(step(diff, "fetch").reuse()).isEqualTo(Reuse.REUSABLE);
    assertThat(changed(diff)).containsExactly("first", "fetch");
  }

  @Test
  void changedCodeSpoilsWhatReadsItsOutputs() throws IOException {
    PlanDiff diff = diff("run: ./fetch", "run: ./fetch --all");
    assertThat(step(diff, "fetch").why()).containsExactly(Reason.CODE);
    assertThat(step(diff, "tell").why()).containsExactly(Reason.UPSTREAM);
    assertThat(step(diff, "tell").because()).containsExactly("fetch");
    assertThat(step(diff, "load").why()).contains(Reason.UPSTREAM);
    assertThat(step(diff, "load/load").reuse()).isEqualTo(Reuse.STALE);
    assertThat(step(diff, "clean").reuse()).isEqualTo(Reuse.REUSABLE);
  }

  @Test
  void inlineCodeOfOneStepIsNotThatOfAnother() throws IOException {
    PlanDiff diff = diff("run: ./load", "run: ./load -v");
    assertThat(changed(diff)).containsExactly("load", "load/load");
    assertThat(step(diff, "load").why()).containsExactly(Reason.INSIDE);
    assertThat(step(diff, "fetch").reuse()).isEqualTo(Reuse.REUSABLE);
  }

  @Test
  void aPolicyLeavesResultsGood() throws IOException {
    PlanDiff diff =
        diff("command: rm", "command: rm\n    timeout: 5s\n    retry: { maxAttempts: 2 }");
    assertThat(step(diff, "clean").why()).containsExactly(Reason.POLICY);
    assertThat(step(diff, "clean").reuse()).isEqualTo(Reuse.REUSABLE);
  }

  @Test
  void aLimitOfAMapIsAPolicyAndItsItemsAreNot() throws IOException {
    PlanDiff limit = diff("maxParallel: 4", "maxParallel: 8");
    assertThat(step(limit, "load").why()).containsExactly(Reason.POLICY);
    assertThat(changed(limit)).containsExactly("load");
    PlanDiff items = diff("forEach: ${{ steps.fetch.outputs.names }}", "forEach: [a, b]");
    assertThat(step(items, "load").why()).contains(Reason.SETTINGS);
    assertThat(step(items, "load/load").because()).containsExactly("load");
  }

  @Test
  void removedStepsAreGone() throws IOException {
    PlanDiff diff = diff("  - id: clean\n    command: rm\n    args: [scratch]\n", "");
    assertThat(step(diff, "clean").kind()).isEqualTo(Kind.REMOVED);
    assertThat(step(diff, "clean").reuse()).isEqualTo(Reuse.GONE);
    assertThat(changed(diff)).containsExactly("outputs", "clean");
  }

  @Test
  void anotherKindOfStepIsStale() throws IOException {
    PlanDiff diff =
        diff(
            "command: rm\n    args: [scratch]",
            "steps: [{ id: inner, command: rm, args: [x] }]\n    timeout: 3s");
    assertThat(step(diff, "clean").why()).contains(Reason.KIND);
    assertThat(step(diff, "clean").reuse()).isEqualTo(Reuse.STALE);
    assertThat(step(diff, "clean/inner").kind()).isEqualTo(Kind.ADDED);
  }

  @Test
  void aRequiredInputMoreIsBreakingAnOptionalOneIsNot() throws IOException {
    assertThat(diff("day: date,", "day: date, who: string,").contract())
        .containsExactly(new ContractChange(true, "input `who` is new and required"));
    assertThat(diff("day: date,", "day: date, who: string?,").contract())
        .containsExactly(new ContractChange(false, "input `who` is new and optional"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int | min: 1 | min: 0 | false",
        "int | min: 0 | min: 1 | true",
        "int | max: 9 | max: 10 | false",
        "int | max: 10 | max: 9 | true",
        "int | 'min: 1, max: 9' | max: 9 | false",
        "float | min: 2.5 | min: 10.5 | true",
        "duration | max: 90m | max: 2h | false",
        "duration | max: 2h | max: 90m | true",
        "date | min: 2026-02-01 | min: 2026-01-01 | false",
        "string | pattern: '[a-z]+' | pattern: '[a-z0-9]+' | true",
        "list<int> | minItems: 2 | minItems: 1 | false",
        "list<int> | minItems: 1 | minItems: 2 | true",
        "list<int> | maxItems: 5 | maxItems: 6 | false",
        "list<int> | maxItems: 6 | maxItems: 5 | true",
        "int | 'min: 1, examples: [2]' | 'min: 1, examples: [3]' | false",
      })
  void onlyNarrowerConstraintsBreakCallers(
      String type, String before, String after, boolean breaking) throws IOException {
    String form = "day: date, x: { type: %s, %s },";
    PlanDiff diff =
        PlanDiff.of(
            plan(BASE.replace("day: date,", form.formatted(type, before))),
            plan(BASE.replace("day: date,", form.formatted(type, after))));
    assertThat(diff.contract())
        .containsExactly(new ContractChange(breaking, "input `x` has other constraints"));
  }

  @Test
  void typesOfInputsMayOnlyWiden() throws IOException {
    assertThat(diff("default: eu }", "default: eu, pattern: '[a-z]+' }").contract())
        .containsExactly(new ContractChange(true, "input `region` has other constraints"));
    PlanDiff required = diff("{ type: string, default: eu }", "string");
    assertThat(required.contract())
        .containsExactly(new ContractChange(true, "input `region` is required now"));
    PlanDiff other = diff("{ type: string, default: eu }", "{ type: string, default: us }");
    assertThat(other.isBreaking()).isFalse();
    assertThat(other.isEmpty()).isFalse();
  }

  @Test
  void outputsMayBeAddedButNotRemoved() throws IOException {
    String outputs = "outputs: { rows: \"${{ steps.fetch.outputs.rows }}\" }";
    PlanDiff renamed = diff(outputs, outputs.replace("rows:", "count:"));
    assertThat(renamed.contract())
        .containsExactly(
            new ContractChange(true, "output `rows` was removed"),
            new ContractChange(false, "output `count` is new"));
    PlanDiff retyped =
        diff(outputs, "outputs: { rows: \"${{ string(steps.fetch.outputs.rows) }}\" }");
    assertThat(retyped.contract())
        .containsExactly(new ContractChange(true, "output `rows` is string, was int"));
  }

  @Test
  void theWorkflowItself() throws IOException {
    assertThat(diff("name: orders", "name: orders\nlabels: { team: data }").workflow())
        .containsExactly(
            new WorkflowChange(
                "the labels changed", List.of(new Change("labels.team", null, Json.of("data")))));
    assertThat(diff("name: orders", "name: orders\ntimeout: 3h").workflow())
        .containsExactly(
            new WorkflowChange(
                "the policy of runs changed", List.of(new Change("timeout", null, Json.of("3h")))));
    PlanDiff moved =
        PlanDiff.of(
            plan(BASE.replace("inputs:", "timeout: 3h\ninputs:")),
            plan(BASE.replace("inputs:", "\n# so long\ntimeout: 3h\ninputs:")));
    assertThat(moved.isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          command: rm                    | command: rm\\n    timeout: 90s | clean     | timeout | null | {"attempt":"1m30s"}
          args: [scratch]                | args: [scratch, x]            | clean     | args | ["scratch"] | ["scratch","x"]
          maxParallel: 4                 | maxParallel: 8                | load      | maxParallel | 4 | 8
          ./fetch                        | ./fetch\\n    queue: big    | fetch     | queue   | "default" | "big"
          REGION: "${{ inputs.region }}" | REGION: "eu"                  | load/load | env.REGION | "${{ inputs.region }}" | "eu"
          names: list<string>            | names: list<string>, n: int? | fetch     | outputs.n | null | {"type":"int?"}
          string(steps.fetch.outputs.rows) }}"] | string(1 + steps.fetch.outputs.rows) }}"] | tell | args | ["${{ string(steps.fetch.outputs.rows) }}"] | ["${{ string(1 + steps.fetch.outputs.rows) }}"]
          id: tell                       | id: tell\\n    if: inputs.region == "eu" | tell | if | null | "${{ inputs.region == \\"eu\\" }}"
          """)
  void valuesAreToldAsTheyAreWritten(
      String old, String by, String path, String key, String before, String after)
      throws IOException {
    PlanDiff diff = diff(old.strip(), by.strip().replace("\\n", "\n"));
    assertThat(step(diff, path.strip()).changes())
        .contains(new Change(key.strip(), json(before), json(after)));
  }

  private static @Nullable Json json(String text) {
    return text.strip().equals("null") ? null : JsonText.parse(text.strip().getBytes(UTF_8));
  }
}
