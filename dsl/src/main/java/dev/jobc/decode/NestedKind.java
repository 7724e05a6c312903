package dev.jobc.decode;

import dev.jobc.model.StepBody;
import dev.jobc.yaml.YamlNode;
import java.util.List;
import java.util.Set;

/** A block: {@code steps}, {@code parallel} or {@code graph}. */
final class NestedKind implements StepKind {
  private final Decoding decoding;
  private final StepDecoder steps;

  NestedKind(Decoding decoding, StepDecoder steps) {
    this.decoding = decoding;
    this.steps = steps;
  }

  @Override
  public List<String> actions() {
    return List.of("steps", "parallel", "graph");
  }

  @Override
  public Set<String> companions() {
    return Set.of("retry", "timeout");
  }

  @Override
  public String advice(String owner) {
    return "put it on the steps inside the block";
  }

  @Override
  public StepBody decode(Raw step) {
    for (String key : List.of("retry", "timeout")) {
      YamlNode.Entry entry = step.fields().get(key);
      if (entry != null) {
        decoding.add(
            Fields.notYet(decoding, entry.key().span(), "`" + key + "` on a block of steps"));
      }
    }
    return new StepBody.Nested(steps.block(step.action()));
  }
}
