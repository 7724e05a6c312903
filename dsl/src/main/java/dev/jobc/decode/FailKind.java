package dev.jobc.decode;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.model.StepBody;
import dev.jobc.model.TemplateDoc;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import dev.jobc.yaml.YamlNode;
import java.util.List;
import java.util.Set;

/** {@code fail}: an error of the author's own. */
final class FailKind implements StepKind {
  private final Decoding decoding;
  private final Scalars scalars;
  private final ValueDecoder values;

  FailKind(Decoding decoding) {
    this.decoding = decoding;
    this.scalars = new Scalars(decoding);
    this.values = new ValueDecoder(decoding);
  }

  @Override
  public List<String> actions() {
    return List.of("fail");
  }

  @Override
  public Set<String> companions() {
    return Set.of();
  }

  @Override
  public String advice(String owner) {
    return "`fail` does nothing but end what it is in with an error";
  }

  @Override
  public StepBody decode(Raw step) {
    YamlNode.Entry action = step.action();
    Span key = action.key().span();
    if (!(action.value() instanceof YamlNode.Mapping map)) {
      Diagnostic error =
          decoding.wrongKind(
              key, action.name(), action.value(), "a map such as `{ error: OutOfStock }`");
      decoding.add(error);
      return new StepBody.Broken(key);
    }
    Fields fields = Fields.of(decoding, map, ControlKeys.Fail.TABLE);
    YamlNode.Entry name = fields.get("error");
    if (fields.lacks("error")) {
      decoding.add(
          decoding
              .at(key, DiagnosticCode.MISSING_KEY, "`fail` has no `error`")
              .help("add `error: OutOfStock`, the name by which `catch` knows it"));
    }
    Located<String> error = scalars.name(name, Names.Kind.TYPE);
    YamlNode.Entry message = fields.get("message");
    TemplateDoc text =
        message == null
            ? new TemplateDoc(List.of(), key)
            : values.template(message.key().span(), message.name(), message.value());
    return error == null || text == null
        ? new StepBody.Broken(key)
        : new StepBody.Fail(error, text, key);
  }
}
