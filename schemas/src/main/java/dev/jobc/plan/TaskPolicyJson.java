package dev.jobc.plan;

import dev.jobc.expr.PlanExprJson;
import dev.jobc.json.Json;
import dev.jobc.json.JsonReader;
import dev.jobc.plan.TaskPolicy.Cache;
import dev.jobc.plan.TaskPolicy.DeadLetter;
import dev.jobc.plan.TaskPolicy.OnLost;
import dev.jobc.plan.TaskPolicy.OnShutdown;
import dev.jobc.plan.TaskPolicy.QueueChoice;
import dev.jobc.plan.TaskPolicy.Trace;
import org.jspecify.annotations.Nullable;

/** The JSON form of a task's policy; what the author left open is left out. */
final class TaskPolicyJson {
  private TaskPolicyJson() {}

  static @Nullable Json write(TaskPolicy policy) {
    if (policy.equals(TaskPolicy.NONE)) {
      return null;
    }
    return Json.object()
        .put("queues", policy.queues() == null ? null : queues(policy.queues()))
        .put("runsOn", PlanJson.list(policy.runsOn(), Json::of))
        .put("concurrency", LimitsJson.concurrency(policy.flow().concurrency()))
        .put("pool", LimitsJson.pool(policy.flow().pool()))
        .put("rateLimit", LimitsJson.rateLimit(policy.flow().rateLimit()))
        .put("isolation", IsolationJson.write(policy.isolation()))
        .put("checks", PlanJson.list(policy.checks(), CheckJson::write))
        .put("deadLetter", word(policy.deadLetter()))
        .put("onShutdown", word(policy.onShutdown()))
        .put("onLost", word(policy.onLost()))
        .put("trace", word(policy.trace()))
        .put("cache", policy.cache() == null ? null : cache(policy.cache()))
        .put("idempotencyKey", PlanJson.expr(policy.idempotencyKey()))
        .put("labels", PlanJson.strings(policy.labels()))
        .put("owner", PlanJson.unlessEmpty(policy.owner()))
        .build();
  }

  static TaskPolicy read(@Nullable Json value) {
    if (value == null) {
      return TaskPolicy.NONE;
    }
    JsonReader in = JsonReader.of("policy", value);
    return new TaskPolicy(
        in.orNull("queues", TaskPolicyJson::readQueues),
        in.strings("runsOn"),
        LimitsJson.read(in),
        IsolationJson.read(in.anyOrNull("isolation")),
        in.list("checks", CheckJson::read),
        choice(in, "deadLetter", DeadLetter.values()),
        choice(in, "onShutdown", OnShutdown.values()),
        choice(in, "onLost", OnLost.values()),
        choice(in, "trace", Trace.values()),
        in.orNull("cache", TaskPolicyJson::readCache),
        in.orNull("idempotencyKey", PlanExprJson::read),
        in.map("labels", PlanJson::text),
        in.string("owner", ""));
  }

  static @Nullable String word(@Nullable Enum<?> constant) {
    return constant == null ? null : PlanWords.word(constant);
  }

  static <E extends Enum<E>> @Nullable E choice(JsonReader in, String name, E[] constants) {
    String word = in.stringOrNull(name);
    return word == null ? null : PlanWords.read(constants, word);
  }

  private static Json queues(QueueChoice choice) {
    return Json.object()
        .put("of", PlanJson.list(choice.of(), Json::of))
        .put("by", PlanWords.word(choice.by()))
        .put("key", PlanJson.expr(choice.key()))
        .build();
  }

  private static QueueChoice readQueues(Json value) {
    JsonReader in = JsonReader.of("queues", value);
    return new QueueChoice(
        in.strings("of"),
        PlanWords.read(QueueChoice.By.values(), in.string("by")),
        in.orNull("key", PlanExprJson::read));
  }

  private static Json cache(Cache cache) {
    return Json.object()
        .put("ttl", cache.ttl())
        .put("key", PlanJson.expr(cache.key()))
        .put("scope", PlanWords.word(cache.scope()))
        .build();
  }

  private static Cache readCache(Json value) {
    JsonReader in = JsonReader.of("cache", value);
    return new Cache(
        in.integer("ttl"),
        in.orNull("key", PlanExprJson::read),
        PlanWords.read(Cache.Scope.values(), in.string("scope")));
  }
}
