package dev.jobc.decode;

import dev.jobc.diag.DiagnosticCode;
import dev.jobc.model.BlockDoc;
import dev.jobc.model.FlowDoc.ConditionDoc;
import dev.jobc.model.StepBody;
import dev.jobc.model.StepBody.CaseDoc;
import dev.jobc.source.Located;
import dev.jobc.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code switch} with {@code cases} and {@code default}. */
final class SwitchKind implements StepKind {
  private static final String FORM = "write `cases: { eu: [...], us: [...] }`, steps by value";

  private final Decoding decoding;
  private final StepDecoder steps;

  SwitchKind(Decoding decoding, StepDecoder steps) {
    this.decoding = decoding;
    this.steps = steps;
  }

  @Override
  public List<String> actions() {
    return List.of("switch");
  }

  @Override
  public Set<String> companions() {
    return Set.of("cases", "default");
  }

  @Override
  public String advice(String owner) {
    return "put it on the steps inside the cases";
  }

  @Override
  public StepBody decode(Raw step) {
    Fields fields = step.fields();
    ConditionDoc subject = new ConditionDecoder(decoding).condition(step.action());
    List<CaseDoc> cases = cases(step, fields.get("cases"));
    YamlNode.Entry other = fields.get("default");
    BlockDoc otherwise = other == null ? null : steps.anySteps(other);
    return subject == null
        ? new StepBody.Broken(step.action().key().span())
        : new StepBody.Switch(subject, cases, otherwise);
  }

  private List<CaseDoc> cases(Raw step, YamlNode.@Nullable Entry entry) {
    List<CaseDoc> cases = new ArrayList<>();
    if (entry == null) {
      if (step.fields().lacks("cases")) {
        decoding.add(
            decoding
                .at(
                    step.action().key().span(),
                    DiagnosticCode.MISSING_KEY,
                    "`switch` has no `cases`")
                .help(FORM));
      }
      return cases;
    }
    if (!(entry.value() instanceof YamlNode.Mapping map)) {
      decoding.add(
          decoding
              .wrongKind(
                  entry.key().span(), entry.name(), entry.value(), "a map from value to steps")
              .help(FORM));
      return cases;
    }
    if (map.entries().isEmpty()) {
      decoding.add(
          decoding
              .at(map.span(), DiagnosticCode.EMPTY_VALUE, "`cases` is empty")
              .caption("expected the steps for each value")
              .help(FORM));
    }
    for (YamlNode.Entry choice : map.entries()) {
      Located<String> value = new Located<>(choice.name(), choice.key().span());
      cases.add(new CaseDoc(value, steps.anySteps(choice)));
    }
    return cases;
  }
}
