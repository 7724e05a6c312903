package dev.jobc.executor.telemetry.otel;

import dev.jobc.executor.store.Settled.Verdict;
import dev.jobc.executor.telemetry.Metric;
import dev.jobc.executor.telemetry.Metric.Attribute;
import dev.jobc.executor.telemetry.TaskLabels;
import dev.jobc.executor.telemetry.Telemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts and times of tasks. Sets of attributes are made once a task, not once an attempt; counts
 * are added up here and read when they are sent, which costs an attempt less than an instrument.
 */
final class TaskCounts {
  private static final double MICROS = 1e6;

  private final Map<TaskLabels, Counted> tasks = new ConcurrentHashMap<>();
  private final DoubleHistogram execution;
  private final DoubleHistogram latency;
  private final DoubleHistogram queued;

  TaskCounts(Instruments instruments) {
    instruments.counter(
        Metric.TASKS_SELECTED,
        to -> tasks.values().forEach(one -> tell(to, one.selected, one.plain)));
    instruments.counter(Metric.TASKS_PROCESSED, to -> ends(to, false));
    instruments.counter(Metric.TASKS_RETRIED, to -> ends(to, true));
    instruments.counter(
        Metric.TASKS_DEAD_LETTERED,
        to -> tasks.values().forEach(one -> tell(to, one.deadLettered, one.plain)));
    execution = instruments.seconds(Metric.EXECUTION_TIME);
    latency = instruments.seconds(Metric.END_TO_END_LATENCY);
    queued = instruments.seconds(Metric.TIME_IN_QUEUE);
  }

  private void ends(ObservableLongMeasurement to, boolean followed) {
    for (Counted one : tasks.values()) {
      one.ends.forEach(
          (verdict, end) -> {
            if (isFollowed(verdict) == followed) {
              tell(to, end.count(), end.attributes());
            }
          });
    }
  }

  /** What never happened has no row. */
  private static void tell(ObservableLongMeasurement to, LongAdder count, Attributes attributes) {
    long sum = count.sum();
    if (sum > 0) {
      to.record(sum, attributes);
    }
  }

  Telemetry.Task of(TaskLabels labels) {
    return tasks.computeIfAbsent(labels, made -> new Counted(attributes(made)));
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

  private record End(Attributes attributes, LongAdder count) {}

  private final class Counted implements Telemetry.Task {
    private final Attributes plain;
    private final LongAdder selected = new LongAdder();
    private final LongAdder deadLettered = new LongAdder();
    private final EnumMap<Verdict, End> ends = new EnumMap<>(Verdict.class);

    Counted(Attributes plain) {
      this.plain = plain;
      AttributeKey<String> status = AttributeKey.stringKey(Attribute.STATUS.key());
      for (Verdict verdict : Verdict.values()) {
        Attributes attributes = plain.toBuilder().put(status, status(verdict)).build();
        ends.put(verdict, new End(attributes, new LongAdder()));
      }
    }

    @Override
    public void selected(long waitedMicros) {
      selected.increment();
      queued.record(Math.max(0, waitedMicros) / MICROS, plain);
    }

    @Override
    public void ended(Verdict verdict, long ranMicros, long latencyMicros, boolean deadLetter) {
      End end = ends.get(verdict);
      if (end == null) {
        return;
      }
      end.count().increment();
      if (ranMicros >= 0) {
        execution.record(ranMicros / MICROS, end.attributes());
      }
      if (!isFollowed(verdict)) {
        latency.record(Math.max(0, latencyMicros) / MICROS, end.attributes());
      }
      if (deadLetter) {
        deadLettered.increment();
      }
    }
  }
}
