package dev.jobc.model;

import dev.jobc.plan.FlowControl.Concurrency.OnLimit;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Limits that tasks or runs share. */
public final class LimitsDoc {
  private LimitsDoc() {}

  /**
   * {@code concurrency:}.
   *
   * @param limit null for 1
   */
  public record ConcurrencyDoc(
      @Nullable TemplateDoc key,
      @Nullable Located<Integer> limit,
      @Nullable Located<OnLimit> onLimit,
      Span span) {}

  /**
   * {@code pool:}.
   *
   * @param slots null for 1
   */
  public record PoolDoc(Located<String> name, @Nullable Located<Integer> slots) {}

  /**
   * {@code rateLimit:}.
   *
   * @param limit a number, or an expression
   */
  public record RateLimitDoc(
      ValueDoc limit, Located<Duration> per, @Nullable TemplateDoc key, Span span) {}
}
