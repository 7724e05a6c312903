package dev.jobc.decode;

import dev.jobc.json.Json;
import dev.jobc.model.ControlBody;
import dev.jobc.model.FlowDoc.ConditionDoc;
import dev.jobc.model.StepBody;
import dev.jobc.model.ValueDoc;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import dev.jobc.syntax.TemplateParser;
import dev.jobc.yaml.YamlNode;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** {@code wait: 10m}, or {@code wait: {until: expr}}. */
final class WaitKind implements StepKind {
  private final Decoding decoding;
  private final Scalars scalars;
  private final ValueDecoder values;

  WaitKind(Decoding decoding) {
    this.decoding = decoding;
    this.scalars = new Scalars(decoding);
    this.values = new ValueDecoder(decoding);
  }

  @Override
  public List<String> actions() {
    return List.of("wait");
  }

  @Override
  public Set<String> companions() {
    return Set.of();
  }

  @Override
  public String advice(String owner) {
    return "a step that waits runs nothing";
  }

  @Override
  public StepBody decode(Raw step) {
    YamlNode.Entry entry = step.action();
    Span key = entry.key().span();
    if (entry.value() instanceof YamlNode.Mapping map) {
      Fields fields = Fields.of(decoding, map, ControlKeys.Wait.TABLE);
      if (map.entries().isEmpty()) {
        Parts.require(decoding, fields, key, "until", "write `wait: { until: … }`, or `wait: 10m`");
      }
      ConditionDoc until = new ConditionDecoder(decoding).condition(fields.get("until"));
      return until == null
          ? new StepBody.Broken(key)
          : new ControlBody.Wait(
              true, new ValueDoc.Expression(until.expr(), until.expr().span()), key);
    }
    if (entry.value() instanceof YamlNode.Scalar scalar
        && TemplateParser.isTemplate(scalar.text().value())) {
      return new ControlBody.Wait(false, values.bare(entry), key);
    }
    Located<Duration> duration = scalars.duration(entry, 1);
    return duration == null
        ? new StepBody.Broken(key)
        : new ControlBody.Wait(
            false, new ValueDoc.Scalar(Json.of(duration.value().toString()), duration.span()), key);
  }
}
