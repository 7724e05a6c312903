package dev.jobc.executor.core;

import dev.jobc.executor.RunState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * @param complete scopes of which everything is at hand that goes on below them; null for all
 */
public record RunImage(
    RunState status,
    int lastNumber,
    Map<Integer, ScopeImage> scopes,
    Map<SegmentKey, Masks> segments,
    Map<StepRef, Fault> faults,
    @Nullable Set<Integer> complete) {

  /** A part of a run, of which nothing is said about what is below. */
  public RunImage(
      RunState status,
      int lastNumber,
      Map<Integer, ScopeImage> scopes,
      Map<SegmentKey, Masks> segments,
      Map<StepRef, Fault> faults) {
    this(status, lastNumber, scopes, segments, faults, Set.of());
  }

  /** Thrown when a command is about more of the run than is at hand; to be loaded and repeated. */
  public static final class MissingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Below this scope. */
    private final int scope;

    MissingException(int scope) {
      super("what is below scope " + scope + " was not loaded", null, false, false);
      this.scope = scope;
    }

    public int scope() {
      return scope;
    }
  }

  /** Address of 64 steps. */
  public record SegmentKey(int scope, int segment) {
    public static SegmentKey of(StepRef ref) {
      return new SegmentKey(ref.scope(), ref.step() / Masks.BITS);
    }
  }

  /** A run of which nothing has happened yet. */
  public static final RunImage NEW =
      new RunImage(
          RunState.RUNNING, 0, Map.of(StepRef.ROOT, ScopeImage.ROOT), Map.of(), Map.of(), null);

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
    return new RunImage(status, lastNumber, scopes, changed, faults, complete);
  }

  RunImage withFault(StepRef ref, @Nullable Fault fault) {
    if (fault == null) {
      return this;
    }
    Map<StepRef, Fault> changed = new HashMap<>(faults);
    changed.put(ref, fault);
    return new RunImage(
        status, Math.max(lastNumber, fault.number()), scopes, segments, changed, complete);
  }

  RunImage withScope(ScopeImage scope) {
    Map<Integer, ScopeImage> changed = new HashMap<>(scopes);
    changed.put(scope.number(), scope);
    int last = Math.max(lastNumber, scope.number());
    return new RunImage(status, last, changed, segments, faults, completeWith(scope.number()));
  }

  RunImage withNumber(int given) {
    return new RunImage(status, Math.max(lastNumber, given), scopes, segments, faults, complete);
  }

  RunImage withStatus(RunState changed) {
    return new RunImage(changed, lastNumber, scopes, segments, faults, complete);
  }

  /** A scope that was not there before has nothing below it yet. */
  private @Nullable Set<Integer> completeWith(int scope) {
    if (complete == null || scopes.containsKey(scope)) {
      return complete;
    }
    Set<Integer> more = new HashSet<>(complete);
    more.add(scope);
    return more;
  }

  /** The scopes that steps have open below a scope, by the step. */
  Map<StepRef, List<ScopeImage>> openBelow(int scope) {
    if (complete != null && !complete.contains(scope)) {
      throw new MissingException(scope);
    }
    Map<StepRef, List<ScopeImage>> open = new HashMap<>();
    for (ScopeImage one : scopes.values()) {
      if (!one.has(ScopeImage.Progress.OVER)) {
        open.computeIfAbsent(one.parent(), parent -> new ArrayList<>()).add(one);
      }
    }
    return open;
  }

  /** The same run with a further part of it, and everything below a scope. */
  public RunImage and(RunImage more, int below) {
    Map<Integer, ScopeImage> allScopes = new HashMap<>(more.scopes());
    allScopes.putAll(scopes);
    Map<SegmentKey, Masks> allSegments = new HashMap<>(more.segments());
    allSegments.putAll(segments);
    Map<StepRef, Fault> allFaults = new HashMap<>(more.faults());
    allFaults.putAll(faults);
    Set<Integer> known = complete == null ? null : new HashSet<>(complete);
    if (known != null) {
      known.add(below);
      known.addAll(more.scopes().keySet());
    }
    return new RunImage(status, lastNumber, allScopes, allSegments, allFaults, known);
  }
}
