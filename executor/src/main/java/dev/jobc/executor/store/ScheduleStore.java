package dev.jobc.executor.store;

import dev.jobc.executor.InvalidInputException;
import dev.jobc.executor.RunId;
import dev.jobc.executor.Schedules;
import dev.jobc.executor.schedule.Firing;
import dev.jobc.json.Json;
import dev.jobc.plan.Provenance;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps schedules, and gives runs to their times and to what else they wait for. */
public interface ScheduleStore {

  /** A schedule as kept. */
  record Kept(
      Schedules.Schedule schedule,
      StoredPlan plan,
      @Nullable Provenance provenance,
      int trigger,
      Instant anchor) {}

  /** The runs that a look has started, and those that it has cancelled. */
  record Turned(List<RunId> started, List<RunId> cancelled) {
    /** Both together. */
    public Turned and(Turned other) {
      return new Turned(both(started, other.started), both(cancelled, other.cancelled));
    }

    private static List<RunId> both(List<RunId> some, List<RunId> others) {
      return Stream.concat(some.stream(), others.stream()).toList();
    }
  }

  /** Makes the run that a trigger starts. */
  interface Starter {
    /**
     * The run with its inputs; null when the trigger wants none now.
     *
     * @throws InvalidInputException when they can't be made
     * @throws dev.jobc.executor.EngineException of the kind {@code NOT_FOUND} when something that
     *     its tasks need is not there
     */
    @Nullable NewRun run(StoredPlan plan, Firing firing);
  }

  /**
   * Looks at one schedule that is due and that nobody else looks at, and at some ends of runs and
   * events that schedules wait for, each in one transaction with the runs it starts: each of them
   * is dealt with once, also when the process dies in the middle.
   *
   * @param now null for the clock of the store
   * @return what was done, null when there was nothing to look at
   */
  @Nullable Turned turn(Starter starter, @Nullable Instant now);

  /** Milliseconds until a schedule is due, -1 when none ever is. */
  long untilDue();

  /**
   * See {@link Schedules#deploy}; the plan holds nothing but triggers that can be fired.
   *
   * @throws dev.jobc.executor.EngineException when it would start itself; see {@link
   *     dev.jobc.executor.schedule.Chains}
   */
  void deploy(StoredPlan plan, @Nullable Provenance provenance, @Nullable Instant now);

  /** A plan that comes from no commit. */
  default void deploy(StoredPlan plan, @Nullable Instant now) {
    deploy(plan, null, now);
  }

  /** See {@link Schedules#send}. */
  int send(String topic, Json body);

  int undeploy(String namespace, String name);

  List<Kept> all();

  List<Schedules.Passed> passed(int id, int limit);

  boolean pause(int id, boolean paused);

  int backfill(
      Kept schedule, Instant from, Instant to, int maxActive, Schedules.Reprocess reprocess);
}
