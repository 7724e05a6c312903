package dev.jobc.executor;

import dev.jobc.plan.Provenance;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The triggers of deployed workflows that fire at times. Each time gets at most one run, however
 * many processes start runs at once. Thread-safe; throws {@link EngineException} as {@link Engine}
 * does.
 */
public interface Schedules {

  /** Which times a backfill gives a run. */
  enum Reprocess {
    /** Those that never had one. */
    NONE,
    /** Those too whose last run failed or was cancelled. */
    FAILED,
    ALL
  }

  /**
   * A schedule, or a backfill of one.
   *
   * @param workflow {@code namespace/name}
   * @param key when it fires, in words: {@code schedule 15 2 * * 1-5 Europe/Berlin}
   * @param zone the zone its author thinks in
   * @param parent the schedule that a backfill belongs to, null otherwise
   * @param doneTo times up to this one are dealt with
   * @param until a backfill's end, null otherwise
   * @param next the next time, null when none is left
   * @param waits why a time that has come has no run yet, null when none waits
   * @param active runs under way, as of the last look
   * @param last its newest run, null when there is none
   */
  record Schedule(
      int id,
      String workflow,
      String key,
      String zone,
      @Nullable Integer parent,
      boolean paused,
      Instant doneTo,
      @Nullable Instant until,
      @Nullable Instant next,
      @Nullable String waits,
      int active,
      @Nullable RunId last) {}

  /**
   * Times that got no run.
   *
   * @param why {@code missed}, {@code overlap}, {@code inputs} or {@code refused}
   * @param detail more about it, null for nothing
   */
  record Passed(Instant notedAt, Instant from, Instant to, String why, @Nullable String detail) {}

  /**
   * Makes the triggers of a stored plan the live ones of its workflow. A trigger that fires at the
   * same times as before goes on where it stands; those that the plan has no more are removed.
   *
   * @param provenance the commit that the plan was compiled from, and so that of the runs; null for
   *     none
   * @return the schedules of the workflow now
   * @throws EngineException when the plan has triggers that this release can't fire
   */
  List<Schedule> deploy(String planId, @Nullable Provenance provenance);

  /** A plan that comes from no commit. */
  default List<Schedule> deploy(String planId) {
    return deploy(planId, null);
  }

  /**
   * Removes the schedules of a workflow; its runs go on.
   *
   * @return how many there were
   */
  int undeploy(String workflow);

  /** All, by workflow; backfills after the schedules that they belong to. */
  List<Schedule> list();

  Optional<Schedule> find(int id);

  /** The coming times of a schedule, whatever waits or pauses. */
  List<Instant> next(int id, int count);

  /** Times that got no run, newest first. */
  List<Passed> passed(int id, int limit);

  /**
   * Stops a schedule or lets it go on; times that came meanwhile count as missed.
   *
   * @return whether there is such a schedule
   */
  boolean pause(int id, boolean paused);

  /**
   * Gives runs to the times of a schedule that lie in a part of the past (or the future).
   *
   * @param from the first instant of the part
   * @param to the first instant after it
   * @param maxActive runs of the backfill under way at once, at least 1
   * @throws EngineException when there is no such schedule, or no time in the part
   */
  Schedule backfill(int id, Instant from, Instant to, int maxActive, Reprocess reprocess);

  /** Starts runs when their times come, from a thread of this process, until closed. */
  Background start();
}
