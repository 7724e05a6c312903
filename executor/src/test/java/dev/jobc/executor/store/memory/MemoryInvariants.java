package dev.jobc.executor.store.memory;

import dev.jobc.executor.RunState;
import dev.jobc.executor.core.Ending;
import dev.jobc.executor.core.Role;
import dev.jobc.executor.core.ScopeImage;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.store.memory.StoredRun.Attempt;
import dev.jobc.executor.store.memory.StoredRun.How;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What must hold of a store when nothing runs any more; the same as {@link
 * dev.jobc.executor.testing.Invariants}.
 */
public final class MemoryInvariants {
  private final StoredRun run;
  private final List<String> broken = new ArrayList<>();

  private MemoryInvariants(StoredRun run) {
    this.run = run;
  }

  /** What is broken, in words. */
  public static List<String> broken(MemoryStore store) {
    List<String> broken = new ArrayList<>(store.leftovers());
    store.stored().forEach(run -> broken.addAll(broken(run)));
    return broken;
  }

  /** The same of a run that has ended. */
  static List<String> broken(StoredRun run) {
    MemoryInvariants of = new MemoryInvariants(run);
    of.check();
    return of.broken.stream().map(what -> what + " of run " + run.id()).toList();
  }

  private void check() {
    if (!run.image.status().ended()) {
      broken.add("still running: the steps");
    }
    attempts();
    if (isCutOff()) {
      return;
    }
    run.image.scopes().values().forEach(this::scope);
    for (int step = 0; step < run.shape().root().size(); step++) {
      if (run.image.ending(new StepRef(StepRef.ROOT, step)) == null) {
        broken.add("never ended: step " + step);
      }
    }
  }

  /** Whether it was ended from outside, with whatever was under way in it. */
  private boolean isCutOff() {
    return run.image.status() == RunState.CANCELLED
        || run.events.stream()
            .anyMatch(
                event ->
                    event.kind() == StoredRun.Kind.RUN_OUT
                        || event.kind() == StoredRun.Kind.RUN_REFUSED);
  }

  private record Try(StepRef ref, int attempt) {}

  private void attempts() {
    Set<StepRef> forGood = new HashSet<>();
    Set<Try> tries = new HashSet<>();
    Map<StepRef, Long> fences = new HashMap<>();
    Set<StepRef> several = new HashSet<>();
    run.attempts.stream()
        .filter(one -> one.how() == How.EVALUATED)
        .forEach(one -> several.add(one.work().ref()));
    for (Attempt one : run.attempts) {
      StepRef ref = one.work().ref();
      if (one.how().isForGood() && !forGood.add(ref)) {
        broken.add("two outcomes for good: " + one);
      }
      if (one.how().isForGood() && !fits(one.how(), run.image.ending(ref))) {
        broken.add("ended as " + run.image.ending(ref) + ": " + one);
      }
      // A step that runs graphs has work of several kinds: turns, and a time limit beside them.
      boolean counts = one.how() != How.CANCELLED && !several.contains(ref);
      if (counts && !tries.add(new Try(ref, one.work().tries().attempt()))) {
        broken.add("the same attempt twice: " + one);
      }
      Long before = fences.put(ref, one.completion().claimed().fence());
      if (before != null && before >= one.completion().claimed().fence() && counts) {
        broken.add("a fence that does not grow: " + one);
      }
    }
  }

  private static boolean fits(How how, Ending ending) {
    return switch (how) {
      case SUCCEEDED, REUSED -> ending == Ending.SUCCEEDED;
      case DECLINED -> ending == Ending.DECLINED;
      case FAILED, ABANDONED -> ending == Ending.FAILED || ending == Ending.TOLERATED;
      default -> true;
    };
  }

  private void scope(ScopeImage scope) {
    boolean undoes = scope.role() == Role.UNDO && scope.released() == 0;
    boolean cut = scope.has(ScopeImage.Progress.CUT);
    boolean whole =
        scope.released() == scope.ended()
            && (scope.failed() > 0 || scope.ended() == scope.size() || cut);
    if (!whole && !undoes && scope.number() != StepRef.ROOT) {
      broken.add("instances left: " + scope);
    }
  }
}
