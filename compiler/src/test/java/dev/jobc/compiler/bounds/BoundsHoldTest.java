package dev.jobc.compiler.bounds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.plan.Plan;
import dev.jobc.plan.RetryPolicy;
import dev.jobc.plan.Timeouts;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BoundsHoldTest {
  private static final int PLANS = 1_500;

  @Test
  void noRunExceedsThem() {
    int reached = 0;
    for (long seed = 0; seed < PLANS; seed++) {
      Plan plan = RandomPlans.of(seed);
      Cost bound = Bounds.of(plan).run();
      for (int failing : new int[] {0, 30, 60, 100}) {
        RandomRun run = new RandomRun(plan, seed, failing);
        String which = "seed " + seed + ", " + failing + " % fail";
        assertThat(run.duration()).as(which).isLessThanOrEqualTo(bound.duration().value());
        assertThat(run.tasks()).as(which).isLessThanOrEqualTo(bound.tasks().value());
        assertThat(run.attempts()).as(which).isLessThanOrEqualTo(bound.attempts().value());
        assertThat(run.parallel()).as(which).isLessThanOrEqualTo(bound.parallel().value());
        reached += run.parallel() == bound.parallel().value() ? 1 : 0;
      }
    }
    // A bound that is far too large would pass everything above.
    assertThat(reached).isGreaterThan(PLANS / 2);
  }

  @Test
  void moreOfAnythingNeverCostsLess() {
    Random random = new Random(4711);
    for (int round = 0; round < 2_000; round++) {
      long[] less = new long[9];
      for (int i = 0; i < less.length; i++) {
        less[i] = 1 + random.nextInt(20);
      }
      int larger = random.nextInt(less.length);
      long[] more = less.clone();
      more[larger] += 1 + random.nextInt(10);
      Cost a = of(less);
      Cost b = of(more);
      String which = "parameter " + larger + " of round " + round;
      assertThat(b.duration().value()).as(which).isGreaterThanOrEqualTo(a.duration().value());
      assertThat(b.tasks().value()).as(which).isGreaterThanOrEqualTo(a.tasks().value());
      assertThat(b.attempts().value()).as(which).isGreaterThanOrEqualTo(a.attempts().value());
      assertThat(b.parallel().value()).as(which).isGreaterThanOrEqualTo(a.parallel().value());
    }
  }

  /** A map of a retried task beside a loop. */
  private static Cost of(long[] p) {
    PlanBuilder plan = new PlanBuilder();
    int body = plan.graph();
    RetryPolicy retry =
        new RetryPolicy(
            (int) p[0],
            RetryPolicy.Backoff.LINEAR,
            p[1],
            2,
            p[2],
            RetryPolicy.Jitter.EQUAL,
            10 * p[3],
            List.of(),
            List.of());
    plan.task(body, retry, new Timeouts(p[4], 50 * p[5], p[6], 0));
    plan.node(0, PlanBuilder.forEach(plan.head(0), body, 4, (int) p[7]));
    plan.node(0, PlanBuilder.loop(plan.head(0), plan.body(3), (int) p[8], p[1]));
    return plan.run();
  }
}
