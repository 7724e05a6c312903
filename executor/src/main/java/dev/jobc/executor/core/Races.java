package dev.jobc.executor.core;

import dev.jobc.executor.core.RunEvent.ScopeMarked;
import dev.jobc.executor.core.RunEvent.ScopeOpened;
import dev.jobc.executor.core.ScopeImage.Progress;
import dev.jobc.plan.Fan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Races: the first branch that succeeds wins, and the others are cancelled. The race ends when the
 * last of them has: nothing outlives the step that began it.
 */
final class Races {
  private final Cascade cascade;

  Races(Cascade cascade) {
    this.cascade = cascade;
  }

  /** Branches have successive numbers, so that each of them finds the others. */
  void begin(StepRef ref, Fan.Race race) {
    int first = cascade.nextNumber();
    for (int i = 0; i < race.branches().size(); i++) {
      int graph = race.branches().get(i).body();
      cascade.emit(
          new ScopeOpened(ScopeImage.of(first + i, ref, Role.BRANCH, i, graph, 1, cascade.now())));
    }
    for (int i = 0; i < race.branches().size(); i++) {
      cascade.start(first + i, 0);
    }
  }

  void over(StepRef ref, Fan.Race race, ScopeImage branch) {
    if (isWinner(branch)) {
      for (ScopeImage other : branches(race, branch)) {
        new Early(cascade).cut(cascade.image().scope(other.number()));
      }
    } else {
      cascade.emit(new ScopeMarked(branch.number(), Progress.HIDDEN));
    }
    List<ScopeImage> branches = branches(race, branch);
    if (branches.stream().allMatch(one -> one.has(Progress.OVER))) {
      end(ref, branches);
    }
  }

  private List<ScopeImage> branches(Fan.Race race, ScopeImage one) {
    List<ScopeImage> branches = new ArrayList<>();
    for (int i = 0; i < race.branches().size(); i++) {
      branches.add(cascade.image().scope(one.number() - one.first() + i));
    }
    return branches;
  }

  /** A branch that was skipped as a whole has not won anything. */
  private boolean isWinner(ScopeImage branch) {
    return isThrough(branch) && !branch.has(Progress.CUT);
  }

  private boolean isThrough(ScopeImage branch) {
    return Result.of(branch).how() == How.SUCCEEDED && !isSkipped(branch);
  }

  private boolean isSkipped(ScopeImage branch) {
    int size = cascade.plan().graph(branch.graph()).size();
    StepRef last = new StepRef(branch.number(), size - 1);
    return size > 0 && cascade.image().ending(last) == Ending.DECLINED;
  }

  private void end(StepRef ref, List<ScopeImage> branches) {
    List<Result> results = branches.stream().map(Result::of).toList();
    if (results.stream().anyMatch(result -> result.how() == How.RETURNED)) {
      cascade.end(ref, Transition.SUCCEEDED);
    } else if (branches.stream().anyMatch(this::isWinner) && !cascade.isCut(ref)) {
      cascade.resume(ref, 0);
    } else if (results.stream().anyMatch(result -> result.how() == How.CANCELLED)
        || cascade.isCut(ref) && branches.stream().anyMatch(this::isThrough)) {
      cascade.end(ref, Transition.CALLED_OFF);
    } else if (results.stream().anyMatch(result -> result.how() == How.FAILED)) {
      cascade.fail(ref, Transition.FAILED, last(results));
    } else {
      cascade.end(ref, cascade.isCut(ref) ? Transition.CALLED_OFF : Transition.PASSED_OVER);
    }
  }

  private static @Nullable Fault last(List<Result> results) {
    Fault last = null;
    for (Result result : results) {
      Fault fault = result.fault();
      if (fault != null && (last == null || fault.number() > last.number())) {
        last = fault;
      }
    }
    return last;
  }
}
