package dev.jobc.decode;

import dev.jobc.diag.DiagnosticCode;
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
  private static final int MAX_ITEMS = 1_000_000;

  private final Decoding decoding;
  private final Scalars scalars;
  private final ValueDecoder values;

  SpawnKind(Decoding decoding) {
    this.decoding = decoding;
    this.scalars = new Scalars(decoding);
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
        Parts.map(decoding, step.action(), Keys.Spawn.TABLE, "a map with `calls` and `allow`");
    if (fields == null) {
      return new StepBody.Broken(key);
    }
    Parts.require(decoding, fields, key, "calls", "add `calls: ${{ … }}`, a list of calls");
    Parts.require(decoding, fields, key, "allow", "add `allow: [...]`, the tasks it may call");
    YamlNode.Entry calls = fields.get("calls");
    List<Located<String>> allow =
        scalars.names(fields.get("allow"), Names.Kind.DOTTED, "the name of a task");
    if (fields.get("allow") instanceof YamlNode.Entry entry
        && entry.value() instanceof YamlNode.Sequence list
        && list.items().isEmpty()) {
      decoding.add(
          decoding
              .at(entry.key().span(), DiagnosticCode.EMPTY_VALUE, "`allow` is empty")
              .caption("expected at least one task"));
    }
    return new ControlBody.Spawn(
        calls == null ? new ValueDoc.Broken(key) : values.items(calls),
        allow.stream().map(SpawnKind::call).toList(),
        scalars.integer(fields.get("maxItems"), 1, MAX_ITEMS),
        key);
  }

  private static StepDoc call(Located<String> task) {
    StepBody body = new StepBody.Call(task, List.of());
    return new StepDoc(null, List.of(), body, null, FlowDoc.NONE, PolicyDoc.NONE, "", task.span());
  }
}
