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
import org.jspecify.annotations.Nullable;

/**
 * A file that says how a run starts, what inputs are and what steps do: {@code {trigger, inputs,
 * steps}}.
 *
 * @param start null when nothing is said of it
 */
public record MockFile(@Nullable Start start, Map<String, Json> inputs, Mocks mocks) {

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
            root == null
                ? new MockFile(null, Map.of(), Mocks.NONE)
                : of(plan, ok.value(), root, found);
        yield found.check(file);
      }
    };
  }

  private static MockFile of(Plan plan, SourceFile file, YamlNode root, Diagnostics found) {
    Form form = new Form(file, found);
    Map<String, Json> inputs = Map.of();
    Mocks mocks = Mocks.NONE;
    Start start = null;
    Set<String> keys = Set.of("trigger", "inputs", "steps");
    for (YamlNode.Entry entry : form.entries(root, "a mock file", keys)) {
      switch (entry.name()) {
        case "trigger" -> start = new StartReader(form, plan).read(entry);
        case "inputs" -> inputs = InputValues.read(form, plan, entry.value());
        default -> mocks = new MockReader(form, new StepIndex(plan)).read(entry.value());
      }
    }
    return new MockFile(start, inputs, mocks);
  }
}
