package dev.jobc.compiler.simulate;

import dev.jobc.diag.Checked;
import dev.jobc.diag.Diagnostics;
import dev.jobc.json.Json;
import dev.jobc.plan.Plan;
import dev.jobc.reader.SourceReader;
import dev.jobc.source.SourceFile;
import dev.jobc.yaml.YamlNode;
import dev.jobc.yaml.YamlReader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A file that says what inputs are and what steps do: {@code {inputs, steps}}. */
public record MockFile(Map<String, Json> inputs, Mocks mocks) {

  public MockFile {
    inputs = new LinkedHashMap<>(inputs);
  }

  /** Reads a file and holds it against the plan. */
  public static Checked<MockFile> read(Plan plan, Path path, String shown) {
    return switch (SourceReader.read(path, shown)) {
      case Checked.Failed<SourceFile> failed -> new Checked.Failed<>(null, failed.diagnostics());
      case Checked.Ok<SourceFile> ok -> {
        Diagnostics found = new Diagnostics();
        YamlNode root = YamlReader.read(ok.value(), found);
        MockFile file =
            root == null ? new MockFile(Map.of(), Mocks.NONE) : of(plan, ok.value(), root, found);
        yield found.check(file);
      }
    };
  }

  private static MockFile of(Plan plan, SourceFile file, YamlNode root, Diagnostics found) {
    Form form = new Form(file, found);
    Map<String, Json> inputs = Map.of();
    Mocks mocks = Mocks.NONE;
    for (YamlNode.Entry entry : form.entries(root, "a mock file", Set.of("inputs", "steps"))) {
      if (entry.name().equals("inputs")) {
        inputs = InputValues.read(form, plan, entry.value());
      } else {
        mocks = new MockReader(form, new StepIndex(plan)).read(entry.value());
      }
    }
    return new MockFile(inputs, mocks);
  }
}
