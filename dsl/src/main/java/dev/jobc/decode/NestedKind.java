package dev.jobc.decode;

import dev.jobc.diag.DiagnosticCode;
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
    return Set.of("retry", "timeout", "catch", "finally", "saga", "resultFrom", "compensate");
  }

  @Override
  public String advice(String owner) {
    return "put it on the steps inside the block";
  }

  @Override
  public StepBody decode(Raw step) {
    limitsOfTasks(step);
    return new StepBody.Nested(steps.block(step.action()));
  }

  /** A block waits for no worker, and only a task can be silent. */
  private void limitsOfTasks(Raw step) {
    YamlNode.Entry timeout = step.fields().get("timeout");
    if (timeout == null || !(timeout.value() instanceof YamlNode.Mapping limits)) {
      return;
    }
    for (YamlNode.Entry limit : limits.entries()) {
      if (limit.name().equals("queue") || limit.name().equals("heartbeat")) {
        String message = "`" + limit.name() + "` means nothing in the `timeout` of a block";
        decoding.add(
            decoding
                .at(limit.key().span(), DiagnosticCode.MISPLACED_KEY, message)
                .help(advice(step.owner())));
      }
    }
  }
}
