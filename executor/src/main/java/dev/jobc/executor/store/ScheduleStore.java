package dev.jobc.executor.store;

import dev.jobc.executor.InvalidInputException;
import dev.jobc.executor.RunId;
import dev.jobc.executor.Schedules;
import dev.jobc.executor.schedule.Firing;
import dev.jobc.plan.Provenance;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps schedules, and gives their times runs. */
public interface ScheduleStore {

  /** A schedule as kept. */
  record Kept(
      Schedules.Schedule schedule,
      StoredPlan plan,
      @Nullable Provenance provenance,
      int trigger,
      Instant anchor) {}

  /** The runs that a look has started, and those that it has cancelled. */
  record Turned(List<RunId> started, List<RunId> cancelled) {}

  /** Makes the run of a time. */
  interface Starter {
    /**
     * The run with its inputs.
     *
     * @throws InvalidInputException when they can't be made
     * @throws dev.jobc.executor.EngineException of the kind {@code NOT_FOUND} when something that
     *     its tasks need is not there
     */
    NewRun run(StoredPlan plan, Firing firing);
  }

  /**
   * Looks at one schedule that is due and that nobody else looks at, in one transaction: each of
   * its times is dealt with once, also when the process dies in the middle.
   *
   * @param now null for the clock of the store
   * @return what was done, null when no schedule is due
   */
  @Nullable Turned turn(Starter starter, @Nullable Instant now);

  /** Milliseconds until a schedule is due, -1 when none ever is. */
  long untilDue();

  /** See {@link Schedules#deploy}; the plan holds nothing but triggers that can be fired. */
  void deploy(StoredPlan plan, @Nullable Provenance provenance, @Nullable Instant now);

  /** A plan that comes from no commit. */
  default void deploy(StoredPlan plan, @Nullable Instant now) {
    deploy(plan, null, now);
  }

  int undeploy(String namespace, String name);

  List<Kept> all();

  List<Schedules.Passed> passed(int id, int limit);

  boolean pause(int id, boolean paused);

  int backfill(
      Kept schedule, Instant from, Instant to, int maxActive, Schedules.Reprocess reprocess);
}
