package dev.jobc.decode;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.Fix;
import dev.jobc.json.Json;
import dev.jobc.model.PolicyDoc.RetryDoc;
import dev.jobc.model.PolicyDoc.TimeoutDoc;
import dev.jobc.plan.PlanWords;
import dev.jobc.plan.RetryPolicy.Backoff;
import dev.jobc.plan.RetryPolicy.Jitter;
import dev.jobc.source.Located;
import dev.jobc.yaml.YamlNode;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code retry} and {@code timeout}: how often and how long something is tried. */
final class TriesDecoder {
  static final int MAX_ATTEMPTS = 1_000;
  static final int MAX_FACTOR = 1_000;

  private static final Map<String, Backoff> BACKOFFS = PlanWords.words(Backoff.values());
  private static final Map<String, Jitter> JITTERS = PlanWords.words(Jitter.values());

  private final Decoding decoding;
  private final Scalars scalars;
  private final Maps maps;

  TriesDecoder(Decoding decoding) {
    this.decoding = decoding;
    this.scalars = new Scalars(decoding);
    this.maps = new Maps(decoding);
  }

  @Nullable RetryDoc retry(YamlNode.@Nullable Entry entry) {
    if (entry == null) {
      return null;
    }
    if (!(entry.value() instanceof YamlNode.Mapping map)) {
      decoding.add(notRetry(entry));
      return null;
    }
    Fields fields = Fields.of(decoding, map, CodeKeys.Retry.TABLE);
    RetryDoc retry =
        new RetryDoc(
            maxAttempts(fields, entry),
            scalars.choice(fields.get("backoff"), BACKOFFS),
            scalars.duration(fields.get("initial"), 0),
            scalars.number(fields.get("factor"), 1, MAX_FACTOR),
            scalars.duration(fields.get("maxInterval"), 1),
            scalars.choice(fields.get("jitter"), JITTERS),
            scalars.duration(fields.get("maxElapsed"), 1),
            scalars.names(fields.get("errors"), Names.Kind.TYPE, "the name of an error"),
            scalars.names(fields.get("except"), Names.Kind.TYPE, "the name of an error"),
            entry.span());
    notEmpty(fields.get("errors"), "leave the line out to retry every error");
    notEmpty(fields.get("except"), "leave the line out");
    notLonger(retry.initial(), "initial", retry.maxInterval(), "maxInterval");
    checkFactor(fields, retry.backoff());
    return retry;
  }

  private void notEmpty(YamlNode.@Nullable Entry entry, String help) {
    if (entry != null
        && entry.value() instanceof YamlNode.Sequence list
        && list.items().isEmpty()) {
      String message = "`" + entry.name() + "` is empty";
      decoding.add(decoding.at(list.span(), DiagnosticCode.EMPTY_VALUE, message).help(help));
    }
  }

  private Located<Integer> maxAttempts(Fields fields, YamlNode.Entry retry) {
    YamlNode.Entry entry = fields.get("maxAttempts");
    Located<Integer> attempts = scalars.integer(entry, 1, MAX_ATTEMPTS);
    if (fields.lacks("maxAttempts")) {
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
      return error
          .help("write `" + entry.name() + ": " + map + "`: all attempts, the first included")
          .fix(Fix.replace("make it `maxAttempts`", error.place(), map));
    }
    return entry.value() instanceof YamlNode.Sequence
        ? error.help("one map says all: `retry: { maxAttempts: 3, initial: 10s, errors: [Busy] }`")
        : error;
  }

  @Nullable TimeoutDoc timeout(YamlNode.@Nullable Entry entry) {
    if (entry == null) {
      return null;
    }
    if (!(entry.value() instanceof YamlNode.Mapping map)) {
      Located<Duration> attempt = scalars.duration(entry, 1);
      return attempt == null ? null : new TimeoutDoc(attempt, null, null, null, entry.span());
    }
    Fields fields = Fields.of(decoding, map, CodeKeys.Timeout.TABLE);
    maps.requireSome(fields, entry, "`attempt`, `total`, `queue` or `heartbeat`");
    TimeoutDoc timeout =
        new TimeoutDoc(
            scalars.duration(fields.get("attempt"), 1),
            scalars.duration(fields.get("total"), 1),
            scalars.duration(fields.get("queue"), 1),
            scalars.duration(fields.get("heartbeat"), 1),
            entry.span());
    notLonger(timeout.attempt(), "attempt", timeout.total(), "total");
    boolean ends = timeout.attempt() != null;
    notLonger(
        timeout.heartbeat(),
        "heartbeat",
        ends ? timeout.attempt() : timeout.total(),
        ends ? "attempt" : "total");
    return timeout;
  }

  private void checkFactor(Fields fields, @Nullable Located<Backoff> backoff) {
    if (backoff != null && backoff.value() != Backoff.EXPONENTIAL) {
      String written = PlanWords.word(backoff.value());
      maps.misplaced(
          fields,
          "factor",
          "`factor` means nothing with `backoff: " + written + "`",
          "leave it out, or write `backoff: exponential`");
    }
  }

  /** Complains about a limit that another reaches first, so that it could never count. */
  private void notLonger(
      @Nullable Located<Duration> inner,
      String key,
      @Nullable Located<Duration> outer,
      String limit) {
    if (inner != null && outer != null && inner.value().compareTo(outer.value()) > 0) {
      decoding.add(
          decoding
              .at(
                  inner.span(),
                  DiagnosticCode.IDLE_LIMIT,
                  "`%s` is longer than `%s`".formatted(key, limit))
              .label(decoding.place(outer.span()), "the shorter one")
              .help(
                  "`%s` never takes effect: make it shorter, or `%s` longer"
                      .formatted(key, limit)));
    }
  }
}
