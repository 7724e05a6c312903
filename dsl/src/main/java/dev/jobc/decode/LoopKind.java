package dev.jobc.decode;

import dev.jobc.diag.DiagnosticCode;
import dev.jobc.model.BlockDoc;
import dev.jobc.model.ControlBody;
import dev.jobc.model.ControlBody.StateDoc;
import dev.jobc.model.StepBody;
import dev.jobc.model.ValueDoc;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import dev.jobc.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code loop}. */
final class LoopKind implements StepKind {
  private static final int MAX_ITERATIONS = 1_000_000;

  private final Decoding decoding;
  private final StepDecoder steps;
  private final Scalars scalars;
  private final ValueDecoder values;
  private final TypeDecoder types;

  LoopKind(Decoding decoding, StepDecoder steps) {
    this.decoding = decoding;
    this.steps = steps;
    this.scalars = new Scalars(decoding);
    this.values = new ValueDecoder(decoding);
    this.types = new TypeDecoder(decoding);
  }

  @Override
  public List<String> actions() {
    return List.of("loop");
  }

  @Override
  public Set<String> companions() {
    return Set.of();
  }

  @Override
  public String advice(String owner) {
    return "put it on the steps inside the loop";
  }

  @Override
  public StepBody decode(Raw step) {
    Fields fields =
        Parts.map(decoding, step.action(), ControlKeys.Loop.TABLE, "a map with `steps`");
    Span key = step.action().key().span();
    if (fields == null) {
      return new StepBody.Broken(key);
    }
    Located<Integer> most = scalars.integer(fields.get("maxIterations"), 1, MAX_ITERATIONS);
    Parts.missing(decoding, fields, key)
        .key("maxIterations", "say after how many iterations it gives up: `maxIterations: 10`")
        .key("steps", "add the steps to repeat: `steps: [...]`")
        .report();
    YamlNode.Entry block = fields.get("steps");
    return new ControlBody.Loop(
        state(fields.get("state")),
        new ConditionDecoder(decoding).condition(fields.get("until")),
        most == null ? new Located<>(1, key) : most,
        scalars.duration(fields.get("delay"), 0),
        block == null ? new BlockDoc(BlockDoc.Kind.SEQUENCE, List.of(), key) : steps.block(block),
        key);
  }

  private List<StateDoc> state(YamlNode.@Nullable Entry entry) {
    List<StateDoc> state = new ArrayList<>();
    if (entry == null) {
      return state;
    }
    if (!(entry.value() instanceof YamlNode.Mapping map)) {
      decoding.add(
          decoding.wrongKind(
              entry.key().span(), "state", entry.value(), "a map from name to initial value"));
      return state;
    }
    for (YamlNode.Entry value : map.entries()) {
      Located<String> name = scalars.key(value, Names.Kind.FIELD, "the name of a value");
      StateDoc decoded = value(value);
      if (name != null) {
        state.add(decoded);
      }
    }
    return state;
  }

  /** A map with {@code initial} or {@code next} is a declaration, all else the initial value. */
  private StateDoc value(YamlNode.Entry entry) {
    Located<String> name = new Located<>(entry.name(), entry.key().span());
    if (!(entry.value() instanceof YamlNode.Mapping map)
        || (map.get("initial") == null && map.get("next") == null)) {
      return new StateDoc(name, null, values.value(entry.value()), null);
    }
    Fields fields = Fields.of(decoding, map, ControlKeys.State.TABLE);
    YamlNode.Entry type = fields.get("type");
    YamlNode.Entry initial = fields.get("initial");
    YamlNode.Entry next = fields.get("next");
    if (fields.lacks("initial")) {
      decoding.add(
          decoding
              .at(
                  name.span(),
                  DiagnosticCode.MISSING_KEY,
                  "`" + name.value() + "` has no `initial` value")
              .help("add `initial:`, its value in the first iteration"));
    }
    return new StateDoc(
        name,
        type == null ? null : types.type(type.key().span(), "type", type.value()),
        initial == null ? new ValueDoc.Broken(map.span()) : values.value(initial.value()),
        next == null ? null : values.value(next.value()));
  }
}
