package dev.jobc.plan;

import dev.jobc.json.Json;
import dev.jobc.json.JsonReader;
import dev.jobc.plan.RunPolicy.Budget;
import org.jspecify.annotations.Nullable;

/** The JSON form of what holds for a run as a whole. */
final class RunPolicyJson {
  private RunPolicyJson() {}

  static @Nullable Json write(RunPolicy policy) {
    if (policy.equals(RunPolicy.NONE)) {
      return null;
    }
    return Json.object()
        .put("timeout", some(policy.timeout()))
        .put("retry", RetryJson.write(policy.retry()))
        .put("concurrency", LimitsJson.concurrency(policy.concurrency()))
        .put("rateLimit", LimitsJson.rateLimit(policy.rateLimit()))
        .put("checks", PlanJson.list(policy.checks(), CheckJson::write))
        .put("budget", budget(policy.budget()))
        .put("sources", PlanJson.strings(policy.sources()))
        .build();
  }

  static RunPolicy read(Json value) {
    JsonReader in = JsonReader.of("policy", value);
    Budget budget = in.orNull("budget", RunPolicyJson::readBudget);
    return new RunPolicy(
        in.integer("timeout", 0),
        RetryJson.read(in),
        in.orNull("concurrency", LimitsJson::readConcurrency),
        in.orNull("rateLimit", LimitsJson::readRateLimit),
        in.list("checks", CheckJson::read),
        budget == null ? Budget.NONE : budget,
        in.map("sources", PlanJson::text));
  }

  private static @Nullable Json budget(Budget budget) {
    return budget.equals(Budget.NONE)
        ? null
        : Json.object()
            .put("maxTasks", some(budget.maxTasks()))
            .put("worstCase", some(budget.worstCase()))
            .put("maxParallel", some(budget.maxParallel()))
            .build();
  }

  private static Budget readBudget(Json value) {
    JsonReader in = JsonReader.of("budget", value);
    return new Budget(
        in.integer("maxTasks", 0), in.integer("worstCase", 0), in.integer("maxParallel", 0));
  }

  private static @Nullable Json some(long amount) {
    return amount == 0 ? null : Json.of(amount);
  }
}
