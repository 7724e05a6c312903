package dev.jobc.decode;

import dev.jobc.model.ControlBody;
import dev.jobc.model.FlowDoc;
import dev.jobc.model.PolicyDoc;
import dev.jobc.model.StepBody;
import dev.jobc.model.StepDoc;
import dev.jobc.model.ValueDoc;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import dev.jobc.yaml.YamlNode;
import java.util.List;
import java.util.Set;

/** {@code spawn}. */
final class SpawnKind implements StepKind {
  private final Decoding decoding;
  private final ValueDecoder values;

  SpawnKind(Decoding decoding) {
    this.decoding = decoding;
    this.values = new ValueDecoder(decoding);
  }

  @Override
  public List<String> actions() {
    return List.of("spawn");
  }

  @Override
  public Set<String> companions() {
    return Set.of();
  }

  @Override
  public String advice(String owner) {
    return "put it on the tasks that " + owner + " calls";
  }

  @Override
  public StepBody decode(Raw step) {
    Span key = step.action().key().span();
    Fields fields =
        Parts.map(
            decoding, step.action(), ControlKeys.Spawn.TABLE, "a map with `calls` and `allow`");
    if (fields == null) {
      return new StepBody.Broken(key);
    }
    Parts.missing(decoding, fields, key)
        .key("calls", "add `calls: ${{ … }}`, a list of calls")
        .key("allow", SpawnDecoder.ALLOW)
        .report();
    YamlNode.Entry calls = fields.get("calls");
    SpawnDecoder common = new SpawnDecoder(decoding);
    List<Located<String>> allow = common.allow(fields);
    return new ControlBody.Spawn(
        calls == null ? new ValueDoc.Broken(key) : values.items(calls),
        allow.stream().map(SpawnKind::call).toList(),
        common.maxItems(fields),
        key);
  }

  private static StepDoc call(Located<String> task) {
    StepBody body = new StepBody.Call(task, List.of());
    return new StepDoc(null, List.of(), body, null, FlowDoc.NONE, PolicyDoc.NONE, "", task.span());
  }
}
