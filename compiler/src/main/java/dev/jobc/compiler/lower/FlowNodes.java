package dev.jobc.compiler.lower;

import dev.jobc.compiler.resolve.Block;
import dev.jobc.compiler.types.TypedStep;
import dev.jobc.compiler.types.TypedWorkflow;
import dev.jobc.plan.Flow;
import dev.jobc.plan.Handlers;
import dev.jobc.plan.Head;
import dev.jobc.plan.ResultFrom;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.Timeouts;
import java.util.Objects;

/** Nodes of the steps that choose, end or hold a path. */
final class FlowNodes {
  private FlowNodes() {}

  static Flow.Block block(TypedWorkflow workflow, TypedStep typed, Head head) {
    Block body = Objects.requireNonNull(typed.step().body());
    return new Flow.Block(
        head,
        workflow.resolved().layout().body(body),
        Handlers.NONE,
        RetryPolicy.NONE,
        Timeouts.NONE,
        false,
        ResultFrom.ALL);
  }
}
