package dev.jobc.executor.telemetry.otel;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.MemoryMode;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Exporters whose trouble is told once, and once more when it is over. */
final class Watched {
  private static final int MAX_CAUSES = 8;

  private final Consumer<String> tell;
  private final AtomicBoolean toldAny = new AtomicBoolean();

  Watched(Consumer<String> tell) {
    this.tell =
        line -> {
          toldAny.set(true);
          tell.accept(line);
        };
  }

  /** The process ends, and nobody has taken what was left; told unless there was trouble before. */
  void gaveUp(long seconds) {
    if (!toldAny.get()) {
      tell.accept("telemetry can't be sent: nobody took what was left within " + seconds + " s");
    }
  }

  SpanExporter spans(SpanExporter exporter) {
    Trouble trouble = new Trouble("traces", tell);
    return new SpanExporter() {
      @Override
      public CompletableResultCode export(Collection<SpanData> spans) {
        return trouble.watch(exporter.export(spans));
      }

      @Override
      public CompletableResultCode flush() {
        return exporter.flush();
      }

      @Override
      public CompletableResultCode shutdown() {
        return exporter.shutdown();
      }

      @Override
      public String toString() {
        return exporter.toString();
      }
    };
  }

  MetricExporter metrics(MetricExporter exporter) {
    Trouble trouble = new Trouble("metrics", tell);
    return new MetricExporter() {
      @Override
      public CompletableResultCode export(Collection<MetricData> metrics) {
        return trouble.watch(exporter.export(metrics));
      }

      @Override
      public AggregationTemporality getAggregationTemporality(InstrumentType type) {
        return exporter.getAggregationTemporality(type);
      }

      @Override
      public Aggregation getDefaultAggregation(InstrumentType type) {
        return exporter.getDefaultAggregation(type);
      }

      @Override
      public MemoryMode getMemoryMode() {
        return exporter.getMemoryMode();
      }

      @Override
      public CompletableResultCode flush() {
        return exporter.flush();
      }

      @Override
      public CompletableResultCode shutdown() {
        return exporter.shutdown();
      }

      @Override
      public String toString() {
        return exporter.toString();
      }
    };
  }

  private record Trouble(String what, Consumer<String> tell, AtomicBoolean told) {
    Trouble(String what, Consumer<String> tell) {
      this(what, tell, new AtomicBoolean());
    }

    CompletableResultCode watch(CompletableResultCode result) {
      return result.whenComplete(
          () -> {
            if (!result.isSuccess() && told.compareAndSet(false, true)) {
              tell.accept(
                  what
                      + " can't be sent: "
                      + line(result.getFailureThrowable())
                      + "; work goes on without them");
            } else if (result.isSuccess() && told.compareAndSet(true, false)) {
              tell.accept(what + " are sent again");
            }
          });
    }
  }

  /** What went wrong, in one line: the innermost cause that says something. */
  static String line(@Nullable Throwable failure) {
    if (failure == null) {
      return "the receiver did not take them";
    }
    String said = failure.toString();
    Throwable at = failure;
    for (int i = 0; i < MAX_CAUSES && at != null; i++) {
      String message = at.getMessage();
      said = message == null || message.isBlank() ? at.getClass().getSimpleName() : message;
      at = at.getCause();
    }
    return said.lines().findFirst().orElse(said).strip();
  }
}
