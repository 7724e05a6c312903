package dev.jobc.decode;

import dev.jobc.model.StepBody;
import dev.jobc.model.StepBody.ArgDoc;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import dev.jobc.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code return}: the run ends here, with these outputs. */
final class ReturnKind implements StepKind {
  private final Decoding decoding;
  private final Scalars scalars;
  private final ValueDecoder values;

  ReturnKind(Decoding decoding) {
    this.decoding = decoding;
    this.scalars = new Scalars(decoding);
    this.values = new ValueDecoder(decoding);
  }

  @Override
  public List<String> actions() {
    return List.of("return");
  }

  @Override
  public Set<String> companions() {
    return Set.of();
  }

  @Override
  public String advice(String owner) {
    return "`return` does nothing but end the run";
  }

  @Override
  public StepBody decode(Raw step) {
    YamlNode.Entry action = step.action();
    Span key = action.key().span();
    if (!(action.value() instanceof YamlNode.Mapping map)) {
      decoding.add(
          decoding
              .wrongKind(key, action.name(), action.value(), "a map from output to value")
              .help("write `return: {}` when the workflow has no outputs"));
      return new StepBody.Broken(key);
    }
    List<ArgDoc> outputs = new ArrayList<>();
    for (YamlNode.Entry output : map.entries()) {
      Located<String> name = scalars.key(output, Names.Kind.FIELD, "the name of an output");
      if (name != null) {
        outputs.add(new ArgDoc(name, values.value(output.value())));
      }
    }
    return new StepBody.Return(outputs, key);
  }
}
