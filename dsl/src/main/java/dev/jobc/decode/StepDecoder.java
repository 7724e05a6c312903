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
  private static final int MAX_PARALLEL = 100_000;
  private static final int MAX_ITEMS = 1_000_000;

  private final Decoding decoding;
  private final Scalars scalars;
  private final ValueDecoder values;
  private final PolicyDecoder policies;
  private final FlowDecoder flows;
  private final StepKinds kinds;

  StepDecoder(Decoding decoding) {
    this.decoding = decoding;
    this.scalars = new Scalars(decoding);
    this.values = new ValueDecoder(decoding);
    this.policies = new PolicyDecoder(decoding);
    this.flows = new FlowDecoder(decoding);
    this.kinds = new StepKinds(decoding, this);
  }

  /** The block under {@code steps}, {@code parallel} or {@code graph}. */
  BlockDoc block(YamlNode.Entry entry) {
    BlockDoc.Kind kind =
        switch (entry.name()) {
          case "parallel" -> BlockDoc.Kind.PARALLEL;
          case "graph" -> BlockDoc.Kind.GRAPH;
          default -> BlockDoc.Kind.SEQUENCE;
        };
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
    StepBody body = kinds.body(fields, anchor, owner(id));
    return new StepDoc(
        id,
        needs(fields, block),
        body,
        forEach(fields),
        flows.flow(fields, block),
        body instanceof StepBody.Nested ? PolicyDoc.NONE : policies.policy(fields),
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

  private @Nullable ForEachDoc forEach(Fields fields) {
    YamlNode.Entry entry = fields.get("forEach");
    Located<String> as = as(fields.get("as"));
    Located<Integer> maxParallel = scalars.integer(fields.get("maxParallel"), 1, MAX_PARALLEL);
    Located<Integer> maxItems = scalars.integer(fields.get("maxItems"), 1, MAX_ITEMS);
    if (entry == null) {
      onlyWithForEach(fields);
      return null;
    }
    Span key = entry.key().span();
    return new ForEachDoc(
        values.items(entry),
        as == null ? new Located<>(ForEachDoc.DEFAULT_NAME, key) : as,
        maxParallel,
        maxItems,
        key);
  }

  private void onlyWithForEach(Fields fields) {
    for (String key : List.of("as", "maxParallel", "maxItems")) {
      YamlNode.Entry entry = fields.get(key);
      if (entry != null && fields.lacks("forEach")) {
        decoding.add(
            decoding
                .at(
                    entry.key().span(),
                    DiagnosticCode.MISPLACED_KEY,
                    "`" + key + "` means nothing without `forEach`")
                .help("add `forEach: ${{ … }}`, or leave `" + key + "` out"));
      }
    }
  }

  private @Nullable Located<String> as(YamlNode.@Nullable Entry entry) {
    Located<String> name = scalars.name(entry, Names.Kind.ID);
    if (name == null || !Names.RESERVED.contains(name.value())) {
      return name;
    }
    decoding.add(
        decoding
            .at(
                name.span(),
                DiagnosticCode.BAD_NAME,
                "`" + name.value() + "` already has a meaning in expressions")
            .help("call the item something else"));
    return null;
  }
}
