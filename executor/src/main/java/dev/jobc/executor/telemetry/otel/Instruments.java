package dev.jobc.executor.telemetry.otel;

import dev.jobc.executor.telemetry.Metric;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.List;
import java.util.function.Consumer;

/** Instruments as {@link Metric} describes them. */
final class Instruments {
  /** The convention's buckets end at 10 s; tasks run for hours. */
  private static final List<Double> SECONDS =
      List.of(
          0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0,
          300.0, 900.0, 3_600.0, 21_600.0);

  private static final List<Long> SIZES =
      List.of(0L, 1L, 2L, 5L, 10L, 25L, 50L, 100L, 250L, 500L, 1_000L, 2_000L);

  private final Meter meter;

  Instruments(Meter meter) {
    this.meter = meter;
  }

  LongCounter counter(Metric metric) {
    check(metric, Metric.Kind.COUNTER);
    return meter
        .counterBuilder(metric.id())
        .setUnit(metric.unit())
        .setDescription(metric.description())
        .build();
  }

  /** A counter that is read, not added to; the meter keeps it until it is shut down. */
  void counter(Metric metric, Consumer<ObservableLongMeasurement> read) {
    check(metric, Metric.Kind.COUNTER);
    var unused =
        meter
            .counterBuilder(metric.id())
            .setUnit(metric.unit())
            .setDescription(metric.description())
            .buildWithCallback(read);
  }

  DoubleHistogram seconds(Metric metric) {
    check(metric, Metric.Kind.HISTOGRAM);
    return meter
        .histogramBuilder(metric.id())
        .setUnit(metric.unit())
        .setDescription(metric.description())
        .setExplicitBucketBoundariesAdvice(SECONDS)
        .build();
  }

  LongHistogram sizes(Metric metric) {
    check(metric, Metric.Kind.SIZES);
    return meter
        .histogramBuilder(metric.id())
        .ofLongs()
        .setUnit(metric.unit())
        .setDescription(metric.description())
        .setExplicitBucketBoundariesAdvice(SIZES)
        .build();
  }

  /** The meter keeps it until it is shut down. */
  void gauge(Metric metric, Consumer<ObservableLongMeasurement> read) {
    check(metric, Metric.Kind.GAUGE);
    var unused =
        meter
            .gaugeBuilder(metric.id())
            .ofLongs()
            .setUnit(metric.unit())
            .setDescription(metric.description())
            .buildWithCallback(read);
  }

  void secondsGauge(Metric metric, Consumer<ObservableDoubleMeasurement> read) {
    check(metric, Metric.Kind.GAUGE);
    var unused =
        meter
            .gaugeBuilder(metric.id())
            .setUnit(metric.unit())
            .setDescription(metric.description())
            .buildWithCallback(read);
  }

  private static void check(Metric metric, Metric.Kind kind) {
    if (metric.kind() != kind) {
      throw new IllegalArgumentException(metric + " is no " + kind);
    }
  }
}
