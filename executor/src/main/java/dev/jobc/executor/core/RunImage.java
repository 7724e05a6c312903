package dev.jobc.executor.core;

import dev.jobc.executor.RunState;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of a run, or the part of it that the commands at hand touch: a segment that is absent
 * is all zeros, a scope that is absent is not touched. Immutable.
 *
 * @param status how the run stands
 * @param lastScope the largest scope number given so far
 * @param scopes opened maps and the root, by number
 * @param segments how steps ended, 64 at a time
 */
public record RunImage(
    RunState status,
    int lastScope,
    Map<Integer, ScopeImage> scopes,
    Map<SegmentKey, Masks> segments) {

  /** Address of 64 steps. */
  public record SegmentKey(int scope, int segment) {
    public static SegmentKey of(StepRef ref) {
      return new SegmentKey(ref.scope(), ref.step() / Masks.BITS);
    }
  }

  /** A run of which nothing has happened yet. */
  public static final RunImage NEW =
      new RunImage(RunState.RUNNING, 0, Map.of(StepRef.ROOT, ScopeImage.ROOT), Map.of());

  public ScopeImage scope(int number) {
    ScopeImage scope = scopes.get(number);
    if (scope == null) {
      throw new IllegalStateException("scope " + number + " was not loaded");
    }
    return scope;
  }

  public Masks segment(SegmentKey key) {
    return segments.getOrDefault(key, Masks.NONE);
  }

  /** How a step ended, null when it has not. */
  public @Nullable Ending ending(StepRef ref) {
    Masks masks = segment(SegmentKey.of(ref));
    return masks.ended(ref.step()) ? masks.ending(ref.step()) : null;
  }

  /** Whether all steps of a range have ended. */
  boolean allEnded(int scope, int from, int to) {
    for (int at = from; at < to; ) {
      int segment = at / Masks.BITS;
      int end = Math.min(to, (segment + 1) * Masks.BITS);
      long wanted = range(at, end);
      if ((segment(new SegmentKey(scope, segment)).done() & wanted) != wanted) {
        return false;
      }
      at = end;
    }
    return true;
  }

  /** Whether any step of a range failed. */
  boolean anyFailed(int scope, int from, int to) {
    for (int at = from; at < to; ) {
      int segment = at / Masks.BITS;
      int end = Math.min(to, (segment + 1) * Masks.BITS);
      if ((segment(new SegmentKey(scope, segment)).failed() & range(at, end)) != 0) {
        return true;
      }
      at = end;
    }
    return false;
  }

  private static long range(int from, int to) {
    int length = to - from;
    long ones = length == Masks.BITS ? -1L : (1L << length) - 1;
    return ones << (from % Masks.BITS);
  }

  RunImage withEnding(StepRef ref, Ending ending) {
    Map<SegmentKey, Masks> changed = new HashMap<>(segments);
    SegmentKey key = SegmentKey.of(ref);
    changed.put(key, segment(key).with(ref.step(), ending));
    return new RunImage(status, lastScope, scopes, changed);
  }

  RunImage withScope(ScopeImage scope) {
    Map<Integer, ScopeImage> changed = new HashMap<>(scopes);
    changed.put(scope.number(), scope);
    return new RunImage(status, Math.max(lastScope, scope.number()), changed, segments);
  }

  RunImage withStatus(RunState changed) {
    return new RunImage(changed, lastScope, scopes, segments);
  }
}
