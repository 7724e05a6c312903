package dev.jobc.decode;

import dev.jobc.model.StepBody;
import dev.jobc.source.Span;
import dev.jobc.yaml.YamlNode;
import java.util.List;
import java.util.Set;

/** What one kind of step is made of. One file a kind; {@link StepKinds} lists them. */
interface StepKind {

  /** The keys that make a step one of this kind; a step has one of them. */
  List<String> actions();

  /**
   * The keys that go with them, besides those of every step ({@link StepKinds#COMMON}); others that
   * a step knows are reported.
   */
  Set<String> companions();

  /** Where a key belongs that means nothing beside this kind's. */
  String advice(String owner);

  /** Decodes the body of a step that has one of this kind's actions. */
  StepBody decode(Raw step);

  /**
   * A step of which the kind is known.
   *
   * @param action the key that told the kind
   * @param anchor where a message about the step as a whole points to
   * @param owner the step for messages: "step `x`"
   */
  record Raw(Fields fields, YamlNode.Entry action, Span anchor, String owner) {}
}
