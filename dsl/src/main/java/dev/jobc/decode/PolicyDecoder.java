package dev.jobc.decode;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.Fix;
import dev.jobc.json.Json;
import dev.jobc.model.PolicyDoc;
import dev.jobc.model.PolicyDoc.RetryDoc;
import dev.jobc.model.PolicyDoc.TimeoutDoc;
import dev.jobc.plan.RetryPolicy.Backoff;
import dev.jobc.plan.RetryPolicy.Jitter;
import dev.jobc.source.Located;
import dev.jobc.yaml.YamlNode;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code retry}, {@code timeout}, {@code queue} and {@code priority}. */
final class PolicyDecoder {
  static final int MAX_ATTEMPTS = 1_000;
  static final int MAX_FACTOR = 1_000;
  static final int MAX_PRIORITY = 9;

  private static final Map<String, Backoff> BACKOFFS =
      new TreeMap<>(
          Map.of(
              "constant", Backoff.CONSTANT,
              "linear", Backoff.LINEAR,
              "exponential", Backoff.EXPONENTIAL));
  private static final Map<String, Jitter> JITTERS =
      new TreeMap<>(Map.of("none", Jitter.NONE, "full", Jitter.FULL, "equal", Jitter.EQUAL));

  private final Decoding decoding;
  private final Scalars scalars;

  PolicyDecoder(Decoding decoding) {
    this.decoding = decoding;
    this.scalars = new Scalars(decoding);
  }

  PolicyDoc policy(Fields fields) {
    return new PolicyDoc(
        retry(fields.get("retry")),
        timeout(fields.get("timeout")),
        queue(fields.get("queue")),
        scalars.integer(fields.get("priority"), 0, MAX_PRIORITY));
  }

  private @Nullable RetryDoc retry(YamlNode.@Nullable Entry entry) {
    if (entry == null) {
      return null;
    }
    if (!(entry.value() instanceof YamlNode.Mapping map)) {
      decoding.add(notRetry(entry));
      return null;
    }
    Fields fields = Fields.of(decoding, map, Keys.Retry.TABLE);
    RetryDoc retry =
        new RetryDoc(
            maxAttempts(fields, entry),
            scalars.choice(fields.get("backoff"), BACKOFFS),
            scalars.duration(fields.get("initial"), 0),
            scalars.factor(fields.get("factor"), 1, MAX_FACTOR),
            scalars.duration(fields.get("maxInterval"), 1),
            scalars.choice(fields.get("jitter"), JITTERS),
            scalars.duration(fields.get("maxElapsed"), 1),
            scalars.names(fields.get("errors"), Names.Kind.TYPE, "the name of an error"),
            scalars.names(fields.get("except"), Names.Kind.TYPE, "the name of an error"),
            entry.span());
    return retry;
  }

  private Located<Integer> maxAttempts(Fields fields, YamlNode.Entry retry) {
    YamlNode.Entry entry = fields.get("maxAttempts");
    Located<Integer> attempts = scalars.integer(entry, 1, MAX_ATTEMPTS);
    if (entry == null && fields.sound()) {
      decoding.add(
          decoding
              .at(retry.key().span(), DiagnosticCode.MISSING_KEY, "`retry` has no `maxAttempts`")
              .help("add `maxAttempts: 3`: all attempts together, the first included"));
    }
    return attempts == null ? new Located<>(1, retry.key().span()) : attempts;
  }

  private Diagnostic notRetry(YamlNode.Entry entry) {
    Diagnostic error =
        decoding.wrongKind(
            entry.key().span(), entry.name(), entry.value(), "a map such as `{ maxAttempts: 3 }`");
    if (entry.value() instanceof YamlNode.Scalar scalar && scalar.value() instanceof Json.Int) {
      String map = "{ maxAttempts: " + scalar.text().value() + " }";
      return error.fix(Fix.replace("make it `maxAttempts`", error.place(), map));
    }
    return error;
  }

  private @Nullable TimeoutDoc timeout(YamlNode.@Nullable Entry entry) {
    if (entry == null) {
      return null;
    }
    if (!(entry.value() instanceof YamlNode.Mapping map)) {
      Located<Duration> attempt = scalars.duration(entry, 1);
      return attempt == null ? null : new TimeoutDoc(attempt, entry.span());
    }
    Fields fields = Fields.of(decoding, map, Keys.Timeout.TABLE);
    Located<Duration> attempt = scalars.duration(fields.get("attempt"), 1);
    if (!fields.has("attempt") && fields.sound()) {
      decoding.add(
          decoding
              .at(entry.key().span(), DiagnosticCode.MISSING_KEY, "`timeout` has no `attempt`")
              .help("write `timeout: 30s`, or `timeout: { attempt: 30s }`"));
    }
    return attempt == null ? null : new TimeoutDoc(attempt, entry.span());
  }

  private @Nullable Located<String> queue(YamlNode.@Nullable Entry entry) {
    if (entry != null && entry.value() instanceof YamlNode.Mapping map) {
      decoding.add(Fields.notYet(decoding, map.span(), "a choice of queues"));
      return null;
    }
    return scalars.name(entry, Names.Kind.QUEUE);
  }
}
