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

/** Telemetry that is off. */
final class NoTelemetry implements Telemetry {
  private static final Task TASK =
      new Task() {
        @Override
        public void selected(long waitedMicros) {}

        @Override
        public void ended(
            Settled.Verdict verdict, long ranMicros, long latencyMicros, boolean deadLetter) {}
      };

  private static final WorkerMeter WORKER =
      new WorkerMeter() {
        @Override
        public void claimed(int size, long nanos) {}

        @Override
        public void flushed(int size, int refused, long nanos) {}

        @Override
        public void sessionLost() {}

        @Override
        public void close() {}
      };

  @Override
  public boolean isOn() {
    return false;
  }

  /** A trace that somebody else has begun goes on all the same. */
  @Override
  public Submit submitting(Plan plan, @Nullable TraceContext caller) {
    return new Submit() {
      @Override
      public Optional<TraceContext> context() {
        return Optional.ofNullable(caller);
      }

      @Override
      public void created(RunId run) {}

      @Override
      public void failed() {}
    };
  }

  @Override
  public Optional<TraceContext> begin(Plan plan) {
    return Optional.empty();
  }

  @Override
  public void ended(RunSummary run, TraceContext trace) {}

  @Override
  public void ended(AttemptSpan attempt) {}

  @Override
  public Task task(TaskLabels labels) {
    return TASK;
  }

  @Override
  public WorkerMeter worker(String role, int slots, IntSupplier used) {
    return WORKER;
  }

  @Override
  public void cancellationsRequested(int number) {}

  @Override
  public void backlog(@Nullable List<Backlog> queues) {}

  @Override
  public Duration interval() {
    return Duration.ofMinutes(1);
  }

  @Override
  public void close() {}
}
