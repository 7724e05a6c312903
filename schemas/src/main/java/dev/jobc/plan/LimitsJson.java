package dev.jobc.plan;

import dev.jobc.expr.PlanExprJson;
import dev.jobc.json.Json;
import dev.jobc.json.JsonReader;
import dev.jobc.plan.FlowControl.Concurrency;
import dev.jobc.plan.FlowControl.Pool;
import dev.jobc.plan.FlowControl.RateLimit;
import org.jspecify.annotations.Nullable;

/** The JSON form of limits that tasks or runs share. */
final class LimitsJson {
  private LimitsJson() {}

  static FlowControl read(JsonReader in) {
    return new FlowControl(
        in.orNull("concurrency", LimitsJson::readConcurrency),
        in.orNull("pool", LimitsJson::readPool),
        in.orNull("rateLimit", LimitsJson::readRateLimit));
  }

  static @Nullable Json concurrency(@Nullable Concurrency concurrency) {
    return concurrency == null
        ? null
        : Json.object()
            .put("key", PlanJson.expr(concurrency.key()))
            .put("limit", (long) concurrency.limit())
            .put("onLimit", PlanWords.word(concurrency.onLimit()))
            .build();
  }

  static Concurrency readConcurrency(Json value) {
    JsonReader in = JsonReader.of("concurrency", value);
    return new Concurrency(
        in.orNull("key", PlanExprJson::read),
        in.int32("limit"),
        PlanWords.read(Concurrency.OnLimit.values(), in.string("onLimit")));
  }

  static @Nullable Json pool(@Nullable Pool pool) {
    return pool == null
        ? null
        : Json.object().put("name", pool.name()).put("slots", (long) pool.slots()).build();
  }

  private static Pool readPool(Json value) {
    JsonReader in = JsonReader.of("pool", value);
    return new Pool(in.string("name"), in.int32("slots"));
  }

  static @Nullable Json rateLimit(@Nullable RateLimit limit) {
    return limit == null
        ? null
        : Json.object()
            .put("limit", PlanExprJson.write(limit.limit()))
            .put("per", limit.per())
            .put("key", PlanJson.expr(limit.key()))
            .build();
  }

  static RateLimit readRateLimit(Json value) {
    JsonReader in = JsonReader.of("rateLimit", value);
    return new RateLimit(
        PlanExprJson.read(in.any("limit")),
        in.integer("per"),
        in.orNull("key", PlanExprJson::read));
  }
}
