package dev.jobc.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.testing.GoldenFile;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.reader.SourceReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The YAML test suite: the same is accepted and refused, with the same JSON. */
class YamlSuiteTest {
  private static final Path PAGE = Path.of("../docs/yaml.md");

  /** Refusals that are meant, with why. */
  private static final Map<DiagnosticCode, String> MEANT =
      Map.of(
          DiagnosticCode.SEVERAL_DOCUMENTS, "a file is one workflow",
          DiagnosticCode.EMPTY_FILE, "a file without a document is no workflow",
          DiagnosticCode.KEY_NOT_SCALAR, "keys are words",
          DiagnosticCode.UNKNOWN_TAG, "only the tags of the core schema, before values of theirs",
          DiagnosticCode.DUPLICATE_KEY, "a key stands once in a map",
          DiagnosticCode.FORBIDDEN_CHARACTER,
              "characters that can't be seen are written as escapes");

  /** Of the parser, snakeyaml-engine; looked at one by one. */
  private static final Map<String, String> PARSER = new HashMap<>();

  static {
    because(
        "accepted: lines inside brackets or quotes may be indented less, and with a tab",
        "9C9N QB6E DK95:1 Y79Y:3");
    because(
        "accepted: `#` begins a comment right behind a bracket, a comma or a quote",
        "9JBA CVW2 SU5Z");
    because(
        "refused: inside brackets, a key over several lines, a `:` in the next line, a text that"
            + " begins with `:`",
        "4MUZ:0 4MUZ:1 4MUZ:2 5MUD 9SA2 K3WX NJ66 UT92 VJP3:1 DBG4 FRK4 58MP 5T43 CFD4 HM87:0");
    because("refused: empty keys", "2JQS 6M2F M2N8:0 NKF9 S3PD SM9W:1 UKK6:0 NHX8 WZ62");
    because("refused: a text that is indented by nothing below `--- >`", "DK3J FP8R");
    because(
        "refused: text behind the end of the document, marks of documents without one",
        "7Z25 M7A3 W4TN HWV9 QT73");
    because(
        "refused: tabs at the beginning of a line, also where they'd be blanks",
        "6CA3 HS5T Q5MG NB6Z UV7Q");
    because("refused: anchors with other characters than letters, digits, `_` and `-`", "W5VH");
  }

  private static void because(String reason, String ids) {
    for (String id : ids.split(" ")) {
      PARSER.put(id, reason);
    }
  }

  /**
   * A case.
   *
   * @param documents null when the text must be refused; JSON null when only acceptance is asked
   */
  private record Case(String id, String text, Json documents) {}

  @Test
  void agreesButForWhatIsOnThePage() throws IOException {
    List<Case> cases = cases();
    Map<String, List<String>> deviations = new TreeMap<>();
    int same = 0;
    for (Case one : cases) {
      String deviation = deviation(one);
      if (deviation == null) {
        same++;
      } else {
        deviations.computeIfAbsent(deviation, d -> new ArrayList<>()).add(one.id());
      }
    }
    assertThat(cases).hasSizeGreaterThan(400);
    GoldenFile.check(PAGE, page(cases.size(), same, deviations));
    assertThat(deviations.keySet()).noneMatch(reason -> reason.startsWith("?"));
    assertThat(deviations.values().stream().flatMap(List::stream)).containsAll(PARSER.keySet());
  }

  /** Why the answer is another than the suite's; null when it isn't. */
  private static String deviation(Case one) {
    var read = SourceReader.decode(one.text().getBytes(StandardCharsets.UTF_8), "a.yaml");
    YamlTree tree = read.isOk() ? YamlTree.of(one.text()) : new YamlTree(null, read.diagnostics());
    boolean accepted = tree.json() != null;
    if (one.documents() == null) {
      return accepted ? explained(one, "accepted, must be refused") : null;
    }
    if (!accepted) {
      return refused(one, tree);
    }
    boolean equal =
        one.documents().equals(Json.NULL)
            || equal(Json.array(List.of(tree.json())), one.documents());
    return equal ? null : explained(one, "other JSON: " + JsonText.write(tree.json()));
  }

  private static String refused(Case one, YamlTree tree) {
    DiagnosticCode code = tree.diagnostics().getFirst().code();
    String reason = MEANT.get(code);
    return reason == null
        ? explained(one, "refused with " + tree.diagnostics().getFirst().message())
        : "refused with " + code.code() + ": " + reason;
  }

  private static String explained(Case one, String what) {
    String reason = PARSER.get(one.id());
    return reason == null ? "? " + what : reason;
  }

  /** Numbers are equal when their values are: the suite's JSON says 1 for 1.0. */
  private static boolean equal(Json ours, Json theirs) {
    if (ours instanceof Json.Arr(List<Json> a) && theirs instanceof Json.Arr(List<Json> b)) {
      boolean equal = a.size() == b.size();
      for (int i = 0; equal && i < a.size(); i++) {
        equal = equal(a.get(i), b.get(i));
      }
      return equal;
    }
    if (ours instanceof Json.Obj(var a) && theirs instanceof Json.Obj(var b)) {
      return a.keySet().equals(b.keySet())
          && a.keySet().stream().allMatch(key -> equal(a.get(key), b.get(key)));
    }
    return ours.equals(theirs) || (number(ours) != null && number(ours).equals(number(theirs)));
  }

  private static Double number(Json json) {
    return switch (json) {
      case Json.Int(long value) -> (double) value;
      case Json.Float(double value) -> value;
      default -> null;
    };
  }

  private static List<Case> cases() throws IOException {
    try (InputStream in = YamlSuiteTest.class.getResourceAsStream("/yaml-test-suite/cases.jsonl")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().map(YamlSuiteTest::oneCase).toList();
    }
  }

  private static Case oneCase(String line) {
    Json.Obj row = (Json.Obj) JsonText.parse(line);
    String id = ((Json.Str) row.get("id")).value();
    String text = ((Json.Str) row.get("yaml")).value();
    Json documents = row.get("json") == null ? Json.NULL : row.get("json");
    return new Case(id, text, row.get("fail") == null ? documents : null);
  }

  private static String page(int all, int same, Map<String, List<String>> deviations) {
    Map<String, String> rows = new LinkedHashMap<>();
    deviations.forEach((reason, ids) -> rows.put(reason, String.join(" ", ids)));
    String table =
        rows.entrySet().stream()
            .map(row -> "| " + row.getKey() + " | " + row.getValue() + " |\n")
            .collect(Collectors.joining());
    return """
    # YAML

    Workflows are YAML 1.2 with the core schema, read by [snakeyaml-engine](https://bitbucket.org/snakeyaml/snakeyaml-engine). A test runs the
    [YAML test suite](https://github.com/yaml/yaml-test-suite) and writes this page (`-Djobc.golden=write`): of its %d cases, %d are accepted or refused
    as the suite says, with the same JSON (it gives none for 37, which count when they are accepted). The others, each looked at:

    | what is done instead, and why | cases |
    | --- | --- |
    %s
    Lines of the table that give no code are those of the parser.

    What YAML 1.1 reads in another way than it looks is text or a number as it looks: `no`, `on` and `y` are text, `1:30` and `1_000` are
    text, `010` is ten, a date is text, `<<` is refused. All of it is in `YamlTrapsTest`.
    """
        .formatted(all, same, table);
  }
}
