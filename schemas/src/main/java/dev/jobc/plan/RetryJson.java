package dev.jobc.plan;

import dev.jobc.json.Json;
import dev.jobc.json.JsonReader;
import dev.jobc.plan.RetryPolicy.Backoff;
import dev.jobc.plan.RetryPolicy.Jitter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The JSON form of retries and time limits; {@code null} stands for none. */
final class RetryJson {
  private RetryJson() {}

  static @Nullable Json write(RetryPolicy retry) {
    if (retry.equals(RetryPolicy.NONE)) {
      return null;
    }
    return Json.object()
        .put("maxAttempts", (long) retry.maxAttempts())
        .put("backoff", retry.backoff().name().toLowerCase(Locale.ROOT))
        .put("initial", retry.initial())
        .put("factor", Json.of(retry.factor()))
        .put("maxInterval", retry.maxInterval())
        .put("jitter", retry.jitter().name().toLowerCase(Locale.ROOT))
        .put("maxElapsed", retry.maxElapsed())
        .put("errors", PlanJson.list(retry.errors(), Json::of))
        .put("except", PlanJson.list(retry.except(), Json::of))
        .build();
  }

  /** The member {@code retry} of a node. */
  static RetryPolicy read(JsonReader node) {
    RetryPolicy retry = node.orNull("retry", RetryJson::readRetry);
    return retry == null ? RetryPolicy.NONE : retry;
  }

  private static RetryPolicy readRetry(Json value) {
    JsonReader in = JsonReader.of("retry", value);
    return new RetryPolicy(
        in.int32("maxAttempts"),
        NodeJson.word(Backoff.values(), in.string("backoff")),
        in.integer("initial"),
        in.number("factor", RetryPolicy.NONE.factor()),
        in.integer("maxInterval"),
        NodeJson.word(Jitter.values(), in.string("jitter")),
        in.integer("maxElapsed"),
        in.strings("errors"),
        in.strings("except"));
  }

  static @Nullable Json write(Timeouts timeouts) {
    return timeouts.equals(Timeouts.NONE)
        ? null
        : Json.object()
            .put("attempt", limit(timeouts.attempt()))
            .put("total", limit(timeouts.total()))
            .put("queue", limit(timeouts.queue()))
            .put("heartbeat", limit(timeouts.heartbeat()))
            .build();
  }

  private static @Nullable Json limit(long millis) {
    return millis == 0 ? null : Json.of(millis);
  }

  /** The member {@code timeouts} of a node. */
  static Timeouts readTimeouts(JsonReader node) {
    Timeouts timeouts = node.orNull("timeouts", RetryJson::readLimits);
    return timeouts == null ? Timeouts.NONE : timeouts;
  }

  private static Timeouts readLimits(Json value) {
    JsonReader in = JsonReader.of("timeouts", value);
    return new Timeouts(
        in.integer("attempt", 0),
        in.integer("total", 0),
        in.integer("queue", 0),
        in.integer("heartbeat", 0));
  }
}
