package dev.jobc.decode;

import dev.jobc.diag.DiagnosticCode;
import dev.jobc.json.Json;
import dev.jobc.model.LimitsDoc.ConcurrencyDoc;
import dev.jobc.model.LimitsDoc.PoolDoc;
import dev.jobc.model.LimitsDoc.RateLimitDoc;
import dev.jobc.model.TemplateDoc;
import dev.jobc.model.ValueDoc;
import dev.jobc.plan.FlowControl.Concurrency.OnLimit;
import dev.jobc.plan.PlanWords;
import dev.jobc.source.Located;
import dev.jobc.yaml.YamlNode;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code concurrency}, {@code pool} and {@code rateLimit}. */
final class LimitsDecoder {
  private static final int MAX_LIMIT = 1_000_000;
  private static final Map<String, OnLimit> ON_LIMIT = PlanWords.words(OnLimit.values());

  private final Decoding decoding;
  private final Scalars scalars;
  private final ValueDecoder values;
  private final Maps maps;

  LimitsDecoder(Decoding decoding) {
    this.decoding = decoding;
    this.scalars = new Scalars(decoding);
    this.values = new ValueDecoder(decoding);
    this.maps = new Maps(decoding);
  }

  @Nullable ConcurrencyDoc concurrency(YamlNode.@Nullable Entry entry) {
    Fields fields = maps.fields(entry, PolicyKeys.Concurrency.TABLE, "{ limit: 1 }");
    if (fields == null || entry == null) {
      return null;
    }
    maps.requireSome(fields, entry, "`limit`");
    return new ConcurrencyDoc(
        template(fields.get("key")),
        scalars.integer(fields.get("limit"), 1, MAX_LIMIT),
        scalars.choice(fields.get("onLimit"), ON_LIMIT),
        entry.span());
  }

  @Nullable PoolDoc pool(YamlNode.@Nullable Entry entry) {
    Fields fields = maps.fields(entry, PolicyKeys.Pool.TABLE, "{ name: db, slots: 1 }");
    if (fields == null) {
      return null;
    }
    maps.require(fields, "`pool`", "name", "add `name: db`, a pool the operator defines");
    Located<String> name = scalars.name(fields.get("name"), Names.Kind.QUEUE);
    Located<Integer> slots = scalars.integer(fields.get("slots"), 1, MAX_LIMIT);
    return name == null ? null : new PoolDoc(name, slots);
  }

  @Nullable RateLimitDoc rateLimit(YamlNode.@Nullable Entry entry) {
    Fields fields = maps.fields(entry, PolicyKeys.RateLimit.TABLE, "{ limit: 10, per: 1m }");
    if (fields == null || entry == null) {
      return null;
    }
    maps.missing(fields, "`rateLimit`")
        .key("limit", "add `limit: 10`, the starts allowed in a window")
        .key("per", "add `per: 1m`, the length of the window")
        .report();
    ValueDoc limit = limit(fields.get("limit"));
    Located<Duration> per = scalars.duration(fields.get("per"), 1);
    TemplateDoc key = template(fields.get("key"));
    return limit == null || per == null ? null : new RateLimitDoc(limit, per, key, entry.span());
  }

  /** A number, or an expression that gives one. */
  private @Nullable ValueDoc limit(YamlNode.@Nullable Entry entry) {
    if (entry == null) {
      return null;
    }
    if (entry.value() instanceof YamlNode.Scalar scalar && scalar.value() instanceof Json.Str) {
      return values.value(scalar);
    }
    Located<Integer> number = scalars.integer(entry, 1, MAX_LIMIT);
    return number == null
        ? null
        : new ValueDoc.Scalar(Json.of((long) number.value()), number.span());
  }

  /** Text with expressions that is not empty. */
  @Nullable TemplateDoc template(YamlNode.@Nullable Entry entry) {
    if (entry == null) {
      return null;
    }
    TemplateDoc text = values.template(entry.key().span(), entry.name(), entry.value());
    if (entry.value() instanceof YamlNode.Scalar scalar
        && scalar.value() instanceof Json.Str(String written)
        && written.isEmpty()) {
      decoding.add(
          decoding.at(
              entry.value().span(), DiagnosticCode.EMPTY_VALUE, "`" + entry.name() + "` is empty"));
      return null;
    }
    return text;
  }
}
