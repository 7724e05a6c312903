package dev.jobc.decode;

import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.Fix;
import dev.jobc.model.RequireDoc;
import dev.jobc.model.WorkflowName;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import dev.jobc.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code requires}: a list of names of tasks and workflows. */
final class RequiresDecoder {
  private final Decoding decoding;
  private final Scalars scalars;

  RequiresDecoder(Decoding decoding) {
    this.decoding = decoding;
    this.scalars = new Scalars(decoding);
  }

  /** What could be made out; empty without the key. */
  List<RequireDoc> requires(YamlNode.@Nullable Entry entry) {
    List<RequireDoc> required = new ArrayList<>();
    if (entry == null) {
      return required;
    }
    if (!(entry.value() instanceof YamlNode.Sequence list)) {
      notList(entry);
      return required;
    }
    if (list.items().isEmpty()) {
      decoding.add(
          decoding
              .at(entry.key().span(), DiagnosticCode.EMPTY_VALUE, "`requires` is empty")
              .caption("expected at least one task or workflow"));
    }
    Map<String, Span> seen = new HashMap<>();
    for (YamlNode item : list.items()) {
      Located<String> text = scalars.text(entry.key().span(), entry.name(), item);
      RequireDoc one = text == null ? null : one(text);
      if (one != null && text != null && scalars.isNew(seen, text, entry.name())) {
        required.add(one);
      }
    }
    return required;
  }

  private @Nullable RequireDoc one(Located<String> text) {
    if (text.value().startsWith(WorkflowName.PREFIX)) {
      Located<WorkflowName> workflow = WorkflowNames.read(decoding, text);
      return workflow == null ? null : new RequireDoc.OfWorkflow(workflow);
    }
    Located<String> name = scalars.name(text, Names.Kind.DOTTED, "the name of a task");
    return name == null ? null : new RequireDoc.OfTask(name);
  }

  private void notList(YamlNode.Entry entry) {
    var error =
        decoding.wrongKind(
            entry.key().span(), entry.name(), entry.value(), "a list of tasks and workflows");
    if (entry.value() instanceof YamlNode.Scalar scalar && !scalar.isNull()) {
      String list = "[\"" + scalar.text().value() + "\"]";
      error = error.fix(Fix.replace("make it a list", error.place(), list));
    }
    decoding.add(error);
  }
}
