package dev.jobc.compiler.lower;

import dev.jobc.compiler.types.TypedCheck;
import dev.jobc.compiler.types.TypedPolicy;
import dev.jobc.compiler.types.TypedTask;
import dev.jobc.expr.PlanExpr;
import dev.jobc.model.LabelDoc;
import dev.jobc.model.PolicyDoc;
import dev.jobc.plan.Check;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.TaskPolicy;
import dev.jobc.plan.TaskPolicy.Cache;
import dev.jobc.plan.TaskPolicy.QueueChoice;
import dev.jobc.plan.Timeouts;
import dev.jobc.source.Located;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What holds for a step, key by key: what it says itself, else what its task says, else what the
 * workflow says for all its tasks.
 *
 * @param layers the nearest first, without those that say nothing
 */
record Policies(List<TypedPolicy> layers) {
  private static final String DEFAULT_QUEUE = "default";
  private static final int DEFAULT_PRIORITY = 5;

  Policies {
    layers = layers.stream().filter(layer -> !layer.equals(TypedPolicy.NONE)).toList();
  }

  /** Something a policy may say; null when it doesn't. */
  @FunctionalInterface
  interface Key<T> {
    @Nullable T of(PolicyDoc doc);
  }

  RetryPolicy retry() {
    PolicyDoc.RetryDoc retry = first(PolicyDoc::retry);
    return retry == null ? RetryPolicy.NONE : Literals.retry(retry);
  }

  Timeouts timeouts() {
    PolicyDoc.TimeoutDoc timeout = first(PolicyDoc::timeout);
    return timeout == null
        ? Timeouts.NONE
        : new Timeouts(
            Literals.millis(timeout.attempt(), 0),
            Literals.millis(timeout.total(), 0),
            Literals.millis(timeout.queue(), 0),
            Literals.millis(timeout.heartbeat(), 0));
  }

  /** The queue; the first one where the author gives a choice. */
  String queue() {
    PolicyDoc.QueueDoc queue = first(PolicyDoc::queue);
    return queue == null ? DEFAULT_QUEUE : queue.of().getFirst().value();
  }

  int priority() {
    return Literals.or(first(PolicyDoc::priority), DEFAULT_PRIORITY);
  }

  /**
   * Everything else.
   *
   * @param numbers the number of a task in the plan
   */
  TaskPolicy rest(ToIntFunction<TypedTask> numbers) {
    if (layers.isEmpty()) {
      return TaskPolicy.NONE;
    }
    List<Located<String>> runsOn = first(PolicyDoc::runsOn);
    List<LabelDoc> labels = first(PolicyDoc::labels);
    return new TaskPolicy(
        queues(),
        runsOn == null ? List.of() : Literals.values(runsOn),
        new LimitLowering(this).flow(),
        new IsolationLowering(this).isolation(),
        checks(layer(PolicyDoc::checks).checks(), numbers),
        Literals.orNull(first(PolicyDoc::deadLetter)),
        Literals.orNull(first(PolicyDoc::onShutdown)),
        Literals.orNull(first(PolicyDoc::onLost)),
        Literals.orNull(first(PolicyDoc::trace)),
        cache(),
        layer(PolicyDoc::idempotencyKey).idempotencyKey(),
        labels(labels),
        Literals.or(first(PolicyDoc::owner), ""));
  }

  /** The nearest layer that says something about it; one that says nothing when none does. */
  TypedPolicy layer(Key<?> key) {
    for (TypedPolicy layer : layers) {
      if (key.of(layer.doc()) != null) {
        return layer;
      }
    }
    return TypedPolicy.NONE;
  }

  <T> @Nullable T first(Key<T> key) {
    return key.of(layer(key).doc());
  }

  private @Nullable QueueChoice queues() {
    TypedPolicy layer = layer(PolicyDoc::queue);
    PolicyDoc.QueueDoc queue = layer.doc().queue();
    return queue == null || queue.by() == null
        ? null
        : new QueueChoice(Literals.values(queue.of()), queue.by().value(), layer.queueKey());
  }

  private @Nullable Cache cache() {
    TypedPolicy layer = layer(PolicyDoc::cache);
    PolicyDoc.CacheDoc cache = layer.doc().cache();
    return cache == null
        ? null
        : new Cache(
            cache.ttl().value().toMillis(),
            layer.cacheKey(),
            Literals.or(cache.scope(), Cache.Scope.WORKFLOW));
  }

  static List<Check> checks(List<TypedCheck> checks, ToIntFunction<TypedTask> numbers) {
    return checks.stream().map(check -> check(check, numbers)).toList();
  }

  private static Check check(TypedCheck check, ToIntFunction<TypedTask> numbers) {
    return switch (check) {
      case TypedCheck.That(PlanExpr that, PlanExpr message, String source) ->
          new Check.That(that, message, source);
      case TypedCheck.Program(TypedTask task, PlanExpr message, String source) ->
          new Check.Program(numbers.applyAsInt(task), message, source);
    };
  }

  private static Map<String, String> labels(@Nullable List<LabelDoc> labels) {
    Map<String, String> values = new LinkedHashMap<>();
    if (labels != null) {
      labels.forEach(label -> values.put(label.name().value(), label.value().value()));
    }
    return values;
  }
}
