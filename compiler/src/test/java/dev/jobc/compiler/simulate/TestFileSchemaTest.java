package dev.jobc.compiler.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.OutputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.jobc.compiler.SchemaKeys;
import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.Diagnostics;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.reader.EditorSchema;
import dev.jobc.source.SourceFile;
import dev.jobc.yaml.YamlNode;
import dev.jobc.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JSON Schema of test files says the same as their reader. */
class TestFileSchemaTest {
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
          .getSchema(EditorSchema.TEST.text());

  private static final String WORKFLOW =
      """
      jobc: v1
      name: tested
      triggers:
        manual: {}
        schedule: { cron: "0 2 * * *" }
        webhook: { path: p, body: json }
        event: { topic: orders, body: json }
        workflow: { name: closed, states: [failed] }
      inputs: { list: { type: "list<int>", default: [1] } }
      tasks:
        walk:
          runtime: shell
          inputs: { folder: string }
          spawn: { allow: [walk] }
          run: walk
      steps:
        - { id: start, uses: walk, with: { folder: a } }
        - id: load
          forEach: ${{ inputs.list }}
          as: n
          runtime: shell
          errors: { Broken: {} }
          exitCodes: { "99": skip, "3": Broken }
          outputs: { rows: int }
          run: load
        - { id: other, runtime: shell, outputs: { said: string }, run: say }
      outputs: { rows: "${{ steps.load.outputs.rows }}" }
      """;

  private static final String EVERYTHING =
      """
      workflow: w.yaml
      cases:
        - name: what steps do
          trigger: manual
          inputs: { list: [1, 2] }
          steps:
            load:
              - { item: 0, attempt: 1, error: { name: Broken, message: no }, duration: 1m30s }
              - { item: [0], attempt: 2, skip: true }
              - { item: 1, error: Broken, duration: PT5S }
              - { outputs: { rows: 3 } }
            start: { calls: [{ task: walk, with: { folder: b } }] }
            other: { outputs: { said: hello } }
          expect:
            state: failed
            path: ["load[1]", "load[0]", other]
            steps: { other: not_run, "load[0]": skipped }
            outputs: { rows: [] }
            error: { name: Broken, message: as it says, step: load }
        - { name: at a time, trigger: { kind: schedule, scheduledAt: "2026-02-02T02:00:00Z" } }
        - name: from outside
          trigger: { kind: webhook, firedAt: "2026-02-02T02:00:00Z", body: { a: 1 }, headers: { x: y } }
        - { name: a message, trigger: { kind: event, topic: orders, body: 1 } }
        - name: after another
          trigger: { kind: workflow, workflow: closed, runId: r, state: failed, outputs: { a: 1 } }
          expect: { error: Broken }
      """;

  private static final Set<DiagnosticCode> SHAPE =
      Set.of(
          DiagnosticCode.WRONG_KIND,
          DiagnosticCode.UNKNOWN_KEY,
          DiagnosticCode.CONFLICTING_KEYS,
          DiagnosticCode.BAD_DURATION);

  private static final List<Json> OTHERS =
      List.of(
          Json.NULL,
          Json.of(-7),
          Json.of("other"),
          Json.array(List.of(Json.of("x"))),
          Json.object(Map.of("zzz", Json.of("b"))));

  @TempDir Path directory;

  @BeforeEach
  void writeWorkflow() throws IOException {
    Files.writeString(directory.resolve("w.yaml"), WORKFLOW);
    Files.writeString(
        directory.resolve("closed.yaml"), "jobc: v1\nname: closed\nsteps: [{ command: 'true' }]\n");
  }

  @Test
  void acceptsTheFilesThereAre() throws IOException {
    List<Path> files = new ArrayList<>(TestFiles.under(Path.of("../samples")));
    files.addAll(TestFiles.under(Path.of("../cli/src/main/resources")));
    files.addAll(TestFiles.under(Path.of("src/test")));
    for (Path file : files) {
      assertThat(SCHEMA.validate(Files.readString(file), InputFormat.YAML))
          .as("%s", file)
          .isEmpty();
    }
    assertThat(files).hasSizeGreaterThan(4);
  }

  @Test
  void everyKeyIsAccepted() throws IOException {
    assertThat(SCHEMA.validate(EVERYTHING, InputFormat.YAML)).isEmpty();
    assertThat(refusals(EVERYTHING)).isEmpty();
    Set<String> missing = new SchemaKeys("test").all();
    new SchemaKeys("test").walk(tree(EVERYTHING), (entry, keys) -> missing.removeAll(keys));
    assertThat(missing).isEmpty();
  }

  @Test
  void hasTheKeysOfTheReader() {
    assertThat(keys("file")).isEqualTo(TestFileReader.KEYS);
    assertThat(keys("case")).isEqualTo(TestFileReader.CASE);
    assertThat(keys("expect")).isEqualTo(TestFileReader.EXPECT);
    assertThat(keys("expect.error")).isEqualTo(TestFileReader.ERROR);
    assertThat(keys("mock")).isEqualTo(MockReader.KEYS);
    assertThat(keys("mock.error")).isEqualTo(MockReader.ERROR);
  }

