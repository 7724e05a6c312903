package dev.jobc.compiler.bounds;

import dev.jobc.plan.Fan;
import dev.jobc.plan.Flow;
import dev.jobc.plan.Handlers;
import dev.jobc.plan.Node;
import dev.jobc.plan.Repeat;
import java.util.List;

/** What blocks and choices cost. */
final class FlowCosts {
  private final GraphCosts graphs;

  FlowCosts(GraphCosts graphs) {
    this.graphs = graphs;
  }

  Cost of(Flow node) {
    return switch (node) {
      case Flow.Block block -> block(block);
      case Flow.Switch choice -> choice(choice);
      case Flow.Fail fail -> Cost.NOTHING;
      case Flow.Return end -> Cost.NOTHING;
    };
  }

  /**
   * {@code retries(min(body, timeout.attempt) + compensation) + longest catch + finally}. The last
   * compensation still follows when {@code timeout.total} has ended the tries.
   */
  private Cost block(Flow.Block block) {
    Cost body = graphs.of(block.body());
    Cost undo = block.saga() ? compensation(block.body()) : Cost.NOTHING;
    Cost once = body.lasting(body.duration().atMost(block.timeouts().attempt())).then(undo);
    Bound duration = Backoffs.longest(block.retry(), once.duration());
    long total = block.timeouts().total();
    if (total > 0) {
      Bound ended = Bound.of(total).plus(undo.duration());
      duration = Leg.isLonger(duration, ended) ? ended : duration;
    }
    Cost tries = once.times(block.retry().maxAttempts()).lasting(duration);
    return tries.then(handlers(block.handlers()));
  }

  /** One clause of {@code catch}, whichever takes longest, then {@code finally}. */
  Cost handlers(Handlers handlers) {
    Cost worst = Cost.NOTHING;
    for (Handlers.Catch clause : handlers.catches()) {
      worst = worst.or(graphs.of(clause.body()));
    }
    Integer last = handlers.last();
    return last == null ? worst : worst.then(graphs.of(last));
  }

  private Cost choice(Flow.Switch choice) {
    Cost worst = choice.otherwise() == null ? Cost.NOTHING : graphs.of(choice.otherwise());
    for (Flow.Case one : choice.cases()) {
      worst = worst.or(graphs.of(one.body()));
    }
    return worst;
  }

  /** Everything that undoes the steps of a graph, one after the other. */
  private Cost compensation(int graph) {
    Cost all = Cost.NOTHING;
    for (Node node : graphs.plan().graphs().get(graph).nodes()) {
      Integer own = node.head().compensate();
      if (own != null) {
        all = all.then(graphs.of(own));
      }
      all = all.then(inside(node));
    }
    return all;
  }

  private Cost inside(Node node) {
    return switch (node) {
      case Node.ForEach forEach -> compensation(forEach.body()).times(forEach.maxItems());
      case Flow.Block block -> compensation(block.body());
      case Flow.Switch choice -> chosen(choice);
      case Repeat.Loop loop -> compensation(loop.body()).times(loop.maxIterations());
      case Fan.Race race ->
          branches(race.branches().stream().map(branch -> compensation(branch.body())).toList());
      default -> Cost.NOTHING;
    };
  }

  private Cost chosen(Flow.Switch choice) {
    Cost worst = choice.otherwise() == null ? Cost.NOTHING : compensation(choice.otherwise());
    for (Flow.Case one : choice.cases()) {
      worst = worst.or(compensation(one.body()));
    }
    return worst;
  }

  private static Cost branches(List<Cost> costs) {
    return costs.stream().reduce(Cost.NOTHING, Cost::or);
  }
}
