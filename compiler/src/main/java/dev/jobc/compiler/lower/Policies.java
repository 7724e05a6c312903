package dev.jobc.compiler.lower;

import dev.jobc.model.PolicyDoc;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.Timeouts;
import dev.jobc.source.Located;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What holds for a step: what it says itself, else what its task says, else the default. */
record Policies(PolicyDoc step, PolicyDoc task) {
  private static final String DEFAULT_QUEUE = "default";
  private static final int DEFAULT_PRIORITY = 5;

  RetryPolicy retry() {
    PolicyDoc.RetryDoc retry = step.retry() != null ? step.retry() : task.retry();
    if (retry == null) {
      return RetryPolicy.NONE;
    }
    RetryPolicy standard = RetryPolicy.NONE;
    return new RetryPolicy(
        retry.maxAttempts().value(),
        or(retry.backoff(), standard.backoff()),
        millis(retry.initial(), standard.initial()),
        or(retry.factor(), standard.factor()),
        millis(retry.maxInterval(), standard.maxInterval()),
        or(retry.jitter(), standard.jitter()),
        millis(retry.maxElapsed(), standard.maxElapsed()),
        retry.errors().stream().map(Located::value).toList(),
        retry.except().stream().map(Located::value).toList());
  }

  Timeouts timeouts() {
    PolicyDoc.TimeoutDoc timeout = step.timeout() != null ? step.timeout() : task.timeout();
    return timeout == null ? Timeouts.NONE : new Timeouts(timeout.attempt().value().toMillis());
  }

  String queue() {
    return or(step.queue(), or(task.queue(), DEFAULT_QUEUE));
  }

  int priority() {
    return or(step.priority(), or(task.priority(), DEFAULT_PRIORITY));
  }

  private static <T> T or(@Nullable Located<T> written, T otherwise) {
    return written == null ? otherwise : written.value();
  }

  private static long millis(@Nullable Located<Duration> written, long otherwise) {
    return written == null ? otherwise : written.value().toMillis();
  }
}
