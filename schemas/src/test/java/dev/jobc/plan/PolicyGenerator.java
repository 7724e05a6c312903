package dev.jobc.plan;

import dev.jobc.expr.PlanExpr;
import dev.jobc.input.Constraints;
import dev.jobc.json.Json;
import dev.jobc.plan.FlowControl.Concurrency;
import dev.jobc.plan.FlowControl.Pool;
import dev.jobc.plan.FlowControl.RateLimit;
import dev.jobc.plan.Isolation.Resources;
import dev.jobc.plan.TaskPolicy.Cache;
import dev.jobc.plan.TaskPolicy.QueueChoice;
import dev.jobc.plan.Trigger.Recurrence;
import dev.jobc.type.Type;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes policies, triggers and constraints in which every member is sometimes there. */
final class PolicyGenerator {
  private static final String SOURCE = "a.yaml:3:7";

  private final Random random;
  private final Supplier<PlanExpr> exprs;
  private final Supplier<Type> types;

  PolicyGenerator(Random random, Supplier<PlanExpr> exprs, Supplier<Type> types) {
    this.random = random;
    this.exprs = exprs;
    this.types = types;
  }

  Timeouts timeouts() {
    return new Timeouts(millis(), millis(), millis(), millis());
  }

  TaskPolicy task() {
    return new TaskPolicy(
        maybe(this::queues),
        random.nextBoolean() ? List.of() : List.of("gpu", "eu-1"),
        new FlowControl(
            maybe(this::concurrency),
            maybe(() -> new Pool("db", 1 + random.nextInt(5))),
            maybe(this::rateLimit)),
        random.nextBoolean() ? Isolation.NONE : isolation(),
        checks(),
        maybe(() -> pick(TaskPolicy.DeadLetter.values())),
        maybe(() -> pick(TaskPolicy.OnShutdown.values())),
        maybe(() -> pick(TaskPolicy.OnLost.values())),
        maybe(() -> pick(TaskPolicy.Trace.values())),
        maybe(() -> new Cache(1_000, maybe(exprs), pick(Cache.Scope.values()))),
        maybe(exprs),
        random.nextBoolean() ? Map.of() : Map.of("team", "a", "tier", "1"),
        random.nextBoolean() ? "" : "data@example.com");
  }

  private QueueChoice queues() {
    return new QueueChoice(List.of("a", "b"), pick(QueueChoice.By.values()), maybe(exprs));
  }

  private Concurrency concurrency() {
    return new Concurrency(maybe(exprs), 1 + random.nextInt(9), pick(Concurrency.OnLimit.values()));
  }

  private RateLimit rateLimit() {
    return new RateLimit(exprs.get(), 1_000, maybe(exprs));
  }

  private Isolation isolation() {
    return new Isolation(
        maybe(() -> pick(Isolation.Level.values())),
        maybe(() -> "nobody"),
        maybe(() -> "nogroup"),
        maybe(exprs),
        maybe(() -> random.nextInt(512)),
        maybe(random::nextBoolean),
        new Resources(millis(), millis(), millis(), random.nextInt(3)));
  }

  private List<Check> checks() {
    return switch (random.nextInt(3)) {
      case 0 -> List.of();
      case 1 -> List.of(new Check.That(exprs.get(), exprs.get(), SOURCE));
      default -> List.of(new Check.Program(random.nextInt(4), exprs.get(), SOURCE));
    };
  }

  RunPolicy run(RetryPolicy retry) {
    return new RunPolicy(
        millis(),
        retry,
        maybe(this::concurrency),
        maybe(this::rateLimit),
        checks(),
        new RunPolicy.Budget(random.nextInt(3), millis(), random.nextInt(3)),
        random.nextBoolean() ? Map.of() : Map.of("timeout", SOURCE));
  }

  Trigger trigger() {
    Map<String, PlanExpr> inputs = random.nextBoolean() ? Map.of() : Map.of("a", exprs.get());
    return switch (random.nextInt(8)) {
      case 0 -> new Trigger.Manual(inputs, SOURCE);
      case 1 -> new Trigger.Schedule("15 2 * * *", "Europe/Berlin", recurrence(), inputs, SOURCE);
      case 2 -> new Trigger.Interval(60_000, recurrence(), inputs, SOURCE);
      case 3 -> new Trigger.Webhook("orders", types.get(), maybe(() -> "key"), inputs, SOURCE);
      case 4 -> new Trigger.Event("orders", types.get(), maybe(exprs), inputs, SOURCE);
      case 5 ->
          new Trigger.Completion(
              "finance.close", List.of(pick(Trigger.Completion.State.values())), inputs, SOURCE);
      case 6 -> new Trigger.Condition(new Trigger.Probe.Holds(exprs.get()), 5_000, inputs, SOURCE);
      default ->
          new Trigger.Condition(
              new Trigger.Probe.Program(random.nextInt(4)), 5_000, inputs, SOURCE);
    };
  }

  private Recurrence recurrence() {
    return random.nextBoolean()
        ? Recurrence.PLAIN
        : new Recurrence(
            pick(Recurrence.Catchup.values()),
            pick(Recurrence.Overlap.values()),
            millis(),
            random.nextBoolean(),
            random.nextBoolean(),
            random.nextInt(3),
            maybe(() -> "2026-01-01T00:00:00Z"),
            maybe(() -> "2027-01-01T00:00:00Z"),
            pick(Recurrence.Semantics.values()));
  }

  Constraints constraints() {
    return random.nextBoolean()
        ? Constraints.NONE
        : new Constraints(
            maybe(() -> "[a-z]+"),
            maybe(() -> Json.of((long) random.nextInt(5))),
            maybe(() -> Json.of("2026-01-01")),
            maybe(() -> random.nextInt(3)),
            maybe(() -> random.nextInt(9)),
            random.nextBoolean() ? List.of() : List.of(Json.of("a"), Json.of(3L)));
  }

  private long millis() {
    return random.nextInt(3) * 500L;
  }

  @SafeVarargs
  private <T> T pick(T... values) {
    return values[random.nextInt(values.length)];
  }

  private <T> @Nullable T maybe(Supplier<? extends T> value) {
    return random.nextBoolean() ? value.get() : null;
  }
}
