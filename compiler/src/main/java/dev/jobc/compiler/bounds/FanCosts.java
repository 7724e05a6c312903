package dev.jobc.compiler.bounds;

import dev.jobc.compiler.bounds.Cause.Reason;
import dev.jobc.plan.Fan;
import java.util.OptionalLong;

/** What steps cost that run several bodies at once. */
final class FanCosts {
  private final GraphCosts graphs;
  private final Upper upper;

  FanCosts(GraphCosts graphs, Upper upper) {
    this.graphs = graphs;
    this.upper = upper;
  }

  Cost of(Fan node) {
    return switch (node) {
      case Fan.Race race ->
          race.branches().stream()
              .map(branch -> graphs.of(branch.body()))
              .reduce(Cost.NOTHING, Cost::beside);
      case Fan.Spawn spawn -> spawn(spawn);
      case Fan.MapReduce mapReduce -> mapReduce(mapReduce);
    };
  }

  /** All calls at once, each of the costliest task it may name. */
  private Cost spawn(Fan.Spawn spawn) {
    Cost worst =
        spawn.allow().stream()
            .map(branch -> graphs.of(branch.body()))
            .reduce(Cost.NOTHING, Cost::or);
    return worst.spread(spawn.maxItems(), Math.max(1, spawn.maxItems()));
  }

  /**
   * All parts at once, then rounds of combining {@link Fan.MapReduce#FAN_IN} results into one until
   * no more than that many are left, then the reduction.
   */
  private Cost mapReduce(Fan.MapReduce node) {
    OptionalLong parts = parts(node);
    if (parts.isEmpty()) {
      return unknown(node);
    }
    long left = parts.getAsLong();
    Cost all = graphs.of(node.map()).spread(left, Math.max(1, left));
    Integer combine = node.combine();
    while (combine != null && left > Fan.MapReduce.FAN_IN) {
      left = (left + Fan.MapReduce.FAN_IN - 1) / Fan.MapReduce.FAN_IN;
      all = all.then(graphs.of(combine).spread(left, left));
    }
    return all.then(graphs.of(node.reduce()));
  }

  /** However many parts: they take as long as one, but nobody knows how often they combine. */
  private Cost unknown(Fan.MapReduce node) {
    Bound open = Bound.open(NodeCosts.cause(node, Reason.UNKNOWN_PARTS));
    Cost known = graphs.of(node.map()).then(graphs.of(node.reduce()));
    Bound combining = node.combine() == null ? Bound.ZERO : open;
    Bound duration = known.duration().plus(combining);
    return new Cost(duration, open, open, open, known.path());
  }

  private OptionalLong parts(Fan.MapReduce node) {
    OptionalLong wanted = upper.number(node.partitions());
    OptionalLong items = upper.items(node.over());
    return wanted.isPresent() && items.isPresent()
        ? OptionalLong.of(Math.min(wanted.getAsLong(), items.getAsLong()))
        : wanted.isPresent() ? wanted : items;
  }
}
