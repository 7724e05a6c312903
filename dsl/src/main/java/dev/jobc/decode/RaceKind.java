package dev.jobc.decode;

import dev.jobc.diag.DiagnosticCode;
import dev.jobc.model.BlockDoc;
import dev.jobc.model.ControlBody;
import dev.jobc.model.StepBody;
import dev.jobc.yaml.YamlNode;
import java.util.List;
import java.util.Set;

/** {@code race}. */
final class RaceKind implements StepKind {
  private final Decoding decoding;
  private final StepDecoder steps;

  RaceKind(Decoding decoding, StepDecoder steps) {
    this.decoding = decoding;
    this.steps = steps;
  }

  @Override
  public List<String> actions() {
    return List.of("race");
  }

  @Override
  public Set<String> companions() {
    return Set.of();
  }

  @Override
  public String advice(String owner) {
    return "put it on the branches of the race";
  }

  @Override
  public StepBody decode(Raw step) {
    BlockDoc block = steps.block(step.action());
    if (step.action().value() instanceof YamlNode.Sequence list && list.items().size() == 1) {
      decoding.add(
          decoding
              .at(
                  step.action().key().span(),
                  DiagnosticCode.EMPTY_VALUE,
                  "a race has at least two branches")
              .help("without a second branch it is the step alone"));
    }
    return new ControlBody.Race(block.steps(), block.key());
  }
}
