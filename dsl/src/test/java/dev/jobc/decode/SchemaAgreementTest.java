package dev.jobc.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.OutputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.Diagnostics;
import dev.jobc.diag.testing.GoldenDiagnostics;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.reader.WorkflowReader;
import dev.jobc.source.SourceFile;
import dev.jobc.yaml.YamlNode;
import dev.jobc.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The JSON Schema and the decoder are two witnesses of one shape (decision 0001). */
class SchemaAgreementTest {
  private static final Path GOLDEN = Path.of("src/test/golden");
  private static final Path EVERYTHING = GOLDEN.resolve("ok/everything.yaml");
  private static final List<Path> COMPLETE =
      List.of(
          EVERYTHING,
          GOLDEN.resolve("ok/policies.yaml"),
          GOLDEN.resolve("ok/run_keys.yaml"),
          GOLDEN.resolve("ok/triggers.yaml"));
  private static final int SAMPLE = 13;
  private static final Schema SCHEMA = schema();

  private static Schema schema() {
    try (InputStream in = Json.class.getResourceAsStream("/jobc/schemas/workflow/v1.schema.json")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void agreesOnEveryGolden() throws IOException {
    List<String> disagreements = new ArrayList<>();
    for (Path source : GoldenDiagnostics.sources(GOLDEN)) {
      Json document = document(Files.readString(source));
      if (document != null && !needsMoreThanASchema(source)) {
        disagreements.add(compare(source.toString(), document));
      }
    }
    assertThat(disagreements).containsOnlyNulls().hasSizeGreaterThan(20);
  }

  /** A sum, a sequence or a parse, none of which a schema has. */
  private static boolean needsMoreThanASchema(Path source) {
    return Stream.of("shape/literal_fields.yaml", "shape/durations.yaml", "syntax/types.yaml")
        .anyMatch(source::endsWith);
  }

  @Test
  void agreesAboutMissingKeys() throws IOException {
    agrees(Mutations::withoutKey, 1);
  }

  @Test
  void agreesAboutUnknownKeys() throws IOException {
    agrees(document -> Mutations.withKey(document, Map.of("zzz", Json.of(1))), 1);
  }

  @Test
  void agreesAboutValuesOfAnotherKind() throws IOException {
    agrees(Mutations::withOtherValues, 1);
  }

  @Test
  void agreesAboutKeysInOtherPlaces() throws IOException {
    Map<String, Json> members = Mutations.members(document(Files.readString(EVERYTHING)));
    agrees(document -> Mutations.withKey(document, members), SAMPLE);
  }

  @Test
  @Tag("slow")
  void agreesAboutEveryKeyInEveryPlace() throws IOException {
    Map<String, Json> members = Mutations.members(document(Files.readString(EVERYTHING)));
    agrees(document -> Mutations.withKey(document, members), 1);
  }

  /** Compares the verdicts on every so many-th mutation. */
  private static void agrees(Function<Json, List<Json>> mutations, int every) throws IOException {
    Set<Json> mutants = new LinkedHashSet<>();
    for (Path complete : COMPLETE) {
      mutants.addAll(Mutations.ofParts(document(Files.readString(complete)), mutations));
    }
    List<Json> all = List.copyOf(mutants);
    List<String> disagreements =
        IntStream.range(0, all.size())
            .filter(i -> i % every == 0)
            .parallel()
            .mapToObj(i -> compare("", all.get(i)))
            .filter(Objects::nonNull)
            .limit(5)
            .toList();
    assertThat(disagreements).isEmpty();
    assertThat(mutants).hasSizeGreaterThan(50);
  }

  private static boolean isAboutShape(Diagnostic diagnostic) {
    return diagnostic.code().code().startsWith("JC1")
        || diagnostic.code() == DiagnosticCode.EMPTY_FILE;
  }

  /** What the two say when they don't say the same; null when they do. */
  private static String compare(String name, Json document) {
    String text = JsonText.write(document);
    List<String> shape =
        WorkflowReader.read(new SourceFile("mutant.yaml", text)).diagnostics().stream()
            .filter(SchemaAgreementTest::isAboutShape)
            .map(Diagnostic::toString)
            .toList();
    boolean fits = SCHEMA.validate(text, InputFormat.JSON, OutputFormat.BOOLEAN);
    if (shape.isEmpty() == fits) {
      return null;
    }
    var why = SCHEMA.validate(text, InputFormat.JSON);
    return name + " decoder: " + shape + "\nschema: " + why + "\n" + text;
  }

  /** The document as JSON, null when it is not even YAML. */
  private static Json document(String text) {
    Diagnostics diagnostics = new Diagnostics();
    YamlNode root = YamlReader.read(new SourceFile("golden.yaml", text), diagnostics);
    return root == null || diagnostics.hasErrors() ? null : json(root);
  }

  private static Json json(YamlNode node) {
    return switch (node) {
      case YamlNode.Scalar scalar -> scalar.value();
      case YamlNode.Sequence list ->
          Json.array(list.items().stream().map(SchemaAgreementTest::json).toList());
      case YamlNode.Mapping map -> {
        Map<String, Json> members = new LinkedHashMap<>();
        map.entries().forEach(entry -> members.put(entry.name(), json(entry.value())));
        yield Json.object(members);
      }
    };
  }
}
