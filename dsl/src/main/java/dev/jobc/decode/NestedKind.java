package dev.jobc.decode;

import dev.jobc.model.StepBody;
import java.util.List;
import java.util.Set;

/** A block: {@code steps}, {@code parallel} or {@code graph}. */
final class NestedKind implements StepKind {
  private final StepDecoder steps;

  NestedKind(StepDecoder steps) {
    this.steps = steps;
  }

  @Override
  public List<String> actions() {
    return List.of("steps", "parallel", "graph");
  }

  @Override
  public Set<String> companions() {
    return Set.of("retry", "timeout", "catch", "finally", "saga", "resultFrom", "compensate");
  }

  @Override
  public String advice(String owner) {
    return "put it on the steps inside the block";
  }

  @Override
  public StepBody decode(Raw step) {
    return new StepBody.Nested(steps.block(step.action()));
  }
}
