package dev.jobc.compiler.simulate;

import dev.jobc.compiler.CompiledWorkflow;
import dev.jobc.compiler.Compiler;
import dev.jobc.compiler.simulate.TestFile.Case;
import dev.jobc.compiler.simulate.TestFile.Expected;
import dev.jobc.compiler.simulate.TestFile.Wanted;
import dev.jobc.diag.Checked;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.Diagnostics;
import dev.jobc.json.Json;
import dev.jobc.plan.Plan;
import dev.jobc.reader.SourceReader;
import dev.jobc.source.SourceFile;
import dev.jobc.source.Span;
import dev.jobc.type.Type;
import dev.jobc.yaml.YamlNode;
import dev.jobc.yaml.YamlReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code *.test.yaml} files, with the workflow they are about. */
public final class TestFileReader {
  static final Set<String> KEYS = Set.of("workflow", "cases");
  static final Set<String> CASE = Set.of("name", "trigger", "inputs", "steps", "expect");
  static final Set<String> EXPECT = Set.of("state", "path", "steps", "outputs", "error");
  static final Set<String> ERROR = Set.of("name", "message", "step");

  private final Path path;
  private final String shown;
  private final Form form;
  private final Diagnostics found;

  private TestFileReader(Path path, SourceFile file, Diagnostics found) {
    this.path = path;
    this.shown = file.path();
    this.form = new Form(file, found);
    this.found = found;
  }

  /**
   * Reads a file; mistakes in it, and those of the workflow, are diagnostics.
   *
   * @param shown the path as the user should see it
   */
  public static Checked<TestFile> read(Path path, String shown) {
    return switch (SourceReader.read(path, shown)) {
      case Checked.Failed<SourceFile> failed -> new Checked.Failed<>(null, failed.diagnostics());
      case Checked.Ok<SourceFile> ok -> {
        Diagnostics found = new Diagnostics();
        YamlNode root = YamlReader.read(ok.value(), found);
        TestFile file =
            root == null ? null : new TestFileReader(path, ok.value(), found).file(root);
        yield file == null || found.hasErrors()
            ? new Checked.Failed<>(null, found.sorted())
            : new Checked.Ok<>(file, found.sorted());
      }
    };
  }

  private @Nullable TestFile file(YamlNode root) {
    YamlNode.Entry workflow = null;
    YamlNode.Entry cases = null;
    for (YamlNode.Entry entry : form.entries(root, "a test file", KEYS)) {
      workflow = entry.name().equals("workflow") ? entry : workflow;
      cases = entry.name().equals("cases") ? entry : cases;
    }
    missingKeys(root);
    if (workflow == null || cases == null) {
      return null;
    }
    Plan plan = plan(workflow);
    return plan == null ? null : new TestFile(plan, cases(plan, cases.value()));
  }

  private void missingKeys(YamlNode root) {
    List<String> missing =
        List.of("`workflow`", "`cases`").stream()
            .filter(key -> Form.lacks(root, key.replace("`", ""), KEYS))
            .toList();
    if (!missing.isEmpty()) {
      String message = "the test file has no " + String.join(" or ", missing);
      String form = "`workflow: workflow.yaml` and `cases: [{ name: …, expect: { … } }]`";
      this.form.report(
          Span.at(root.span().start()), DiagnosticCode.MISSING_KEY, message, "expected " + form);
    }
  }

  private @Nullable Plan plan(YamlNode.Entry entry) {
    String name = form.text(entry);
    if (name == null) {
      return null;
    }
    String folder = shown.substring(0, shown.lastIndexOf('/') + 1);
    Checked<CompiledWorkflow> compiled = Compiler.compile(path.resolveSibling(name), folder + name);
    return switch (compiled) {
      case Checked.Ok<CompiledWorkflow> ok -> ok.value().plan();
      case Checked.Failed<CompiledWorkflow> failed -> {
        found.addAll(failed.diagnostics());
        yield null;
      }
    };
  }

  private List<Case> cases(Plan plan, YamlNode node) {
    List<Case> cases = new ArrayList<>();
    for (YamlNode one : form.items(node, "`cases`")) {
      Case read = oneCase(plan, one, "case " + (cases.size() + 1));
      for (Case other : cases) {
        if (other.name().equals(read.name())) {
          String message = "two cases are called `" + read.name() + "`";
          form.report(read.place().span(), DiagnosticCode.DUPLICATE_ITEM, message, "");
        }
      }
      cases.add(read);
    }
    return cases;
  }

