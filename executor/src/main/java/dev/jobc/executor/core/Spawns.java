package dev.jobc.executor.core;

import dev.jobc.executor.core.RunEvent.ScopeOpened;
import dev.jobc.executor.core.ScopeImage.Progress;
import dev.jobc.plan.Fan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls that a list names, all at once; the step ends when all of them have. */
final class Spawns {
  private final Cascade cascade;

  Spawns(Cascade cascade) {
    this.cascade = cascade;
  }

  /** A scope a task that may be called, with successive numbers, so that each finds the others. */
  void open(RunCommand.Spawn spawn, Fan.Spawn node) {
    int first = cascade.nextNumber();
    for (int i = 0; i < spawn.sizes().size(); i++) {
      int graph = node.allow().get(i).body();
      int size = spawn.sizes().get(i);
      ScopeImage calls =
          ScopeImage.of(first + i, spawn.ref(), Role.CALLS, i, graph, size, cascade.now());
      cascade.emit(new ScopeOpened(size == 0 ? calls.with(Progress.OVER) : calls));
    }
    for (int i = 0; i < spawn.sizes().size(); i++) {
      for (int call = 0; call < spawn.sizes().get(i); call++) {
        cascade.start(first + i, call);
      }
    }
  }

  void over(StepRef ref, Fan.Spawn node, ScopeImage one) {
    List<ScopeImage> all = new ArrayList<>();
    for (int i = 0; i < node.allow().size(); i++) {
      all.add(cascade.image().scope(one.number() - one.first() + i));
    }
    if (all.stream().allMatch(scope -> scope.has(Progress.OVER))) {
      end(ref, all);
    }
  }

  private void end(StepRef ref, List<ScopeImage> all) {
    List<Result> results = all.stream().map(Result::of).toList();
    boolean cancelled = results.stream().anyMatch(result -> result.how() == How.CANCELLED);
    if (cancelled) {
      cascade.end(ref, Transition.CALLED_OFF);
    } else if (results.stream().anyMatch(result -> result.how() == How.FAILED)) {
      cascade.fail(ref, Transition.FAILED, first(results));
    } else if (cascade.isCut(ref)) {
      cascade.end(ref, Transition.CALLED_OFF);
    } else {
      cascade.resume(ref, 0);
    }
  }

  private static @Nullable Fault first(List<Result> results) {
    Fault first = null;
    for (Result result : results) {
      first = Result.earlier(first, result.fault());
    }
    return first;
  }
}
