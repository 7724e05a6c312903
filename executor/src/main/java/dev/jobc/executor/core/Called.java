package dev.jobc.executor.core;

import dev.jobc.executor.core.RunEvent.ScopeOpened;
import dev.jobc.executor.core.ScopeImage.Progress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The scopes of calls that a step makes: one a task that it may call, with successive numbers. */
final class Called {
  private final Cascade cascade;

  Called(Cascade cascade) {
    this.cascade = cascade;
  }

  /** All calls start at once; returns the number of the first scope. */
  int open(StepRef ref, List<Integer> graphs, List<Integer> sizes) {
    int first = cascade.nextNumber();
    for (int i = 0; i < sizes.size(); i++) {
      int size = sizes.get(i);
      ScopeImage calls =
          ScopeImage.of(first + i, ref, Role.CALLS, i, graphs.get(i), size, cascade.now());
      cascade.emit(new ScopeOpened(size == 0 ? calls.with(Progress.OVER) : calls));
    }
    for (int i = 0; i < sizes.size(); i++) {
      for (int call = 0; call < sizes.get(i); call++) {
        cascade.start(first + i, call);
      }
    }
    return first;
  }

  /** How all calls came out, given one of the scopes; null while any goes on. */
  @Nullable Result result(ScopeImage one, int tasks) {
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      ScopeImage scope = cascade.image().scope(one.number() - one.first() + i);
      if (!scope.has(Progress.OVER)) {
        return null;
      }
      results.add(Result.of(scope));
    }
    if (results.stream().anyMatch(result -> result.how() == How.CANCELLED)) {
      return Result.CANCELLED;
    }
    if (results.stream().anyMatch(result -> result.how() == How.FAILED)) {
      Fault first = null;
      for (Result result : results) {
        first = Result.earlier(first, result.fault());
      }
      return new Result(How.FAILED, first);
    }
    return Result.SUCCEEDED;
  }
}