  private Case oneCase(Plan plan, YamlNode node, String usual) {
    StepIndex steps = new StepIndex(plan);
    String name = usual;
    Span span = node.span();
    Map<String, Json> inputs = new LinkedHashMap<>();
    Mocks mocks = Mocks.NONE;
    Expected expected = Expected.NOTHING;
    Start start = Start.usual(plan);
    for (YamlNode.Entry entry : form.entries(node, "a case", CASE)) {
      switch (entry.name()) {
        case "name" -> {
          String text = form.text(entry);
          name = text == null ? name : text;
          span = entry.value().span();
        }
        case "trigger" -> start = new StartReader(form, plan).read(entry);
        case "inputs" -> inputs = InputValues.read(form, plan, entry.value());
        case "steps" -> mocks = new MockReader(form, steps).read(entry.value());
        default -> expected = expected(plan, steps, entry.value());
      }
    }
    missing(plan, start, inputs, span);
    return new Case(name, form.place(span), start, inputs, mocks, expected);
  }

  private void missing(Plan plan, Start start, Map<String, Json> inputs, Span span) {
    for (Plan.Input input : plan.inputs()) {
      boolean needed = input.defaultValue() == null && !input.type().isOptional();
      boolean given = inputs.containsKey(input.name()) || start.inputs().containsKey(input.name());
      if (needed && !given) {
        String message = "input `" + input.name() + "` (" + input.type() + ") is missing";
        form.report(span, DiagnosticCode.MISSING_ARGUMENT, message, "");
      }
    }
  }

  private Expected expected(Plan plan, StepIndex steps, YamlNode node) {
    Wanted<String> state = null;
    Wanted<List<String>> ran = null;
    Map<String, Wanted<String>> states = new LinkedHashMap<>();
    Map<String, Wanted<Json>> outputs = new LinkedHashMap<>();
    Map<String, Wanted<String>> error = new LinkedHashMap<>();
    for (YamlNode.Entry entry : form.entries(node, "`expect`", EXPECT)) {
      switch (entry.name()) {
        case "state" -> state = word(entry, List.of("succeeded", "failed"));
        case "path" -> ran = path(steps, entry);
        case "steps" -> states(steps, entry, states);
        case "outputs" -> outputs(plan, entry, outputs);
        default -> error(entry, error);
      }
    }
    return new Expected(state, ran, states, outputs, error);
  }

  private @Nullable Wanted<String> word(YamlNode.Entry entry, List<String> words) {
    String text = form.text(entry);
    if (text == null) {
      return null;
    }
    if (!words.contains(text)) {
      String message = "`" + text + "` is no state";
      form.unknown(entry.value().span(), DiagnosticCode.UNKNOWN_CHOICE, message, text, words);
    }
    return new Wanted<>(text, form.place(entry.value().span()));
  }

  private Wanted<List<String>> path(StepIndex steps, YamlNode.Entry entry) {
    List<String> labels = new ArrayList<>();
    for (YamlNode item : form.items(entry.value(), "`path`")) {
      String label = String.valueOf(text(item));
      checkLabel(steps, label, item.span());
      labels.add(label);
    }
    return new Wanted<>(labels, form.place(entry.value().span()));
  }

  private static String text(YamlNode node) {
    return node instanceof YamlNode.Scalar scalar ? scalar.text().value() : "";
  }

  private void states(StepIndex steps, YamlNode.Entry all, Map<String, Wanted<String>> states) {
    for (YamlNode.Entry entry : form.entries(all.value(), "`steps`")) {
      checkLabel(steps, entry.name(), entry.key().span());
      Wanted<String> wanted = word(entry, StepStates.words());
      if (wanted != null) {
        states.put(entry.name(), wanted);
      }
    }
  }

  private void checkLabel(StepIndex steps, String label, Span span) {
    String name = label.contains("[") ? label.substring(0, label.indexOf('[')) : label;
    if (!steps.all().contains(name)) {
      String message = "the workflow has no step `" + name + "`";
      form.unknown(span, DiagnosticCode.UNKNOWN_STEP, message, name, steps.all());
    }
  }

  private void outputs(Plan plan, YamlNode.Entry all, Map<String, Wanted<Json>> outputs) {
    Map<String, Type> declared = new LinkedHashMap<>();
    plan.outputs().forEach(output -> declared.put(output.name(), output.type()));
    for (YamlNode.Entry entry : form.entries(all.value(), "`outputs`")) {
      Type type = declared.get(entry.name());
      if (type == null) {
        String message = "the workflow has no output `" + entry.name() + "`";
        form.unknown(
            entry.key().span(),
            DiagnosticCode.UNKNOWN_OUTPUT,
            message,
            entry.name(),
            declared.keySet());
      } else {
        Json value = form.typed(entry, type);
        outputs.put(entry.name(), new Wanted<>(value, form.place(entry.value().span())));
      }
    }
  }

  private void error(YamlNode.Entry entry, Map<String, Wanted<String>> error) {
    if (entry.value() instanceof YamlNode.Scalar) {
      put(error, "name", entry);
      return;
    }
    for (YamlNode.Entry part : form.entries(entry.value(), "`error`", ERROR)) {
      put(error, part.name(), part);
    }
  }

  private void put(Map<String, Wanted<String>> error, String name, YamlNode.Entry entry) {
    String text = form.text(entry);
    if (text != null) {
      error.put(name, new Wanted<>(text, form.place(entry.value().span())));
    }
  }
}
