package dev.jobc.executor.telemetry.otel;

import dev.jobc.executor.RunSummary;
import dev.jobc.executor.TraceContext;
import dev.jobc.executor.store.Backlog;
import dev.jobc.executor.telemetry.AttemptSpan;
import dev.jobc.executor.telemetry.Metric;
import dev.jobc.executor.telemetry.TaskLabels;
import dev.jobc.executor.telemetry.Telemetry;
import dev.jobc.plan.Plan;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Telemetry through an SDK that has been set up. */
final class OtelTelemetry implements Telemetry {
  private static final String SCOPE = "dev.jobc.executor";

  /** An exporter that can't get through goes on trying for longer. */
  private static final long CLOSE_SECONDS = 3;

  private final OpenTelemetrySdk sdk;
  private final Watched watched;
  private final Duration interval;
  private final Spans spans;
  private final TaskCounts tasks;
  private final WorkerGauges workers;
  private final QueueGauges queues;
  private final LongCounter cancellations;

  OtelTelemetry(
      OpenTelemetrySdk sdk,
      FixedIds ids,
      BooleanSupplier spent,
      Watched watched,
      String version,
      Duration interval) {
    this.watched = watched;
    this.sdk = sdk;
    this.interval = interval;
    spans =
        new Spans(
            sdk.getSdkTracerProvider()
                .tracerBuilder(SCOPE)
                .setInstrumentationVersion(version)
                .build(),
            sdk.getSdkTracerProvider().getSampler(),
            ids,
            spent);
    Instruments instruments =
        new Instruments(
            sdk.getSdkMeterProvider()
                .meterBuilder(SCOPE)
                .setInstrumentationVersion(version)
                .build());
    tasks = new TaskCounts(instruments);
    workers = new WorkerGauges(instruments);
    queues = new QueueGauges(instruments);
    cancellations = instruments.counter(Metric.CANCELLATIONS_REQUESTED);
  }

  @Override
  public boolean isOn() {
    return true;
  }

  @Override
  public Submit submitting(Plan plan, @Nullable TraceContext caller) {
    return spans.submitting(plan, caller);
  }

  @Override
  public Optional<TraceContext> begin(Plan plan) {
    return spans.begin(plan);
  }

  @Override
  public void ended(RunSummary run, TraceContext trace) {
    spans.ended(run, trace);
  }

  @Override
  public void ended(AttemptSpan attempt) {
    spans.ended(attempt);
  }

  @Override
  public Task task(TaskLabels labels) {
    return tasks.of(labels);
  }

  @Override
  public WorkerMeter worker(String role, int slots, IntSupplier used) {
    return workers.worker(role, slots, used);
  }

  @Override
  public void cancellationsRequested(int number) {
    cancellations.add(number);
  }

  @Override
  public void backlog(@Nullable List<Backlog> waiting) {
    queues.set(waiting);
  }

  @Override
  public Duration interval() {
    return interval;
  }

  @Override
  public void close() {
    if (!sdk.shutdown().join(CLOSE_SECONDS, TimeUnit.SECONDS).isDone()) {
      watched.gaveUp(CLOSE_SECONDS);
    }
  }
}
