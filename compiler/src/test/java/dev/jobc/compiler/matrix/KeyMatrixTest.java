package dev.jobc.compiler.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.compiler.SchemaKeys;
import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.Diagnostics;
import dev.jobc.diag.testing.GoldenDiagnostics;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.source.SourceFile;
import dev.jobc.yaml.YamlNode;
import dev.jobc.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every key on every construct, in good forms and bad ones: never an exception, and never accepted
 * without a difference to the plan.
 */
class KeyMatrixTest {
  private static final Path OK = Path.of("src/test/golden/ok");
  private static final Path SYNTAX = Path.of("../dsl/src/test/golden/ok");

  /** Forms that are right for few keys. */
  private static final List<String> ODD =
      List.of(
          "~",
          "0",
          "-1",
          "true",
          "x",
          "\"\"",
          "[]",
          "{}",
          "[{}]",
          "[[]]",
          "[x, x]",
          "{ x: y }",
          "[{ steps: [] }]",
          "{ steps: [] }",
          "{ command: echo }",
          "[{ command: echo }]",
          "\"${{ nope }}\"",
          "\"${{ 1 }}\"",
          "\"${{\"");

  private static final List<String> FEW = List.of("~", "[{ steps: [] }]", "{ command: echo }");

  /** Declarations that only their use brings into the plan. */
  private static final Set<String> NOT_IN_PLANS = Set.of("types", "tasks", "vars", "as");

  /** Says what holds without it, too. */
  private static final Set<String> DEFAULTS =
      Set.of(
          "resultFrom: \"all\"",
          "description: \"\"",
          "continueOnError: false",
          "failFast: true",
          "include: []",
          "exclude: []",
          "needs: []");

  /** Written in no golden with another value than the default. */
  private static final Set<String> ONLY_DEFAULTS =
      Set.of("retry.backoff", "retry.jitter", "retry.maxInterval");

  /** Lists and maps that may be empty, which is as if they weren't there. */
  private static final Set<String> MAY_BE_EMPTY =
      Set.of(
          "args",
          "env",
          "errors",
          "exitCodes",
          "files",
          "inputs",
          "labels",
          "outputs",
          "packages",
          "runsOn",
          "with",
          "secrets",
          "return");

  private final SchemaKeys schema = new SchemaKeys("workflow");
  private final Map<String, Set<String>> forms = forms();

  @TempDir Path directory;
  private Plans plans;

  @BeforeEach
  void files() throws IOException {
    Files.writeString(
        directory.resolve("callee.yaml"),
        "jobc: v1\nname: callee\ninputs: { n: int }\nsteps: [{ command: \"true\" }]\n");
    plans = new Plans(Files.writeString(directory.resolve("own.yaml"), "jobc: v1\n"));
  }

  @Test
  void everyKeyOnEveryConstruct() {
    matrix(Constructs.steps(), keys("step."), FEW, 1);
    matrix(Constructs.tasks(), keys("step."), FEW, 1);
    matrix(Constructs.workflow(), keys("file."), FEW, 1);
  }

  @Test
  @Tag("slow")
  void everyKeyInManyFormsOnEveryConstruct() {
    matrix(Constructs.steps(), keys("step."), ODD, 4);
    matrix(Constructs.tasks(), keys("step."), ODD, 4);
    matrix(Constructs.workflow(), keys("file."), ODD, 4);
  }

  private void matrix(
      Map<String, String> constructs, Set<String> keys, List<String> odd, int most) {
    List<String> wrong = new ArrayList<>();
    constructs.forEach(
        (name, text) -> {
          Json without = plans.of(String.format(text, ""));
          assertThat(without).as(() -> name + plans.problems(String.format(text, ""))).isNotNull();
          Set<String> misplaced = misplaced(text, keys);
          for (String form : odd) {
            String fault = fault(with(text, misplaced, form), without);
            if (!fault.isEmpty() && !misplaced.isEmpty()) {
              wrong.add(fault + " " + name + " all that is misplaced: " + form);
            }
          }
          for (String key : minus(keys, misplaced)) {
            for (String form : forms(key, odd, most)) {
              String fault = fault(with(text, Set.of(key), form), without);
              if (!fault.isEmpty() && !saysNothing(key, form)) {
                wrong.add(fault + " " + name + " " + key + ": " + form);
              }
            }
          }
        });
    assertThat(wrong).isEmpty();
  }

