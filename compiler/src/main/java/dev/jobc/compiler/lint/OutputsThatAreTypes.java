package dev.jobc.compiler.lint;

import static dev.jobc.diag.DiagnosticCode.TYPE_AS_OUTPUT;

import dev.jobc.json.Json;
import dev.jobc.model.ValueDoc;
import dev.jobc.model.WorkflowDoc;
import dev.jobc.type.Type;
import java.util.Arrays;

/**
 * An output of a workflow that is the name of a type, as the outputs of tasks are written: it would
 * be that text.
 */
final class OutputsThatAreTypes implements Lint {
  @Override
  public void check(LintedFile file) {
    WorkflowDoc doc = file.unit().doc();
    for (WorkflowDoc.OutputDoc output : doc.outputs()) {
      if (output.value() instanceof ValueDoc.Scalar(Json.Str(String text), var span)
          && isType(text.strip(), doc)) {
        String name = output.name().value();
        file.problems()
            .report(
                file.problems()
                    .at(
                        TYPE_AS_OUTPUT,
                        span,
                        "the output `" + name + "` is the text `" + text + "`")
                    .note("outputs of a workflow are values; their types follow from these")
                    .help("name the value: `" + name + ": ${{ steps.a_step.outputs.x }}`"));
      }
    }
  }

  private static boolean isType(String text, WorkflowDoc doc) {
    if (text.endsWith("?")) {
      return isType(text.substring(0, text.length() - 1).strip(), doc);
    }
    if (text.endsWith(">")) {
      String inner = text.substring(0, text.length() - 1);
      return (inner.startsWith("list<") && isType(inner.substring(5).strip(), doc))
          || (inner.startsWith("map<string,") && isType(inner.substring(11).strip(), doc));
    }
    return Arrays.stream(Type.Simple.values()).anyMatch(simple -> simple.word().equals(text))
        || doc.types().stream().anyMatch(type -> type.name().value().equals(text));
  }
}
