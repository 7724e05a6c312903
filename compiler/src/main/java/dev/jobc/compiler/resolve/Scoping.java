package dev.jobc.compiler.resolve;

import dev.jobc.model.BlockDoc;
import dev.jobc.model.FlowDoc;
import dev.jobc.model.PolicyDoc;

/** Which blocks need a graph of their own, and which can be part of the graph around them. */
final class Scoping {
  private final Orders orders;
  private final Skips skips;

  Scoping(Orders orders, Skips skips) {
    this.orders = orders;
    this.skips = skips;
  }

  /**
   * Whether the steps of a step's body can be nodes of the graph the step is in.
   *
   * @param first whether nothing comes before the step in that graph
   */
  boolean inlines(Step step, Block body, boolean first) {
    if (isSpecial(step) || (!step.isMap() && mayNotStart(step))) {
      return false;
    }
    return first || body.kind() != BlockDoc.Kind.GRAPH || !hasRules(body);
  }

  /** What holds for the block as a whole, or for each instance of it. */
  private static boolean isSpecial(Step step) {
    FlowDoc flow = step.doc().flow();
    PolicyDoc policy = step.doc().policy();
    return FlowDoc.isTrue(flow.continueOnError())
        || FlowDoc.isTrue(flow.saga())
        || flow.compensate() != null
        || flow.resultFrom() != null
        || policy.retry() != null
        || policy.timeout() != null;
  }

  private boolean mayNotStart(Step step) {
    FlowDoc flow = step.doc().flow();
    return flow.condition() != null
        || flow.rule() != null
        || FlowDoc.isTrue(flow.setup())
        || !flow.teardown().isEmpty()
        || orders.waits(step).stream().anyMatch(skips::maySkip);
  }

  /** A rule looks at the needs within the block, never at what comes before the block. */
  private static boolean hasRules(Block graph) {
    return graph.steps().stream()
        .map(step -> step.doc().flow())
        .anyMatch(flow -> flow.rule() != null || !flow.teardown().isEmpty());
  }
}
