package dev.jobc.executor.core;

import dev.jobc.plan.Fan;

/** Calls that a list names, all at once; the step ends when all of them have. */
final class Spawns {
  private final Cascade cascade;
  private final Called called;

  Spawns(Cascade cascade) {
    this.cascade = cascade;
    called = new Called(cascade);
  }

  void open(RunCommand.Spawn spawn, Fan.Spawn node) {
    called.open(spawn.ref(), node.allow().stream().map(Fan.Branch::body).toList(), spawn.sizes());
  }

  void over(StepRef ref, Fan.Spawn node, ScopeImage one) {
    Result result = called.result(one, node.allow().size());
    if (result == null) {
      return;
    }
    switch (result.how()) {
      case CANCELLED -> cascade.end(ref, Transition.CALLED_OFF);
      case FAILED -> cascade.fail(ref, Transition.FAILED, result.fault());
      case SUCCEEDED, RETURNED -> {
        if (cascade.isCut(ref)) {
          cascade.end(ref, Transition.CALLED_OFF);
        } else {
          cascade.resume(ref, 0);
        }
      }
    }
  }
}
