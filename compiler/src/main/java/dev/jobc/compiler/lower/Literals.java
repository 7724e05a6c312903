package dev.jobc.compiler.lower;

import dev.jobc.model.PolicyDoc;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.source.Located;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What literal fields mean where the author left them out. */
final class Literals {
  private Literals() {}

  static <T> T or(@Nullable Located<T> written, T otherwise) {
    return written == null ? otherwise : written.value();
  }

  static <T> @Nullable T orNull(@Nullable Located<T> written) {
    return written == null ? null : written.value();
  }

  static long millis(@Nullable Located<Duration> written, long otherwise) {
    return written == null ? otherwise : written.value().toMillis();
  }

  static List<String> values(List<Located<String>> written) {
    return written.stream().map(Located::value).toList();
  }

  /** A wait the author asked for is not cut by a limit that nobody wrote. */
  static RetryPolicy retry(PolicyDoc.RetryDoc retry) {
    RetryPolicy standard = RetryPolicy.NONE;
    long initial = millis(retry.initial(), standard.initial());
    return new RetryPolicy(
        retry.maxAttempts().value(),
        or(retry.backoff(), standard.backoff()),
        initial,
        or(retry.factor(), standard.factor()),
        millis(retry.maxInterval(), Math.max(initial, standard.maxInterval())),
        or(retry.jitter(), standard.jitter()),
        millis(retry.maxElapsed(), standard.maxElapsed()),
        values(retry.errors()),
        values(retry.except()));
  }
}
