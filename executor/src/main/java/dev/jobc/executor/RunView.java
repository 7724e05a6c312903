package dev.jobc.executor;

import dev.jobc.json.Json;
import dev.jobc.plan.Provenance;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run with its steps.
 *
 * @param inputs what it was submitted with; three stars stand for secrets
 * @param steps every step of the workflow in plan order; a map's body follows the map
 * @param outputs what the run gave; null until it has succeeded
 * @param error why the run as a whole failed or was cancelled; null when it was not, because a step
 *     did, or when nobody said why
 * @param waits which limit, or time, keeps the run from beginning, in words; null for none
 * @param resumes the run that this one has taken up; steps that succeeded without an attempt are
 *     kept from there
 * @param resumedBy runs that have taken up this one, oldest first
 * @param tries how often the workflow as a whole has been tried, what goes on included; steps tell
 *     of the last try
 * @param provenance the commit its plan was compiled from, null when it is not known
 */
public record RunView(
    RunSummary summary,
    Json.Obj inputs,
    List<Step> steps,
    Json.@Nullable Obj outputs,
    @Nullable TaskError error,
    @Nullable String waits,
    @Nullable RunId resumes,
    List<RunId> resumedBy,
    int tries,
    @Nullable Provenance provenance) {

  /** A run of which its steps say everything. */
  public RunView(
      RunSummary summary, Json.Obj inputs, List<Step> steps, Json.@Nullable Obj outputs) {
    this(summary, inputs, steps, outputs, null, null, null, List.of(), 1, null);
  }

  public RunView {
    steps = List.copyOf(steps);
    resumedBy = List.copyOf(resumedBy);
  }

  /**
   * Results that were used again.
   *
   * @param instances how many instances of the step have one
   * @param from the run that gave the last of them
   */
  public record Cached(int instances, RunId from) {}

  /**
   * A step; for a step inside a map all its instances together.
   *
   * @param id the step's id
   * @param kind {@code python}, {@code shell}, ..., {@code forEach}, {@code join} or {@code
   *     outputs}
   * @param depth 0 for the workflow's own steps, 1 inside a map, ...
   * @param state of the only instance; for several the least advanced that matters (failed before
   *     running before waiting before succeeded)
   * @param instances how many instances exist (1 outside maps)
   * @param done how many of them have ended
   * @param attempts attempts that have ended, over all instances
   * @param startedAt of the first attempt, null when none has started
   * @param finishedAt of the last instance, null until all have ended
   * @param error of the last failed attempt, null when none has failed
   * @param source {@code file:line:column}
   * @param waits which limit keeps it from starting, in words; null for none
   * @param cached what other runs have given it; null for nothing
   */
  public record Step(
      String id,
      String kind,
      int depth,
      StepState state,
      int instances,
      int done,
      int attempts,
      @Nullable Instant startedAt,
      @Nullable Instant finishedAt,
      @Nullable TaskError error,
      String source,
      @Nullable String waits,
      @Nullable Cached cached) {

    /** A step that no limit holds back. */
    public Step(
        String id,
        String kind,
        int depth,
        StepState state,
        int instances,
        int done,
        int attempts,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable TaskError error,
        String source) {
      this(
          id,
          kind,
          depth,
          state,
          instances,
          done,
          attempts,
          startedAt,
          finishedAt,
          error,
          source,
          null,
          null);
    }

    /** This step, ended at another time. */
    public Step withFinishedAt(Instant time) {
      return new Step(
          id, kind, depth, state, instances, done, attempts, startedAt, time, error, source, waits,
          cached);
    }
  }
}
