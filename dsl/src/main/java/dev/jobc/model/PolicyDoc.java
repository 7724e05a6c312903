package dev.jobc.model;

import dev.jobc.model.LimitsDoc.ConcurrencyDoc;
import dev.jobc.model.LimitsDoc.PoolDoc;
import dev.jobc.model.LimitsDoc.RateLimitDoc;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.TaskPolicy;
import dev.jobc.plan.TaskPolicy.QueueChoice;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a task is tried, limited, placed and looked after; every member is null when the author wrote
 * none. Also the defaults that a workflow sets for its tasks.
 *
 * @param priority 0 to 9
 * @param runsOn labels of workers, maybe none
 */
public record PolicyDoc(
    @Nullable RetryDoc retry,
    @Nullable TimeoutDoc timeout,
    @Nullable QueueDoc queue,
    @Nullable Located<Integer> priority,
    @Nullable List<Located<String>> runsOn,
    @Nullable ConcurrencyDoc concurrency,
    @Nullable PoolDoc pool,
    @Nullable RateLimitDoc rateLimit,
    IsolationDoc isolation,
    @Nullable List<CheckDoc> checks,
    @Nullable Located<TaskPolicy.DeadLetter> deadLetter,
    @Nullable Located<TaskPolicy.OnShutdown> onShutdown,
    @Nullable Located<TaskPolicy.OnLost> onLost,
    @Nullable Located<TaskPolicy.Trace> trace,
    @Nullable CacheDoc cache,
    @Nullable TemplateDoc idempotencyKey,
    @Nullable List<LabelDoc> labels,
    @Nullable Located<String> owner) {

  /** Nothing written. */
  public static final PolicyDoc NONE =
      new PolicyDoc(
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          IsolationDoc.NONE,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null);

  public PolicyDoc {
    runsOn = runsOn == null ? null : List.copyOf(runsOn);
    checks = checks == null ? null : List.copyOf(checks);
    labels = labels == null ? null : List.copyOf(labels);
  }

  /**
   * {@code retry:}; a member is null when the author left it to its default.
   *
   * @param maxAttempts all attempts together, 1 to 1000
   * @param initial at least 0; the other durations are at least 1 ms
   * @param factor at least 1
   * @param errors only these, empty for all
   * @param except not these
   */
  public record RetryDoc(
      Located<Integer> maxAttempts,
      @Nullable Located<RetryPolicy.Backoff> backoff,
      @Nullable Located<Duration> initial,
      @Nullable Located<Double> factor,
      @Nullable Located<Duration> maxInterval,
      @Nullable Located<RetryPolicy.Jitter> jitter,
      @Nullable Located<Duration> maxElapsed,
      List<Located<String>> errors,
      List<Located<String>> except,
      Span span) {
    public RetryDoc {
      errors = List.copyOf(errors);
      except = List.copyOf(except);
    }
  }

  /**
   * {@code timeout: 30s}, which limits the attempt, or a map with at least one member; each at
   * least 1 ms.
   */
  public record TimeoutDoc(
      @Nullable Located<Duration> attempt,
      @Nullable Located<Duration> total,
      @Nullable Located<Duration> queue,
      @Nullable Located<Duration> heartbeat,
      Span span) {}

  /**
   * {@code queue: name} or {@code queue: {of: [...], by, key}}.
   *
   * @param of one name, or several when {@code by} is set
   * @param by how one is taken; null for a single queue
   * @param key only with {@code hash}
   */
  public record QueueDoc(
      List<Located<String>> of,
      @Nullable Located<QueueChoice.By> by,
      @Nullable TemplateDoc key,
      Span span) {
    public QueueDoc {
      of = List.copyOf(of);
    }
  }

  /** {@code cache:}. */
  public record CacheDoc(
      Located<Duration> ttl,
      @Nullable TemplateDoc key,
      @Nullable Located<TaskPolicy.Cache.Scope> scope,
      Span span) {}
}
