package dev.jobc.decode;

import dev.jobc.model.ControlBody;
import dev.jobc.model.StepBody;
import dev.jobc.plan.Pause.OnTimeout;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import dev.jobc.syntax.TypeExpr;
import dev.jobc.yaml.YamlNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** {@code waitFor}. */
final class WaitForKind implements StepKind {
  private static final Map<String, OnTimeout> ON_TIMEOUT =
      new TreeMap<>(Map.of("fail", OnTimeout.FAIL, "continue", OnTimeout.CONTINUE));

  private final Decoding decoding;
  private final Scalars scalars;
  private final TypeDecoder types;

  WaitForKind(Decoding decoding) {
    this.decoding = decoding;
    this.scalars = new Scalars(decoding);
    this.types = new TypeDecoder(decoding);
  }

  @Override
  public List<String> actions() {
    return List.of("waitFor");
  }

  @Override
  public Set<String> companions() {
    return Set.of();
  }

  @Override
  public String advice(String owner) {
    return "a step that waits runs nothing; its time limit goes into `waitFor`";
  }

  @Override
  public StepBody decode(Raw step) {
    Span key = step.action().key().span();
    Fields fields =
        Parts.map(decoding, step.action(), ControlKeys.WaitFor.TABLE, "a map with `signal`");
    if (fields == null) {
      return new StepBody.Broken(key);
    }
    Parts.require(decoding, fields, key, "signal", "name what it waits for: `signal: delivered`");
    Located<String> signal = scalars.name(fields.get("signal"), Names.Kind.ID);
    YamlNode.Entry written = fields.get("type");
    TypeExpr type =
        written == null ? null : types.type(written.key().span(), "type", written.value());
    TimeLimit limit = TimeLimit.of(decoding, fields, ON_TIMEOUT);
    return signal == null
        ? new StepBody.Broken(key)
        : new ControlBody.WaitFor(signal, type, limit.timeout(), limit.onTimeout(), key);
  }
}
