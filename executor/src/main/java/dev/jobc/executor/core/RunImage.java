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
 * @param known what is at hand in whole, beside what is around the steps at hand; null for all
 */
public record RunImage(
    RunState status,
    int lastNumber,
    Map<Integer, ScopeImage> scopes,
    Map<SegmentKey, Masks> segments,
    Map<StepRef, Fault> faults,
    @Nullable Set<Part> known) {

  /** A part of a run, of which nothing is said about what is below. */
  public RunImage(
      RunState status,
      int lastNumber,
      Map<Integer, ScopeImage> scopes,
      Map<SegmentKey, Masks> segments,
      Map<StepRef, Fault> faults) {
    this(status, lastNumber, scopes, segments, faults, Set.of());
  }

  /** A part of a run that is looked at as a whole. */
  public sealed interface Part {

    /** How the steps of a scope have ended, all of them. */
    record Steps(int scope) implements Part {}

    /** Everything that goes on below a scope. */
    record Below(int scope) implements Part {}

    /**
     * What undoes the newest step that has succeeded below a scope, of those that were kept before
     * a number and not undone yet; with the scopes around it.
     */
    record Undo(int scope, int before) implements Part {}
  }

  /** Thrown when a command is about more of the run than is at hand; to be loaded and repeated. */
  public static final class MissingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Part part;

    MissingException(Part part) {
      super("was not loaded: " + part, null, false, false);
      this.part = part;
    }

    public Part part() {
      return part;
    }
  }

  /** Address of 64 steps. */
  public record SegmentKey(int scope, int segment) {
    public static SegmentKey of(StepRef ref) {
      return new SegmentKey(ref.scope(), ref.step() / Masks.BITS);
    }
  }

  /** A run of which nothing has happened yet. */
  public static final RunImage NEW = after(0);

  /** A run that takes up another one. */
  public static RunImage after(int lastNumber) {
    return after(lastNumber, 0);
  }

  /**
   * The same.
   *
   * @param since when it was submitted, microseconds since 1970
   */
  public static RunImage after(int lastNumber, long since) {
    return new RunImage(
        RunState.RUNNING,
        lastNumber,
        Map.of(StepRef.ROOT, ScopeImage.since(since)),
        Map.of(),
        Map.of(),
        null);
  }

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
    return new RunImage(status, lastNumber, scopes, changed, faults, known);
  }

  RunImage withFault(StepRef ref, @Nullable Fault fault) {
    if (fault == null) {
      return this;
    }
    Map<StepRef, Fault> changed = new HashMap<>(faults);
    changed.put(ref, fault);
    return new RunImage(
        status, Math.max(lastNumber, fault.number()), scopes, segments, changed, known);
  }

  RunImage withScope(ScopeImage scope) {
    Map<Integer, ScopeImage> changed = new HashMap<>(scopes);
    changed.put(scope.number(), scope);
    int last = Math.max(lastNumber, scope.number());
    return new RunImage(status, last, changed, segments, faults, knownWith(scope.number()));
  }

  RunImage withNumber(int given) {
    return new RunImage(status, Math.max(lastNumber, given), scopes, segments, faults, known);
  }

  RunImage withStatus(RunState changed) {
    return new RunImage(changed, lastNumber, scopes, segments, faults, known);
  }

  /** A scope that was not there before has nothing below it yet. */
  private @Nullable Set<Part> knownWith(int scope) {
    if (known == null || scopes.containsKey(scope)) {
      return known;
    }
    Set<Part> more = new HashSet<>(known);
    more.add(new Part.Below(scope));
    return more;
  }

  private void need(Part part) {
    if (known != null && !known.contains(part)) {
      throw new MissingException(part);
    }
  }

  /**
   * The last try of the workflow's own steps.
   *
   * @param plan a plan whose runs are not tried again has one only, which is always at hand
   */
  ScopeImage workflow(PlanShape plan) {
    ScopeImage last = scope(StepRef.ROOT);
    if (plan.isTriedAgain()) {
      for (ScopeImage scope : scopes.values()) {
        last = scope.isWorkflow() && scope.number() > last.number() ? scope : last;
      }
    }
    return last;
  }

  /** Whether it is still being checked whether the workflow may begin. */
  boolean isChecked(PlanShape plan) {
    return plan.checks() != PlanShape.NONE
        && scopes.values().stream()
            .anyMatch(scope -> scope.role() == Role.CHECK && !scope.has(ScopeImage.Progress.OVER));
  }

  /**
   * Makes sure that {@link #workflow} and its checks are at hand, when nothing of the run is yet
   * but its row.
   */
  void needWorkflow(PlanShape plan) {
    if (plan.isTriedAgain() || plan.checks() != PlanShape.NONE) {
      need(new Part.Below(ScopeImage.NOBODY.scope()));
    }
  }

  /** Makes sure that it is at hand how the steps of a scope have ended. */
  void needSteps(int scope) {
    need(new Part.Steps(scope));
  }

  /** The scopes that steps have open below a scope, by the step. */
  Map<StepRef, List<ScopeImage>> openBelow(int scope) {
    need(new Part.Below(scope));
    Map<StepRef, List<ScopeImage>> open = new HashMap<>();
    for (ScopeImage one : scopes.values()) {
      if (one.isOpen()) {
        open.computeIfAbsent(one.parent(), parent -> new ArrayList<>()).add(one);
      }
    }
    return open;
  }

  /** See {@link Part.Undo}; null when there is none. */
  @Nullable ScopeImage newest(PlanShape plan, Part.Undo undo) {
    need(undo);
    return find(plan, undo);
  }

  /** The same as far as the scopes at hand go, with those around them. */
  public @Nullable ScopeImage find(PlanShape plan, Part.Undo undo) {
    return Sagas.newest(this, plan, undo);
  }

  /** The same run with a further part of it, of which more says everything. */
  public RunImage and(RunImage more, Part part) {
    Set<Part> all = known == null ? null : new HashSet<>(known);
    if (all != null) {
      all.add(part);
      if (part instanceof Part.Below) {
        more.scopes().keySet().forEach(scope -> all.add(new Part.Below(scope)));
      }
    }
    return and(more, all);
  }

  /** The same run with something more of it. */
  public RunImage and(RunImage more) {
    return and(more, known);
  }

  private RunImage and(RunImage more, @Nullable Set<Part> all) {
    Map<Integer, ScopeImage> allScopes = new HashMap<>(more.scopes());
    allScopes.putAll(scopes);
    Map<SegmentKey, Masks> allSegments = new HashMap<>(more.segments());
    allSegments.putAll(segments);
    Map<StepRef, Fault> allFaults = new HashMap<>(more.faults());
    allFaults.putAll(faults);
    return new RunImage(status, lastNumber, allScopes, allSegments, allFaults, all);
  }
}
