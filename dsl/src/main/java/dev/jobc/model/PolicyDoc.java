package dev.jobc.model;

import dev.jobc.plan.RetryPolicy;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a task is tried, limited and placed; every member is null when the author wrote none.
 *
 * @param queue a queue's name
 * @param priority 0 to 9
 */
public record PolicyDoc(
    @Nullable RetryDoc retry,
    @Nullable TimeoutDoc timeout,
    @Nullable Located<String> queue,
    @Nullable Located<Integer> priority) {

  /** Nothing written. */
  public static final PolicyDoc NONE = new PolicyDoc(null, null, null, null);

  /**
   * {@code retry:}; a member is null when the author left it to its default.
   *
   * @param maxAttempts all attempts together, 1 to 1000
   * @param initial at least 0; the other durations are at least 1 ms
   * @param factor at least 1
   * @param errors only these, empty for all
   * @param except not these
   */
  public record RetryDoc(
      Located<Integer> maxAttempts,
      @Nullable Located<RetryPolicy.Backoff> backoff,
      @Nullable Located<Duration> initial,
      @Nullable Located<Double> factor,
      @Nullable Located<Duration> maxInterval,
      @Nullable Located<RetryPolicy.Jitter> jitter,
      @Nullable Located<Duration> maxElapsed,
      List<Located<String>> errors,
      List<Located<String>> except,
      Span span) {
    public RetryDoc {
      errors = List.copyOf(errors);
      except = List.copyOf(except);
    }
  }

  /** {@code timeout: 30s} or {@code timeout: {attempt: 30s}}; at least 1 ms. */
  public record TimeoutDoc(Located<Duration> attempt, Span span) {}
}
