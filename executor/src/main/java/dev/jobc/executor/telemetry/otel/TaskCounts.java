package dev.jobc.executor.telemetry.otel;

import dev.jobc.executor.store.Settled.Verdict;
import dev.jobc.executor.telemetry.Metric;
import dev.jobc.executor.telemetry.Metric.Attribute;
import dev.jobc.executor.telemetry.TaskLabels;
import dev.jobc.executor.telemetry.Telemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Counts and times of tasks. Sets of attributes are made once a task, not once an attempt. */
final class TaskCounts {
  private static final double MICROS = 1e6;

  private final LongCounter selected;
  private final LongCounter processed;
  private final LongCounter retried;
  private final LongCounter deadLettered;
  private final DoubleHistogram execution;
  private final DoubleHistogram latency;
  private final DoubleHistogram queued;

  TaskCounts(Instruments instruments) {
    selected = instruments.counter(Metric.TASKS_SELECTED);
    processed = instruments.counter(Metric.TASKS_PROCESSED);
    retried = instruments.counter(Metric.TASKS_RETRIED);
    deadLettered = instruments.counter(Metric.TASKS_DEAD_LETTERED);
    execution = instruments.seconds(Metric.EXECUTION_TIME);
    latency = instruments.seconds(Metric.END_TO_END_LATENCY);
    queued = instruments.seconds(Metric.TIME_IN_QUEUE);
  }

  Telemetry.Task of(TaskLabels labels) {
    return new Counted(attributes(labels));
  }

  private static Attributes attributes(TaskLabels labels) {
    return Attributes.builder()
        .put(Attribute.WORKFLOW.key(), labels.workflow())
        .put(Attribute.VERSION.key(), labels.version())
        .put(Attribute.TASK.key(), labels.task())
        .put(Attribute.QUEUE.key(), labels.queue())
        .put(Attribute.ROLE.key(), labels.role())
        .build();
  }

  /** How the end of an attempt is called. */
  static String status(Verdict verdict) {
    return verdict.name().toLowerCase(Locale.ROOT);
  }

  private static boolean isFollowed(Verdict verdict) {
    return verdict == Verdict.RETRIED || verdict == Verdict.LOST;
  }

  private final class Counted implements Telemetry.Task {
    private final Attributes plain;
    private final Map<Verdict, Attributes> ends = new EnumMap<>(Verdict.class);

    Counted(Attributes plain) {
      this.plain = plain;
      AttributeKey<String> status = AttributeKey.stringKey(Attribute.STATUS.key());
      for (Verdict verdict : Verdict.values()) {
        ends.put(verdict, plain.toBuilder().put(status, status(verdict)).build());
      }
    }

    @Override
    public void selected(long waitedMicros) {
      selected.add(1, plain);
      queued.record(Math.max(0, waitedMicros) / MICROS, plain);
    }

    @Override
    public void ended(Verdict verdict, long ranMicros, long latencyMicros, boolean deadLetter) {
      Attributes end = ends.getOrDefault(verdict, plain);
      if (ranMicros >= 0) {
        execution.record(ranMicros / MICROS, end);
      }
      if (isFollowed(verdict)) {
        retried.add(1, end);
        return;
      }
      processed.add(1, end);
      latency.record(Math.max(0, latencyMicros) / MICROS, end);
      if (deadLetter) {
        deadLettered.add(1, plain);
      }
    }
  }
}
