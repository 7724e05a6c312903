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
 * @param lastNumber the largest number given so far: to a scope, to a fault
 * @param scopes the root and what steps have opened, by number
 * @param segments how steps ended, 64 at a time
 * @param faults why steps failed; kept only for plans that ask
 */
public record RunImage(
    RunState status,
    int lastNumber,
    Map<Integer, ScopeImage> scopes,
    Map<SegmentKey, Masks> segments,
    Map<StepRef, Fault> faults) {

  /** Address of 64 steps. */
  public record SegmentKey(int scope, int segment) {
    public static SegmentKey of(StepRef ref) {
      return new SegmentKey(ref.scope(), ref.step() / Masks.BITS);
    }
  }

  /** A run of which nothing has happened yet. */
  public static final RunImage NEW =
      new RunImage(RunState.RUNNING, 0, Map.of(StepRef.ROOT, ScopeImage.ROOT), Map.of(), Map.of());

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

  private static long range(int from, int to) {
    int length = to - from;
    long ones = length == Masks.BITS ? -1L : (1L << length) - 1;
    return ones << (from % Masks.BITS);
  }

  RunImage withEnding(StepRef ref, Ending ending) {
    Map<SegmentKey, Masks> changed = new HashMap<>(segments);
    SegmentKey key = SegmentKey.of(ref);
    changed.put(key, segment(key).with(ref.step(), ending));
    return new RunImage(status, lastNumber, scopes, changed, faults);
  }

  RunImage withFault(StepRef ref, @Nullable Fault fault) {
    if (fault == null) {
      return this;
    }
    Map<StepRef, Fault> changed = new HashMap<>(faults);
    changed.put(ref, fault);
    return new RunImage(status, Math.max(lastNumber, fault.number()), scopes, segments, changed);
  }

  RunImage withScope(ScopeImage scope) {
    Map<Integer, ScopeImage> changed = new HashMap<>(scopes);
    changed.put(scope.number(), scope);
    int last = Math.max(lastNumber, scope.number());
    return new RunImage(status, last, changed, segments, faults);
  }

  RunImage withNumber(int given) {
    return new RunImage(status, Math.max(lastNumber, given), scopes, segments, faults);
  }

  RunImage withStatus(RunState changed) {
    return new RunImage(changed, lastNumber, scopes, segments, faults);
  }
}
