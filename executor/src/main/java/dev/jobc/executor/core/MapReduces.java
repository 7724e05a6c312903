package dev.jobc.executor.core;

import dev.jobc.plan.Fan;

/**
 * Map-reduce: parts, neighbours joined until few are left, then all results together. Between two
 * levels a worker puts together what the next one is given.
 */
final class MapReduces {
  private final Cascade cascade;

  MapReduces(Cascade cascade) {
    this.cascade = cascade;
  }

  /** All instances of a level start together. Combinations are numbered through all levels. */
  void open(RunCommand.Open open, Fan.MapReduce node) {
    int first = 0;
    if (open.after() != RunCommand.Enter.NEW) {
      ScopeImage before = cascade.image().scope(open.after());
      first = before.role() == Role.COMBINE ? before.first() + before.size() : 0;
    }
    Role role = role(open.graph(), node);
    ScopeImage level =
        ScopeImage.of(
            cascade.nextNumber(),
            open.ref(),
            role,
            first,
            open.graph(),
            open.size(),
            cascade.now());
    cascade.open(level, open.size());
  }

  private static Role role(int graph, Fan.MapReduce node) {
    if (graph == node.reduce()) {
      return Role.REDUCE;
    }
    return graph == node.map() ? Role.PARTS : Role.COMBINE;
  }

  /** One that fails cancels the rest. */
  void instanceOver(ScopeImage level) {
    if (level.failed() > 0) {
      new Early(cascade).cut(level);
    }
  }

  /** All of a level have ended. */
  void over(StepRef ref, ScopeImage level) {
    Result result =
        level.failed() > 0 ? new Result(How.FAILED, level.progress().fault()) : Result.of(level);
    if (result.how() != How.SUCCEEDED) {
      Endings.endAs(cascade, ref, result, level);
    } else if (cascade.isCut(ref)) {
      cascade.end(ref, Transition.CALLED_OFF);
    } else {
      cascade.resume(ref, 0);
    }
  }
}
