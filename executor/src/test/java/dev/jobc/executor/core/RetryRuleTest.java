package dev.jobc.executor.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.RetryPolicy.Backoff;
import dev.jobc.plan.RetryPolicy.Jitter;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryRuleTest {
  private static final String ODD = "Odd";

  private static RetryPolicy policy(Backoff backoff, Jitter jitter, long maxElapsed) {
    return new RetryPolicy(
        4, backoff, 1_000, 3, 5_000, jitter, maxElapsed, List.of(), List.of("Never"));
  }

  @ParameterizedTest
  @CsvSource({
    "CONSTANT, 1, 1000",
    "CONSTANT, 3, 1000",
    "LINEAR, 1, 1000",
    "LINEAR, 3, 3000",
    "LINEAR, 9, 5000",
    "EXPONENTIAL, 1, 1000",
    "EXPONENTIAL, 2, 3000",
    "EXPONENTIAL, 3, 5000"
  })
  void intervalsGrowAsTheBackoffSaysUpToTheCap(Backoff backoff, int failures, long millis) {
    assertThat(RetryRule.interval(policy(backoff, Jitter.NONE, 0), failures)).isEqualTo(millis);
  }

  @Test
  void jitterStaysInItsRangeAndIsTheSameForTheSameAttempt() {
    for (long salt = 0; salt < 1_000; salt++) {
      long full = delay(Jitter.FULL, salt);
      long equal = delay(Jitter.EQUAL, salt);
      assertThat(full).isBetween(0L, 999L).isEqualTo(delay(Jitter.FULL, salt));
      assertThat(equal).isBetween(500L, 999L);
    }
    assertThat(delay(Jitter.FULL, 1)).isNotEqualTo(delay(Jitter.FULL, 2));
  }

  private static long delay(Jitter jitter, long salt) {
    RetryPolicy policy = policy(Backoff.CONSTANT, jitter, 0);
    return RetryRule.delay(policy, ODD, Tries.FIRST, 0, salt).orElseThrow();
  }

  @Test
  void stopsAfterTheLastAttemptWithoutCountingLosses() {
    RetryPolicy policy = policy(Backoff.CONSTANT, Jitter.NONE, 0);
    assertThat(RetryRule.delay(policy, ODD, new Tries(3, 0, 0), 0, 0)).isPresent();
    assertThat(RetryRule.delay(policy, ODD, new Tries(4, 0, 0), 0, 0)).isEmpty();
    assertThat(RetryRule.delay(policy, ODD, new Tries(6, 3, 0), 0, 0)).isPresent();
  }

  @Test
  void startsNoAttemptAfterTheTimeForAllOfThemIsOver() {
    RetryPolicy policy = policy(Backoff.CONSTANT, Jitter.NONE, 5_000);
    assertThat(RetryRule.delay(policy, ODD, Tries.FIRST, 4_000, 0))
        .isEqualTo(OptionalLong.of(1_000));
    assertThat(RetryRule.delay(policy, ODD, Tries.FIRST, 4_001, 0)).isEmpty();
  }

  @Test
  void repeatsWhatMayHelpUnlessThePolicyNamesErrors() {
    RetryPolicy any = policy(Backoff.CONSTANT, Jitter.NONE, 0);
    for (String hopeless : List.of("OutputTypeError", "ExpressionError", "LoadError", "Never")) {
      assertThat(RetryRule.delay(any, hopeless, Tries.FIRST, 0, 0)).isEmpty();
    }
    assertThat(RetryRule.delay(any, "Unexpected", Tries.FIRST, 0, 0)).isPresent();
    RetryPolicy named =
        new RetryPolicy(
            2, Backoff.CONSTANT, 1, 1, 1, Jitter.NONE, 0, List.of("LoadError"), List.of());
    assertThat(RetryRule.delay(named, "LoadError", Tries.FIRST, 0, 0)).isPresent();
    assertThat(RetryRule.delay(named, ODD, Tries.FIRST, 0, 0)).isEmpty();
  }
}
