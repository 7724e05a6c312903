package dev.jobc.executor.telemetry.otel;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.sdk.trace.IdGenerator;
import org.jspecify.annotations.Nullable;

/** Random ids, but for spans whose ids were told to others before they existed. */
final class FixedIds implements IdGenerator {
  private final IdGenerator random = IdGenerator.random();
  private final ThreadLocal<@Nullable Ids> next = new ThreadLocal<>();

  private record Ids(String trace, String span) {}

  /** Starts a span with these ids; the first counts only if the span has no parent. */
  Span start(SpanBuilder builder, String trace, String span) {
    next.set(new Ids(trace, span));
    try {
      return builder.startSpan();
    } finally {
      next.remove();
    }
  }

  @Override
  public String generateSpanId() {
    Ids fixed = next.get();
    return fixed == null ? random.generateSpanId() : fixed.span();
  }

  @Override
  public String generateTraceId() {
    Ids fixed = next.get();
    return fixed == null ? random.generateTraceId() : fixed.trace();
  }
}
