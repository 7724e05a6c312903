package dev.jobc.compiler.simulate;

import dev.jobc.diag.DiagnosticCode;
import dev.jobc.input.ConstraintCheck;
import dev.jobc.json.Json;
import dev.jobc.plan.Plan;
import dev.jobc.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads values of a workflow's inputs. */
final class InputValues {
  private InputValues() {}

  static Map<String, Json> read(Form form, Plan plan, YamlNode node) {
    Map<String, Plan.Input> declared = new LinkedHashMap<>();
    plan.inputs().forEach(input -> declared.put(input.name(), input));
    Map<String, Json> inputs = new LinkedHashMap<>();
    for (YamlNode.Entry entry : form.entries(node, "`inputs`")) {
      Plan.Input input = declared.get(entry.name());
      if (input == null) {
        String message = "the workflow has no input `" + entry.name() + "`";
        form.unknown(
            entry.key().span(),
            DiagnosticCode.UNKNOWN_INPUT,
            message,
            entry.name(),
            declared.keySet());
      } else {
        inputs.put(entry.name(), value(form, input, entry));
      }
    }
    return inputs;
  }

  private static Json value(Form form, Plan.Input input, YamlNode.Entry entry) {
    Json value = form.typed(entry, input.type());
    for (String problem : ConstraintCheck.problems(input.constraints(), input.type(), value)) {
      form.report(
          entry.value().span(),
          DiagnosticCode.OUTSIDE_CONSTRAINT,
          "`" + entry.name() + "` " + problem,
          "");
    }
    return value;
  }
}
