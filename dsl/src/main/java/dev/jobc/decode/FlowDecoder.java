package dev.jobc.decode;

import dev.jobc.diag.DiagnosticCode;
import dev.jobc.model.BlockDoc;
import dev.jobc.model.FlowDoc;
import dev.jobc.plan.JoinRule;
import dev.jobc.source.Located;
import dev.jobc.yaml.YamlNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether a step runs, and what becomes of its failure. */
final class FlowDecoder {
  private static final Map<String, JoinRule> RULES = new LinkedHashMap<>();

  static {
    Arrays.stream(JoinRule.values()).forEach(rule -> RULES.put(rule.word(), rule));
  }

  private final Decoding decoding;
  private final Scalars scalars;
  private final ConditionDecoder conditions;

  FlowDecoder(Decoding decoding) {
    this.decoding = decoding;
    this.scalars = new Scalars(decoding);
    this.conditions = new ConditionDecoder(decoding);
  }

  /** The flow of a step in a block of that kind. */
  FlowDoc flow(Fields fields, BlockDoc.Kind block) {
    return new FlowDoc(
        conditions.condition(fields.get("if")),
        rule(fields.get("triggerRule"), block),
        scalars.bool(fields.get("continueOnError")));
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
