package dev.jobc.executor.store;

import dev.jobc.executor.Cancelling;
import dev.jobc.executor.LogChunk;
import dev.jobc.executor.RunFilter;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.RunSummary;
import dev.jobc.executor.RunView;
import dev.jobc.executor.core.StepRef;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Creates runs and answers questions about them. */
public interface RunStore {

  /**
   * Creates runs, all or none, ids in order; on return they are durable and may be worked on. One
   * whose given id stands for a run already is that run.
   *
   * @throws dev.jobc.executor.EngineException when a given id stands for a run of other content
   */
  List<RunId> createRuns(List<NewRun> runs);

  /** The run that a given id stands for. */
  Optional<RunId> named(String given);

  Optional<RunSummary> summary(RunId id);

  /** Those of the runs that have ended, in no order. */
  default List<RunSummary> ended(Collection<RunId> runs) {
    return runs.stream()
        .flatMap(run -> summary(run).stream())
        .filter(run -> run.state().ended())
        .toList();
  }

  Optional<RunView> view(RunId id);

  /**
   * Those that fit, newest first.
   *
   * @param before only older ones than this; null for any
   */
  List<RunSummary> find(RunFilter filter, @Nullable RunId before, int limit);

  /** How many fit. */
  long count(RunFilter filter);

  /**
   * Cancels runs, all in one go. From then on nothing of them is claimed but what cleans up, and
   * nothing at all of those that have ended; who runs some of it finds out by {@link
   * WorkSession#halted}.
   *
   * @return the state each was found in; those that don't exist are left out
   */
  Map<RunId, RunState> cancel(Collection<RunId> runs, Cancelling how);

  /** See {@link #cancel(Collection, Cancelling)}; gently. */
  default Map<RunId, RunState> cancel(Collection<RunId> runs) {
    return cancel(runs, Cancelling.GENTLY);
  }

  /** What came of {@link #cancelStep}. */
  record StepsCancelled(int steps, boolean ended) {}

  /**
   * Ends a step as failed with {@code Cancelled}; the run goes on as after any other failure.
   *
   * @param items see {@link dev.jobc.executor.core.RunCommand.CancelStep}
   * @throws dev.jobc.executor.EngineException when there is no such run, it has ended, or no such
   *     step of it is left to cancel
   */
  StepsCancelled cancelStep(RunId run, String step, List<Integer> items);

  /**
   * Creates a run that takes up one that has ended: steps that succeeded, or were skipped, are kept
   * with all that they have given, the others run.
   *
   * @param again nodes of the workflow that run again all the same, with those that need them; the
   *     attempts have idempotency keys of their own then, otherwise those of the run that is taken
   *     up
   * @param needs what its limits ask of it
   * @throws dev.jobc.executor.EngineException when there is no such run, it has not ended, nothing
   *     of it is left to run, or it is being taken up already
   */
  default RunId resume(RunId run, Set<Integer> again, RunNeeds.Source needs) {
    return resume(run, again, null, needs);
  }

  /**
   * The same.
   *
   * @param onto the other plan that the new run has; null for that of the old run
   */
  RunId resume(RunId run, Set<Integer> again, @Nullable Onto onto, RunNeeds.Source needs);

  /** The run that a step has started and waits for. */
  Optional<RunId> called(RunId parent, StepRef step);

  /**
   * Starts the run that a step waits for; once, however often it is asked. The step is put into the
   * job table again when the run has ended.
   *
   * @return empty when the step, or its run, has ended
   */
  Optional<RunId> call(Work step, NewRun run);

  List<LogChunk> logs(RunId id, Optional<String> step);

  /** Those of the runs that have ended or don't exist. */
  Set<RunId> over(Collection<RunId> runs);
}
