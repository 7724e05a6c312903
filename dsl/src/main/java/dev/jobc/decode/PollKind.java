package dev.jobc.decode;

import dev.jobc.model.ControlBody;
import dev.jobc.model.StepBody;
import dev.jobc.model.StepDoc;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import dev.jobc.yaml.YamlNode;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** {@code poll}. */
final class PollKind implements StepKind {
  private static final Set<String> OWN = Set.of("every", "timeout", "until");

  private final Decoding decoding;
  private final Scalars scalars;

  PollKind(Decoding decoding) {
    this.decoding = decoding;
    this.scalars = new Scalars(decoding);
  }

  @Override
  public List<String> actions() {
    return List.of("poll");
  }

  @Override
  public Set<String> companions() {
    return Set.of();
  }

  @Override
  public String advice(String owner) {
    return "put it into `poll`";
  }

  @Override
  public StepBody decode(Raw step) {
    Span key = step.action().key().span();
    if (!(step.action().value() instanceof YamlNode.Mapping map)) {
      decoding.add(
          decoding.wrongKind(
              key, "poll", step.action().value(), "a map with a task and `every: 30s`"));
      return new StepBody.Broken(key);
    }
    StepDoc task = new TaskPart(decoding).task("poll", map, OWN, CodeKeys.Poll.TABLE);
    Fields fields = Fields.quiet(map, CodeKeys.Poll.TABLE);
    Parts.require(decoding, fields, key, "every", "say how often: `every: 30s`");
    Located<Duration> every = scalars.duration(fields.get("every"), 1);
    return new ControlBody.Poll(
        task,
        every == null ? new Located<>(Duration.ofSeconds(1), key) : every,
        scalars.duration(fields.get("timeout"), 1),
        new ConditionDecoder(decoding).condition(fields.get("until")),
        key);
  }
}
