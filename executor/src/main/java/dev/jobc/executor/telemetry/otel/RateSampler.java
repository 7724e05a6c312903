package dev.jobc.executor.telemetry.otel;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;
import java.util.function.LongSupplier;

/** Takes the first traces of every second, so that a busy engine pays no more than an idle one. */
final class RateSampler implements Sampler {
  private static final double NANOS = 1e9;

  private final int perSecond;
  private final LongSupplier nanos;
  private double tokens;
  private long filledAt;

  RateSampler(int perSecond) {
    this(perSecond, System::nanoTime);
  }

  RateSampler(int perSecond, LongSupplier nanos) {
    this.perSecond = perSecond;
    this.nanos = nanos;
    tokens = perSecond;
    filledAt = nanos.getAsLong();
  }

  @Override
  public SamplingResult shouldSample(
      Context parent,
      String traceId,
      String name,
      SpanKind kind,
      Attributes attributes,
      List<LinkData> links) {
    return take() ? SamplingResult.recordAndSample() : SamplingResult.drop();
  }

  /** Whether the next trace would not be taken, if it were asked for now. */
  synchronized boolean isSpent() {
    fill();
    return tokens < 1;
  }

  private void fill() {
    long now = nanos.getAsLong();
    tokens = Math.min(perSecond, tokens + (now - filledAt) / NANOS * perSecond);
    filledAt = now;
  }

  private synchronized boolean take() {
    fill();
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }

  @Override
  public String getDescription() {
    return "RateSampler{" + perSecond + "/s}";
  }
}
