package dev.jobc.decode;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.model.BlockDoc;
import dev.jobc.model.FlowDoc;
import dev.jobc.model.PolicyDoc;
import dev.jobc.model.StepBody;
import dev.jobc.model.StepDoc;
import dev.jobc.model.StepDoc.ForEachDoc;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import dev.jobc.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Steps and blocks of steps. */
final class StepDecoder {
  private final Decoding decoding;
  private final Scalars scalars;
  private final ForEachDecoder maps;
  private final PolicyDecoder policies;
  private final FlowDecoder flows;
  private final StepKinds kinds;

  StepDecoder(Decoding decoding) {
    this.decoding = decoding;
    this.scalars = new Scalars(decoding);
    this.maps = new ForEachDecoder(decoding);
    this.policies = new PolicyDecoder(decoding);
    this.flows = new FlowDecoder(decoding, this);
    this.kinds = new StepKinds(decoding, this);
  }

  /** A list of steps that may have none. */
  BlockDoc anySteps(YamlNode.Entry entry) {
    boolean empty = entry.value() instanceof YamlNode.Sequence list && list.items().isEmpty();
    return empty
        ? new BlockDoc(BlockDoc.Kind.SEQUENCE, List.of(), entry.key().span())
        : sequence(entry);
  }

  /** A list of steps under whatever key. */
  BlockDoc sequence(YamlNode.Entry entry) {
    return block(entry, BlockDoc.Kind.SEQUENCE);
  }

  /** One step in a block of its own. */
  BlockDoc single(YamlNode.Entry entry) {
    boolean counted = decoding.countStep(entry.value().span());
    List<StepDoc> steps =
        counted ? List.of(step(entry.value(), BlockDoc.Kind.SEQUENCE)) : List.of();
    return new BlockDoc(BlockDoc.Kind.SEQUENCE, steps, entry.key().span());
  }

  /** The block under {@code steps}, {@code parallel} or {@code graph}. */
  BlockDoc block(YamlNode.Entry entry) {
    BlockDoc.Kind kind =
        switch (entry.name()) {
          case "parallel" -> BlockDoc.Kind.PARALLEL;
          case "graph" -> BlockDoc.Kind.GRAPH;
          default -> BlockDoc.Kind.SEQUENCE;
        };
    return block(entry, kind);
  }

  private BlockDoc block(YamlNode.Entry entry, BlockDoc.Kind kind) {
    Span key = entry.key().span();
    if (!(entry.value() instanceof YamlNode.Sequence list)) {
      decoding.add(notSteps(entry));
      return new BlockDoc(kind, List.of(), key);
    }
    if (list.items().isEmpty()) {
      decoding.add(
          decoding
              .at(key, DiagnosticCode.EMPTY_VALUE, "`" + entry.name() + "` is empty")
              .caption("expected at least one step"));
    }
    List<StepDoc> steps = new ArrayList<>();
    for (YamlNode item : list.items()) {
      if (!decoding.countStep(item.span())) {
        break;
      }
      steps.add(step(item, kind));
    }
    return new BlockDoc(kind, steps, key);
  }

  private Diagnostic notSteps(YamlNode.Entry entry) {
    Diagnostic error =
        decoding.wrongKind(entry.key().span(), entry.name(), entry.value(), "a list of steps");
    return entry.value() instanceof YamlNode.Mapping
        ? error.help("begin each step with `- id: name`")
        : error;
  }

  private StepDoc step(YamlNode node, BlockDoc.Kind block) {
    if (!(node instanceof YamlNode.Mapping map)) {
      decoding.add(
          decoding
              .at(node.span(), DiagnosticCode.WRONG_KIND, "a step is a map, not " + node.kind())
              .help("write `- id: name`, and below it what the step does"));
      return broken(node.span());
    }
    Fields fields = Fields.of(decoding, map, Keys.Step.TABLE);
    Span anchor = fields.anchor();
    Located<String> id = scalars.name(fields.get("id"), Names.Kind.ID);
    int before = decoding.steps();
    StepBody body = kinds.body(fields, anchor, owner(id));
    ForEachDoc forEach = maps.forEach(fields);
    if (forEach != null && forEach.matrix() != null) {
      decoding.repeatSteps(before - 1, forEach.matrix().rows().size(), forEach.key());
    }
    return new StepDoc(
        id,
        needs(fields, block),
        body,
        forEach,
        flows.flow(fields, block),
        policies.policy(fields),
        scalars.prose(fields.get("description")),
        map.span());
  }

  private static String owner(@Nullable Located<String> id) {
    return id == null ? "this step" : "step `" + id.value() + "`";
  }

  private static StepDoc broken(Span span) {
    return new StepDoc(
        null, List.of(), new StepBody.Broken(span), null, FlowDoc.NONE, PolicyDoc.NONE, "", span);
  }

  private List<Located<String>> needs(Fields fields, BlockDoc.Kind block) {
    YamlNode.Entry entry = fields.get("needs");
    if (entry == null || block == BlockDoc.Kind.GRAPH) {
      return scalars.names(entry, Names.Kind.ID, "the id of a step");
    }
    Diagnostic error =
        decoding.at(
            entry.key().span(),
            DiagnosticCode.MISPLACED_KEY,
            "`needs` means nothing in a `" + block.key() + "` block");
    decoding.add(
        block == BlockDoc.Kind.SEQUENCE
            ? error
                .note("each step of a sequence waits for the one before it")
                .help("put the steps into a `graph` block to order them by `needs`")
            : error
                .note("the branches of `parallel` start together")
                .help("name the block `graph` to order its steps by `needs`"));
    return List.of();
  }
}
