package dev.jobc.model;

import dev.jobc.plan.JoinRule;
import dev.jobc.plan.ResultFrom;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import dev.jobc.syntax.Expr;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a step runs, and what becomes of its failure; members are null when the author wrote
 * none.
 *
 * @param condition {@code if}
 * @param rule {@code triggerRule}
 * @param continueOnError present and true when a failure is tolerated
 * @param handlers of a block, {@link HandlersDoc#NONE} for other steps
 * @param saga of a block: whether completed steps are compensated when it fails
 * @param setup of a step of a {@code graph}: whether {@code teardown} may name it
 * @param teardown of a step of a {@code graph}: the setup steps it clears up; empty for none
 * @param resultFrom of a block: whose failures count
 */
public record FlowDoc(
    @Nullable ConditionDoc condition,
    @Nullable Located<JoinRule> rule,
    @Nullable Located<Boolean> continueOnError,
    HandlersDoc handlers,
    @Nullable Located<Boolean> saga,
    @Nullable CompensateDoc compensate,
    @Nullable Located<Boolean> setup,
    List<Located<String>> teardown,
    @Nullable Located<ResultFrom> resultFrom) {

  /** Nothing written. */
  public static final FlowDoc NONE =
      new FlowDoc(null, null, null, HandlersDoc.NONE, null, null, null, List.of(), null);

  public FlowDoc {
    teardown = List.copyOf(teardown);
  }

  /** Whether a switch is written and on. */
  public static boolean isTrue(@Nullable Located<Boolean> written) {
    return written != null && written.value();
  }

  /** The blocks that belong to the step besides its body. */
  public List<PartDoc> parts() {
    List<PartDoc> parts = new ArrayList<>(handlers.parts());
    if (compensate != null && compensate.steps() != null) {
      parts.add(new PartDoc(PartDoc.Role.COMPENSATE, compensate.steps()));
    }
    return List.copyOf(parts);
  }

  /**
   * {@code compensate}.
   *
   * @param steps the one step that undoes, null for {@code none}
   */
  public record CompensateDoc(@Nullable BlockDoc steps, Span key) {}

  /**
   * A bare expression that is true or false.
   *
   * @param key the span of the key in front of it
   */
  public record ConditionDoc(Expr expr, Span key) {}
}
