package dev.jobc.model;

import dev.jobc.plan.JoinRule;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import dev.jobc.syntax.Expr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a step runs, and what becomes of its failure; members are null when the author wrote
 * none.
 *
 * @param condition {@code if}
 * @param rule {@code triggerRule}
 * @param continueOnError present and true when a failure is tolerated
 */
public record FlowDoc(
    @Nullable ConditionDoc condition,
    @Nullable Located<JoinRule> rule,
    @Nullable Located<Boolean> continueOnError) {

  /** Nothing written. */
  public static final FlowDoc NONE = new FlowDoc(null, null, null);

  /** Whether a switch is written and on. */
  public static boolean isTrue(@Nullable Located<Boolean> written) {
    return written != null && written.value();
  }

  /** The blocks that belong to the step besides its body. */
  public List<PartDoc> parts() {
    return List.of();
  }

  /**
   * A bare expression that is true or false.
   *
   * @param key the span of the key in front of it
   */
  public record ConditionDoc(Expr expr, Span key) {}
}
