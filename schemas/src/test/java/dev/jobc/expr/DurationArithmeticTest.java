package dev.jobc.expr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.json.Json;
import dev.jobc.type.TimeText;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Durations times and by whole numbers, against whole nanoseconds; CEL has no such operators. */
class DurationArithmeticTest {
  private static final BigInteger SECOND = BigInteger.valueOf(1_000_000_000);
  private static final long LONGEST = 10_000L * 366 * 24 * 3600;

  private final Random random = new Random();

  @RepeatedTest(200)
  void isExact(RepetitionInfo repetition) {
    random.setSeed(repetition.getCurrentRepetition());
    Duration span = Duration.ofSeconds(random.nextLong(-LONGEST, LONGEST), random.nextInt());
    span = random.nextBoolean() ? span.dividedBy(1 + random.nextInt(1_000_000)) : span;
    long number = random.nextLong(-1000, 1000);

    BigInteger times = nanos(span).multiply(BigInteger.valueOf(number));
    assertThat(value("multiply_duration", text(span), Json.of(number))).isEqualTo(within(times));
    assertThat(value("multiply_by_duration", Json.of(number), text(span))).isEqualTo(within(times));

    BigInteger part = number == 0 ? null : nanos(span).divide(BigInteger.valueOf(number));
    assertThat(value("divide_duration", text(span), Json.of(number)))
        .isEqualTo(part == null ? "division by zero" : within(part));
  }

  private static Json text(Duration span) {
    return Json.of(span.toString());
  }

  private static BigInteger nanos(Duration span) {
    return BigInteger.valueOf(span.getSeconds())
        .multiply(SECOND)
        .add(BigInteger.valueOf(span.getNano()));
  }

  private static Object within(BigInteger nanos) {
    boolean fits = nanos.abs().divide(SECOND).compareTo(BigInteger.valueOf(LONGEST * 2)) < 0;
    BigInteger[] parts = nanos.divideAndRemainder(SECOND);
    Duration span =
        fits ? Duration.ofSeconds(parts[0].longValueExact(), parts[1].longValueExact()) : null;
    boolean allowed = span != null && TimeText.isInRange(span);
    return allowed ? span : "time out of range";
  }

  /** The duration, or the kind of failure. */
  private static Object value(String overload, Json left, Json right) {
    try {
      PlanExpr call =
          new PlanExpr.Call(overload, List.of(new PlanExpr.Const(left), new PlanExpr.Const(right)));
      return Duration.parse(((Json.Str) Evaluator.evaluate(call, Environment.NONE)).value());
    } catch (EvaluationException e) {
      return e.getMessage().replaceAll(":.*", "");
    }
  }
}
