package dev.jobc.executor;

import dev.jobc.json.Json;
import dev.jobc.plan.Provenance;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The triggers of deployed workflows. Each time, each end of a run that one follows, and each event
 * gets at most one run, however many processes start runs at once. Thread-safe; throws {@link
 * EngineException} as {@link Engine} does.
 */
public interface Schedules {

  /** What a schedule starts runs at. */
  enum Cause {
    /** Times of a calendar, or at a fixed distance. */
    TIMES,
    /** Ends of runs of another workflow. */
    ENDS,
    /** Events that somebody sends to a topic. */
    EVENTS,
    /** Something that did not hold before, and does now. */
    CONDITION
  }

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
   * @param cause what makes it fire; times are meant in the rest, and others have none
   * @param zone the zone its author thinks in
   * @param parent the schedule that a backfill belongs to, null otherwise
   * @param doneTo times up to this one are dealt with
   * @param until a backfill's end, null otherwise
   * @param next the next time, null when none is left; of a condition when it is looked at next
   * @param waits why a time that has come has no run yet, or a condition could not be asked; null
   *     for nothing
   * @param active runs under way, as of the last look
   * @param last its newest run, null when there is none
   */
  record Schedule(
      int id,
      String workflow,
      String key,
      Cause cause,
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
   * Times that got no run, or the end of a run (then {@code from} and {@code to} are when that was
   * noted).
   *
   * @param why {@code missed}, {@code overlap}, {@code inputs} or {@code refused}
   * @param detail more about it, null for nothing
   */
  record Passed(Instant notedAt, Instant from, Instant to, String why, @Nullable String detail) {}

  /**
   * Makes the triggers of a stored plan the live ones of its workflow. A trigger that fires at the
   * same as before goes on where it stands; those that the plan has no more are removed.
   *
   * @param provenance the commit that the plan was compiled from, and so that of the runs; null for
   *     none
   * @return the schedules of the workflow now
   * @throws EngineException when the plan has triggers that this release can't fire, or would start
   *     its own runs without end
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

  /** The coming times of a schedule, whatever waits or pauses; none unless it fires at times. */
  List<Instant> next(int id, int count);

  /** Times that got no run, and ends that got none, newest first. */
  List<Passed> passed(int id, int limit);

  /**
   * Stops a schedule or lets it go on; times and ends that came meanwhile count as missed.
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
   * @throws EngineException when there is no such schedule, it doesn't fire at times, or there is
   *     no time in the part
   */
  Schedule backfill(int id, Instant from, Instant to, int maxActive, Reprocess reprocess);

  /**
   * Sends an event to whoever waits for its topic now; it is kept for nobody else.
   *
   * @return how many schedules that are
   */
  int send(String topic, Json body);

  /** Starts runs when it is time for them, from a thread of this process, until closed. */
  Background start();
}
