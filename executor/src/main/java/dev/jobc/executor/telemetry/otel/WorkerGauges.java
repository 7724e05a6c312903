package dev.jobc.executor.telemetry.otel;

import dev.jobc.executor.telemetry.Metric;
import dev.jobc.executor.telemetry.Metric.Attribute;
import dev.jobc.executor.telemetry.Telemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.function.ToIntFunction;

/** The workers of this process: their slots, and what they ask of the database. */
final class WorkerGauges {
  private static final double NANOS = 1e9;

  private final Set<Meter> workers = ConcurrentHashMap.newKeySet();
  private final DoubleHistogram claimDuration;
  private final LongHistogram claimSize;
  private final DoubleHistogram flushDuration;
  private final LongHistogram flushSize;
  private final LongCounter lost;
  private final LongCounter refused;

  WorkerGauges(Instruments instruments) {
    claimDuration = instruments.seconds(Metric.CLAIM_DURATION);
    claimSize = instruments.sizes(Metric.CLAIM_SIZE);
    flushDuration = instruments.seconds(Metric.FLUSH_DURATION);
    flushSize = instruments.sizes(Metric.FLUSH_SIZE);
    lost = instruments.counter(Metric.SESSIONS_LOST);
    refused = instruments.counter(Metric.ATTEMPTS_REFUSED);
    instruments.gauge(Metric.WORKER_SLOTS, to -> sum(to, worker -> worker.slots));
    instruments.gauge(Metric.WORKER_SLOTS_USED, to -> sum(to, worker -> worker.used.getAsInt()));
  }

  /** Of the workers of each role together: a name of a worker is used once and never again. */
  private void sum(ObservableLongMeasurement to, ToIntFunction<Meter> number) {
    Map<String, Long> sums = new TreeMap<>();
    for (Meter worker : workers) {
      sums.merge(worker.role, (long) number.applyAsInt(worker), Long::sum);
    }
    sums.forEach((role, sum) -> to.record(sum, attributes(role)));
  }

  private static Attributes attributes(String role) {
    return Attributes.of(AttributeKey.stringKey(Attribute.ROLE.key()), role);
  }

  Telemetry.WorkerMeter worker(String role, int slots, IntSupplier used) {
    Meter meter = new Meter(role, slots, used);
    workers.add(meter);
    return meter;
  }

  private final class Meter implements Telemetry.WorkerMeter {
    private final String role;
    private final int slots;
    private final IntSupplier used;
    private final Attributes attributes;

    Meter(String role, int slots, IntSupplier used) {
      this.role = role;
      this.slots = slots;
      this.used = used;
      attributes = attributes(role);
    }

    @Override
    public void claimed(int size, long nanos) {
      claimDuration.record(nanos / NANOS, attributes);
      claimSize.record(size, attributes);
    }

    @Override
    public void flushed(int size, int late, long nanos) {
      flushDuration.record(nanos / NANOS, attributes);
      flushSize.record(size, attributes);
      if (late > 0) {
        refused.add(late, attributes);
      }
    }

    @Override
    public void sessionLost() {
      lost.add(1, attributes);
    }

    @Override
    public void close() {
      workers.remove(this);
    }
  }
}