  /** The keys of which it is said that they have no place there, whatever their value. */
  private Set<String> misplaced(String text, Set<String> keys) {
    Set<String> misplaced = new TreeSet<>();
    for (Diagnostic found : plans.problems(with(text, keys, "~"))) {
      boolean refused =
          found.code() == DiagnosticCode.UNKNOWN_KEY
              || found.code() == DiagnosticCode.MISPLACED_KEY;
      if (refused && keys.contains(found.place().text())) {
        misplaced.add(found.place().text());
      }
    }
    return misplaced;
  }

  private static Set<String> minus(Set<String> all, Set<String> some) {
    Set<String> rest = new TreeSet<>(all);
    rest.removeAll(some);
    return rest;
  }

  private static String with(String text, Set<String> keys, String form) {
    StringBuilder more = new StringBuilder();
    keys.forEach(key -> more.append(", ").append(key).append(": ").append(form));
    return String.format(text, more);
  }

  private static boolean saysNothing(String key, String form) {
    boolean empty = form.equals("[]") || form.equals("{}");
    return NOT_IN_PLANS.contains(key)
        || DEFAULTS.contains(key + ": " + form)
        || (empty && MAY_BE_EMPTY.contains(key));
  }

  private String fault(String text, Json without) {
    try {
      return without.equals(plans.of(text)) ? "ignored" : "";
    } catch (RuntimeException e) {
      return e.toString();
    }
  }

  private Set<String> keys(String owner) {
    Set<String> keys = new TreeSet<>();
    for (String key : schema.all()) {
      if (key.startsWith(owner) && key.lastIndexOf('.') == owner.length() - 1) {
        keys.add(key.substring(owner.length()));
      }
    }
    return keys;
  }

  private Collection<String> forms(String key, List<String> odd, int most) {
    Set<String> all = new LinkedHashSet<>(odd);
    all.addAll(Constructs.GOOD.getOrDefault(key, List.of()));
    forms.getOrDefault(key, Set.of()).stream().limit(most).forEach(all::add);
    return all;
  }

  /** How the sound goldens write each key. */
  private Map<String, Set<String>> forms() {
    Map<String, Set<String>> found = new TreeMap<>();
    for (Path path : sources()) {
      schema.walk(
          tree(path),
          (entry, keys) -> {
            String form = JsonText.write(Plans.json(entry.value(), e -> true));
            found.computeIfAbsent(entry.name(), name -> new LinkedHashSet<>()).add(form);
          });
    }
    return found;
  }

  @Test
  void everyKeyOfTheGoldensCounts() {
    Map<String, String> ignored = new TreeMap<>();
    Set<String> left = schema.all();
    left.removeIf(key -> key.endsWith(".description"));
    left.removeAll(ONLY_DEFAULTS);
    for (Path path : goldens()) {
      Plans here = new Plans(path);
      YamlNode tree = tree(path);
      Json whole = here.of(Plans.text(tree, e -> true));
      assertThat(whole).as(path.toString()).isNotNull();
      schema.walk(
          tree,
          (entry, keys) -> {
            if (keys.stream().anyMatch(left::contains)) {
              if (whole.equals(here.of(Plans.text(tree, e -> e != entry)))) {
                keys.forEach(key -> ignored.put(key, path.getFileName() + ""));
              } else {
                left.removeAll(keys);
                ignored.keySet().removeAll(keys);
              }
            }
          });
    }
    assertThat(ignored).isEmpty();
  }

  @Test
  void noValueOfTheGoldensMakesItStumble() {
    List<String> wrong = new ArrayList<>();
    Set<String> seen = new TreeSet<>();
    for (Path path : goldens()) {
      Plans here = new Plans(path);
      String text = read(path);
      schema.walk(
          tree(path),
          (entry, keys) -> {
            if (seen.addAll(keys)) {
              for (String form : ODD) {
                try {
                  here.of(with(text, entry, form));
                } catch (RuntimeException e) {
                  wrong.add(path.getFileName() + " " + entry.name() + ": " + form + " " + e);
                }
              }
            }
          });
    }
    assertThat(wrong).isEmpty();
  }

  private static String with(String text, YamlNode.Entry entry, String form) {
    String tail = text.substring(entry.value().span().end());
    boolean block = tail.isEmpty() || !tail.startsWith("\n");
    return text.substring(0, entry.value().span().start()) + form + (block ? "\n" : "") + tail;
  }

  private static List<Path> goldens() {
    return GoldenDiagnostics.sources(OK).stream().filter(f -> f.getParent().equals(OK)).toList();
  }

  private static List<Path> sources() {
    return Stream.concat(goldens().stream(), GoldenDiagnostics.sources(SYNTAX).stream()).toList();
  }

  private static YamlNode tree(Path path) {
    return YamlReader.read(new SourceFile("golden.yaml", read(path)), new Diagnostics());
  }

  private static String read(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