  private static Set<String> keys(String owner) {
    return new SchemaKeys("test")
        .all().stream()
            .filter(key -> key.substring(0, key.lastIndexOf('.')).equals(owner))
            .map(key -> key.substring(owner.length() + 1))
            .collect(Collectors.toSet());
  }

  /** Under every key something is refused by both; the reader refuses names and types beside. */
  @Test
  void bothRefuseTheSameShapes() throws IOException {
    Map<String, Boolean> refused = new LinkedHashMap<>();
    List<String> disagreements = new ArrayList<>();
    for (Map.Entry<String, Json> mutant : mutants("", json(tree(EVERYTHING))).toList()) {
      String text = JsonText.write(mutant.getValue());
      boolean fits = SCHEMA.validate(text, InputFormat.JSON, OutputFormat.BOOLEAN);
      refused.merge(mutant.getKey(), !fits, Boolean::logicalOr);
      List<Diagnostic> said = refusals(text);
      if (fits ? said.stream().anyMatch(one -> SHAPE.contains(one.code())) : said.isEmpty()) {
        disagreements.add(text + " " + said);
      }
    }
    assertThat(disagreements).isEmpty();
    assertThat(refused).hasSizeGreaterThan(30);
    Set<String> anything = new TreeSet<>();
    refused.forEach((key, once) -> anything.addAll(once ? Set.of() : Set.of(key)));
    // These take what the workflow's types allow.
    assertThat(anything)
        .containsExactlyInAnyOrder(
            "/cases/trigger/body",
            "/cases/trigger/body/a",
            "/cases/trigger/outputs",
            "/cases/trigger/outputs/a",
            "/cases/inputs/list",
            "/cases/steps/load/outputs/rows",
            "/cases/steps/other/outputs/said",
            "/cases/steps/start/calls/with/folder",
            "/cases/expect/outputs/rows");
  }

  @Test
  void bothKeepKindsOfTriggersApart() throws IOException {
    for (String trigger :
        List.of(
            "{ kind: manual, body: 1 }",
            "{ kind: schedule, body: 1 }",
            "{ kind: webhook, scheduledAt: '2026-02-02T02:00:00Z' }",
            "{ kind: event, headers: {} }",
            "{ kind: workflow, topic: t }",
            "nightly")) {
      String text = "{ workflow: w.yaml, cases: [{ trigger: " + trigger + " }] }";
      assertThat(SCHEMA.validate(text, InputFormat.YAML)).as(trigger).isNotEmpty();
      assertThat(refusals(text)).as(trigger).isNotEmpty();
    }
  }

  @Test
  void bothWantOneEndOfAStep() throws IOException {
    for (String mock :
        List.of(
            "{ outputs: { rows: 1 }, error: Broken }",
            "{ error: Broken, skip: true }",
            "{ skip: true, outputs: { rows: 1 } }",
            "{ attempt: 4294967297, skip: true }",
            "{ duration: 5 minutes, skip: true }")) {
      String text = "{ workflow: w.yaml, cases: [{ steps: { load: " + mock + " } }] }";
      assertThat(SCHEMA.validate(text, InputFormat.YAML)).as(mock).isNotEmpty();
      assertThat(refusals(text)).as(mock).isNotEmpty();
    }
  }

  private List<Diagnostic> refusals(String text) throws IOException {
    Path file = directory.resolve("w.test.yaml");
    Files.writeString(file, text);
    return TestFileReader.read(file, "w.test.yaml").diagnostics();
  }

  /** Documents with another value in one place, by the keys that lead there. */
  private static Stream<Map.Entry<String, Json>> mutants(String path, Json value) {
    Stream<Map.Entry<String, Json>> others =
        path.isEmpty() ? Stream.of() : OTHERS.stream().map(other -> Map.entry(path, other));
    return switch (value) {
      case Json.Obj object ->
          Stream.concat(
              others,
              object.members().keySet().stream()
                  .flatMap(
                      key ->
                          within(
                              path + "/" + key,
                              object.get(key),
                              inner -> {
                                Map<String, Json> members = new LinkedHashMap<>(object.members());
                                members.put(key, inner);
                                return Json.object(members);
                              })));
      case Json.Arr(List<Json> items) ->
          Stream.concat(
              others,
              Stream.iterate(0, i -> i < items.size(), i -> i + 1)
                  .flatMap(
                      i ->
                          within(
                              path,
                              items.get(i),
                              inner -> {
                                List<Json> changed = new ArrayList<>(items);
                                changed.set(i, inner);
                                return Json.array(changed);
                              })));
      default -> others;
    };
  }

  private static Stream<Map.Entry<String, Json>> within(
      String path, Json value, Function<Json, Json> around) {
    return mutants(path, value).map(one -> Map.entry(one.getKey(), around.apply(one.getValue())));
  }

  private static YamlNode tree(String text) {
    return YamlReader.read(new SourceFile("w.test.yaml", text), new Diagnostics());
  }

  private static Json json(YamlNode node) {
    return YamlJson.of(node);
  }
}
