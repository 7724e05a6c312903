package dev.jobc.executor.telemetry.otel;

import dev.jobc.executor.store.Backlog;
import dev.jobc.executor.telemetry.Metric;
import dev.jobc.executor.telemetry.Metric.Attribute;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What waits in queues, as it was measured last. */
final class QueueGauges {
  private static final double MILLIS = 1e3;

  /** What waits no more is told as 0 until the process ends: then a chart goes down to it. */
  private final Map<Attributes, Long> depths = new HashMap<>();

  private final Map<Attributes, Double> ages = new HashMap<>();

  QueueGauges(Instruments instruments) {
    instruments.gauge(
        Metric.QUEUE_DEPTH,
        to -> {
          synchronized (depths) {
            depths.forEach((attributes, depth) -> to.record(depth, attributes));
          }
        });
    instruments.secondsGauge(
        Metric.QUEUE_OLDEST_AGE,
        to -> {
          synchronized (depths) {
            ages.forEach((attributes, age) -> to.record(age, attributes));
          }
        });
  }

  /** Sets them all; null when it is not this process that tells them. */
  void set(@Nullable List<Backlog> queues) {
    synchronized (depths) {
      if (queues == null) {
        depths.clear();
        ages.clear();
        return;
      }
      depths.replaceAll((attributes, depth) -> 0L);
      ages.replaceAll((attributes, age) -> 0.0);
      for (Backlog one : queues) {
        Attributes queue =
            Attributes.of(AttributeKey.stringKey(Attribute.QUEUE.key()), one.queue());
        String state = one.state().name().toLowerCase(Locale.ROOT);
        depths.put(queue.toBuilder().put(Attribute.QUEUE_STATE.key(), state).build(), one.depth());
        if (one.state() == Backlog.State.READY) {
          ages.put(queue, one.oldestMillis() / MILLIS);
        }
      }
    }
  }
}
