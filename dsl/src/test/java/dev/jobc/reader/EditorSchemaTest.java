package dev.jobc.reader;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EditorSchemaTest {
  @Test
  void isDraft07AndMeansTheSame() throws IOException {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
            .getSchema(EditorSchema.WORKFLOW.text());
    assertThat(EditorSchema.WORKFLOW.text())
        .contains("http://json-schema.org/draft-07/schema#")
        .doesNotContain("$defs", "2020-12");
    for (String sound : List.of("everything.yaml", "library.yaml", "yaml_features.yaml")) {
      String text = Files.readString(Path.of("src/test/golden/ok", sound));
      assertThat(schema.validate(text, InputFormat.YAML)).as(sound).isEmpty();
    }
    assertThat(schema.validate("jobc: v1\nname: a\nstep: []\n", InputFormat.YAML)).isNotEmpty();
    assertThat(schema.validate("jobc: v1\nname: A-b\nsteps: [{ run: x }]\n", InputFormat.YAML))
        .isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource(EditorSchema.class)
  void everyKeyHasADescription(EditorSchema schema) {
    List<String> silent = new ArrayList<>();
    collect("", schema.source(), silent);
    assertThat(silent).as("properties without a description").isEmpty();
  }

  private static void collect(String path, Json json, List<String> silent) {
    if (json instanceof Json.Arr(List<Json> items)) {
      items.forEach(item -> collect(path, item, silent));
    }
    if (!(json instanceof Json.Obj object)) {
      return;
    }
    if (object.members().get("properties") instanceof Json.Obj properties && !isCondition(path)) {
      for (Map.Entry<String, Json> key : properties.members().entrySet()) {
        boolean described =
            !(key.getValue() instanceof Json.Obj schema)
                || schema.members().containsKey("description");
        if (!described) {
          silent.add(path + "." + key.getKey());
        }
      }
    }
    object.members().forEach((name, value) -> collect(path + "/" + name, value, silent));
  }

  /** Keys that are declared elsewhere and only restricted here. */
  private static boolean isCondition(String path) {
    return path.contains("/if") || path.contains("/not") || path.contains("/allOf/then");
  }

  @ParameterizedTest
  @EnumSource
  void tellsOfEveryKey(EditorSchema schema) {
    Set<String> seen = new HashSet<>();
    Deque<String> paths = new ArrayDeque<>(List.of("jobc", "steps", "tasks", "cases"));
    int told = 0;
    while (!paths.isEmpty()) {
      String path = paths.removeFirst();
      KeyDocs.Answer answer = KeyDocs.of(schema, path);
      String rest = answer.text().substring(answer.text().indexOf('\n') + 1);
      if (answer.problem().isEmpty() && seen.add(rest)) {
        told++;
        keys(rest).forEach(key -> paths.add(path + "." + key));
      }
    }
    assertThat(told).isGreaterThan(schema == EditorSchema.TEST ? 10 : 150);
  }

  private static List<String> keys(String answer) {
    return answer
        .lines()
        .dropWhile(line -> !line.equals("keys:"))
        .skip(1)
        .map(EditorSchemaTest::key)
        .toList();
  }

  private static String key(String line) {
    return line.strip().split(" ", 2)[0];
  }

  @Test
  void tellsOfOneKey() {
    assertThat(KeyDocs.of(EditorSchema.WORKFLOW, "steps.retry").text())
        .startsWith("steps.retry\n")
        .contains("keys:\n", "maxAttempts", "All attempts together");
    assertThat(KeyDocs.of(EditorSchema.WORKFLOW, "tasks.retry.backoff").text())
        .contains("\"exponential\"");
    assertThat(KeyDocs.of(EditorSchema.WORKFLOW, "steps").text()).contains("forEach", "uses");
    assertThat(KeyDocs.of(EditorSchema.WORKFLOW, "steps.mapReduce.map.priority").text())
        .contains("maximum: 9");
    assertThat(KeyDocs.of(EditorSchema.WORKFLOW, "steps.retri").problem())
        .contains("did you mean `retry`?");
    assertThat(KeyDocs.of(EditorSchema.WORKFLOW, "").problem()).isNotEmpty();
    assertThat(KeyDocs.of(EditorSchema.TEST, "cases.steps.error").text())
        .contains("name", "message");
    assertThat(JsonText.parse(EditorSchema.WORKFLOW.text())).isNotNull();
  }
}
