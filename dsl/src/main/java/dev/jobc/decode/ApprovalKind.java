package dev.jobc.decode;

import dev.jobc.diag.DiagnosticCode;
import dev.jobc.model.ControlBody;
import dev.jobc.model.InputDecl;
import dev.jobc.model.StepBody;
import dev.jobc.model.TemplateDoc;
import dev.jobc.plan.Pause.OnTimeout;
import dev.jobc.source.Span;
import dev.jobc.yaml.YamlNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** {@code approval}. */
final class ApprovalKind implements StepKind {
  private static final Map<String, OnTimeout> ON_TIMEOUT =
      new TreeMap<>(
          Map.of(
              "fail", OnTimeout.FAIL,
              "deny", OnTimeout.DENY,
              "approve", OnTimeout.APPROVE,
              "continue", OnTimeout.CONTINUE));

  private final Decoding decoding;
  private final ValueDecoder values;
  private final DeclarationDecoder declarations;

  ApprovalKind(Decoding decoding) {
    this.decoding = decoding;
    this.values = new ValueDecoder(decoding);
    this.declarations = new DeclarationDecoder(decoding);
  }

  @Override
  public List<String> actions() {
    return List.of("approval");
  }

  @Override
  public Set<String> companions() {
    return Set.of();
  }

  @Override
  public String advice(String owner) {
    return "a step that waits runs nothing; its time limit goes into `approval`";
  }

  @Override
  public StepBody decode(Raw step) {
    Span key = step.action().key().span();
    Fields fields =
        Parts.map(decoding, step.action(), ControlKeys.Approval.TABLE, "a map with `prompt`");
    if (fields == null) {
      return new StepBody.Broken(key);
    }
    Parts.require(decoding, fields, key, "prompt", "add the question: `prompt: Publish?`");
    YamlNode.Entry prompt = fields.get("prompt");
    TemplateDoc question =
        prompt == null ? null : values.template(prompt.key().span(), "prompt", prompt.value());
    List<InputDecl> form = declarations.inputs(fields.get("form"));
    form.forEach(this::checkName);
    TimeLimit limit = TimeLimit.of(decoding, fields, ON_TIMEOUT);
    return question == null
        ? new StepBody.Broken(key)
        : new ControlBody.Approval(question, form, limit.timeout(), limit.onTimeout(), key);
  }

  private void checkName(InputDecl field) {
    String name = field.name().value();
    if (name.equals("approved") || name.equals("by")) {
      decoding.add(
          decoding
              .at(
                  field.name().span(),
                  DiagnosticCode.BAD_NAME,
                  "every approval has the output `" + name + "`")
              .help("call the field something else"));
    }
  }
}
