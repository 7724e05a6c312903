package dev.jobc.executor.telemetry;

import dev.jobc.executor.RunId;
import dev.jobc.executor.RunSummary;
import dev.jobc.executor.TraceContext;
import dev.jobc.executor.store.Backlog;
import dev.jobc.executor.store.Settled;
import dev.jobc.plan.Plan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the engine tells of itself. Nothing here throws, waits for a network or reads the database.
 * Thread-safe.
 */
public interface Telemetry extends AutoCloseable {
  /** Tells nobody anything. */
  Telemetry OFF = new NoTelemetry();

  /** Whether anybody listens; if not, nothing else has to be called. */
  boolean isOn();

  /**
   * A run is about to be submitted.
   *
   * @param caller the trace it is to go on; null for the caller's current one if there is one, else
   *     for one of its own
   */
  Submit submitting(Plan plan, @Nullable TraceContext caller);

  /** The submission of a run. Ends with one of the last two. */
  interface Submit {
    /** What the run is to remember: the trace that it belongs to, empty for none. */
    Optional<TraceContext> context();

    void created(RunId run);

    void failed();
  }

  /** Of a run that nobody submits: the trace that it begins, empty for none. */
  Optional<TraceContext> begin(Plan plan);

  /** A traced run has ended. */
  void ended(RunSummary run, TraceContext trace);

  /** An attempt of a traced run is over. */
  void ended(AttemptSpan attempt);

  /** Counts of a task; to be asked for once and kept. */
  Task task(TaskLabels labels);

  /** The counts of one task in one queue at workers of one role. */
  interface Task {
    /**
     * An attempt starts.
     *
     * @param waitedMicros how long it had waited for a worker
     */
    void selected(long waitedMicros);

    /**
     * An attempt is over.
     *
     * @param ranMicros how long the task's code ran; below 0 when it never began
     * @param latencyMicros since when the task could first start, as a duration
     * @param deadLetter whether the task is kept as a dead letter
     */
    void ended(Settled.Verdict verdict, long ranMicros, long latencyMicros, boolean deadLetter);
  }

  /** A worker has started; closing says that it has ended. */
  WorkerMeter worker(String role, int slots, IntSupplier used);

  /** What goes on inside a worker. */
  interface WorkerMeter extends AutoCloseable {
    void claimed(int size, long nanos);

    void flushed(int size, int refused, long nanos);

    void sessionLost();

    @Override
    void close();
  }

  /** So many runs, or steps of runs, were asked to end. */
  void cancellationsRequested(int number);

  /**
   * What waits in the queues of the database, until the next call.
   *
   * @param queues null when another process tells it
   */
  void backlog(@Nullable List<Backlog> queues);

  /** How often {@link #backlog} is worth while. */
  Duration interval();

  /** Sends what is left, for a short time at most. */
  @Override
  void close();
}
