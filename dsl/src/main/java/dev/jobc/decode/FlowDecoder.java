package dev.jobc.decode;

import dev.jobc.diag.DiagnosticCode;
import dev.jobc.json.Json;
import dev.jobc.model.BlockDoc;
import dev.jobc.model.FlowDoc;
import dev.jobc.model.FlowDoc.CompensateDoc;
import dev.jobc.plan.JoinRule;
import dev.jobc.plan.ResultFrom;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import dev.jobc.yaml.YamlNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Whether a step runs, and what becomes of its failure. */
final class FlowDecoder {
  private static final String NOTHING_TO_UNDO = "none";
  private static final Map<String, JoinRule> RULES = new LinkedHashMap<>();

  static {
    Arrays.stream(JoinRule.values()).forEach(rule -> RULES.put(rule.word(), rule));
  }

  /** The words of {@code resultFrom}. */
  static final Map<String, ResultFrom> RESULTS =
      new TreeMap<>(Map.of("all", ResultFrom.ALL, "leaves", ResultFrom.LEAVES));

  private final Decoding decoding;
  private final Scalars scalars;
  private final StepDecoder steps;
  private final HandlerDecoder handlers;
  private final ConditionDecoder conditions;

  FlowDecoder(Decoding decoding, StepDecoder steps) {
    this.decoding = decoding;
    this.steps = steps;
    this.handlers = new HandlerDecoder(decoding, steps);
    this.scalars = new Scalars(decoding);
    this.conditions = new ConditionDecoder(decoding);
  }

  /** The flow of a step in a block of that kind. */
  FlowDoc flow(Fields fields, BlockDoc.Kind block) {
    return new FlowDoc(
        conditions.condition(fields.get("if")),
        rule(fields.get("triggerRule"), block),
        scalars.bool(fields.get("continueOnError")),
        handlers.handlers(fields),
        scalars.bool(fields.get("saga")),
        compensate(fields.get("compensate")),
        setup(fields.get("setup"), block),
        teardown(fields, block),
        scalars.choice(fields.get("resultFrom"), RESULTS));
  }

  private @Nullable CompensateDoc compensate(YamlNode.@Nullable Entry entry) {
    if (entry == null) {
      return null;
    }
    Span key = entry.key().span();
    if (entry.value() instanceof YamlNode.Mapping) {
      return new CompensateDoc(steps.single(entry), key);
    }
    boolean none =
        entry.value() instanceof YamlNode.Scalar scalar
            && scalar.value().equals(Json.of(NOTHING_TO_UNDO));
    if (!none) {
      decoding.add(
          decoding
              .wrongKind(key, entry.name(), entry.value(), "a step, or `none`")
              .help("write `compensate: { uses: release, with: { … } }`, or `compensate: none`"));
    }
    return new CompensateDoc(null, key);
  }

  private @Nullable Located<Boolean> setup(YamlNode.@Nullable Entry entry, BlockDoc.Kind block) {
    return entry == null || inGraph(entry, block) ? scalars.bool(entry) : null;
  }

  private List<Located<String>> teardown(Fields fields, BlockDoc.Kind block) {
    YamlNode.Entry entry = fields.get("teardown");
    if (entry == null || !inGraph(entry, block)) {
      return List.of();
    }
    YamlNode.Entry rule = fields.get("triggerRule");
    if (rule != null) {
      decoding.add(
          decoding
              .at(
                  rule.key().span(),
                  DiagnosticCode.CONFLICTING_KEYS,
                  "`triggerRule` and `teardown` exclude each other")
              .label(decoding.place(entry.key().span()), "the other one")
              .note("a teardown runs whenever its setups have succeeded and the rest has ended"));
    }
    if (entry.value() instanceof YamlNode.Sequence list && list.items().isEmpty()) {
      decoding.add(
          decoding
              .at(entry.value().span(), DiagnosticCode.EMPTY_VALUE, "`teardown` is empty")
              .caption("expected the ids of setup steps"));
    }
    return scalars.names(entry, Names.Kind.ID, "the id of a setup step");
  }

  private boolean inGraph(YamlNode.Entry entry, BlockDoc.Kind block) {
    if (block == BlockDoc.Kind.GRAPH) {
      return true;
    }
    decoding.add(
        decoding
            .at(
                entry.key().span(),
                DiagnosticCode.MISPLACED_KEY,
                "`" + entry.name() + "` means nothing in a `" + block.key() + "` block")
            .help("put the steps into a `graph` block, or clean up in `finally`"));
    return false;
  }

  private @Nullable Located<JoinRule> rule(YamlNode.@Nullable Entry entry, BlockDoc.Kind block) {
    if (entry == null || block == BlockDoc.Kind.GRAPH) {
      return scalars.choice(entry, RULES);
    }
    decoding.add(
        decoding
            .at(
                entry.key().span(),
                DiagnosticCode.MISPLACED_KEY,
                "`triggerRule` means nothing in a `" + block.key() + "` block")
            .note("only the steps of a `graph` choose what they wait for")
            .help(
                block == BlockDoc.Kind.SEQUENCE
                    ? "to go on after a failure write `continueOnError: true` on the step that"
                        + " may fail, or put the steps into a `graph` block"
                    : "put the steps into a `graph` block"));
    return null;
  }
}
