package dev.jobc.compiler.lower;

import dev.jobc.compiler.resolve.Block;
import dev.jobc.compiler.resolve.Layout;
import dev.jobc.compiler.resolve.Step;
import dev.jobc.compiler.types.TypedStep;
import dev.jobc.compiler.types.TypedWorkflow;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.model.FlowDoc;
import dev.jobc.model.HandlersDoc;
import dev.jobc.model.PartDoc;
import dev.jobc.model.StepBody;
import dev.jobc.plan.Flow;
import dev.jobc.plan.Handlers;
import dev.jobc.plan.Head;
import dev.jobc.plan.ResultFrom;
import dev.jobc.source.Located;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Nodes of the steps that choose, end or hold a path. */
final class FlowNodes {
  private static final Set<String> BOOL = Set.of("true", "false");

  private final Layout layout;

  FlowNodes(TypedWorkflow workflow) {
    this.layout = workflow.resolved().layout();
  }

  Flow.Block block(TypedStep typed, Head head) {
    Step step = typed.step();
    FlowDoc flow = step.doc().flow();
    Policies policies = new Policies(List.of(typed.policy()));
    return new Flow.Block(
        head,
        layout.body(Objects.requireNonNull(step.body())),
        handlers(flow.handlers(), step.blocks()),
        policies.retry(),
        policies.timeouts(),
        FlowDoc.isTrue(flow.saga()),
        result(flow.resultFrom()));
  }

  static ResultFrom result(@Nullable Located<ResultFrom> written) {
    return written == null ? ResultFrom.ALL : written.value();
  }

  /** The handlers of a block, or of the workflow when the blocks are its own. */
  Handlers handlers(HandlersDoc doc, List<Block> blocks) {
    List<Handlers.Catch> catches = new ArrayList<>();
    for (HandlersDoc.CatchDoc clause : doc.catches()) {
      List<String> errors = clause.errors().stream().map(Located::value).toList();
      catches.add(new Handlers.Catch(errors, graph(blocks, clause.steps())));
    }
    return new Handlers(catches, doc.last() == null ? null : graph(blocks, doc.last()));
  }

  private int graph(List<Block> blocks, dev.jobc.model.BlockDoc doc) {
    Block found = blocks.stream().filter(block -> block.doc() == doc).findFirst().orElseThrow();
    return layout.body(found);
  }

  /** The graph that compensates a step, null when there is none. */
  @Nullable Integer compensate(Step step) {
    return step.blocks().stream()
        .filter(block -> block.role() == PartDoc.Role.COMPENSATE)
        .findFirst()
        .map(layout::body)
        .orElse(null);
  }

  Flow.Switch choice(TypedStep typed, StepBody.Switch choice, Head head) {
    List<Block> blocks = typed.step().blocks();
    boolean bool = choice.cases().stream().allMatch(one -> BOOL.contains(one.value().value()));
    List<Flow.Case> cases = new ArrayList<>();
    for (StepBody.CaseDoc one : choice.cases()) {
      String value = one.value().value();
      Json json = bool ? Json.of(value.equals("true")) : Json.of(value);
      cases.add(new Flow.Case(json, graph(blocks, one.steps())));
    }
    Integer otherwise = choice.otherwise() == null ? null : graph(blocks, choice.otherwise());
    return new Flow.Switch(head, value(typed, "subject"), cases, otherwise);
  }

  static Flow.Fail fail(TypedStep typed, StepBody.Fail fail, Head head) {
    return new Flow.Fail(head, fail.error().value(), value(typed, "message"));
  }

  private static PlanExpr value(TypedStep typed, String name) {
    return Objects.requireNonNull(typed.with().get(name));
  }
}
