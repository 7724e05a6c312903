package dev.jobc.executor.work;

import dev.jobc.executor.testing.Plans;
import dev.jobc.plan.JoinRule;
import dev.jobc.plan.Plan;
import dev.jobc.reference.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Every graph of four steps, with every join rule at every step that waits for others and every way
 * its tasks can end, against the reference interpreter. A build takes a part of them by chance;
 * {@code -Djobc.graphs=all} takes all.
 */
class SmallGraphsTest {
  private static final int NODES = 4;
  private static final int SHAPES = 1 << (NODES * (NODES - 1) / 2);
  private static final int RULES = JoinRule.values().length;
  private static final int OUTCOMES = 3;
  private static final int SAMPLE = 10_000;

  @Test
  void endLikeTheInterpreterSays() {
    if ("all".equals(System.getProperty("jobc.graphs"))) {
      all();
    } else {
      sample(new Random(Long.getLong("jobc.seed", 1)));
    }
  }

  private static void sample(Random random) {
    for (int i = 0; i < SAMPLE; i++) {
      int shape = random.nextInt(SHAPES);
      int rules = random.nextInt(RULES * RULES * RULES);
      check(shape, rules, random.nextInt(81), random.nextInt(24));
    }
  }

  private static void all() {
    for (int shape = 0; shape < SHAPES; shape++) {
      for (int rules = 0; rules < RULES * RULES * RULES; rules++) {
        if (isDistinct(shape, rules)) {
          for (int outcomes = 0; outcomes < 81; outcomes++) {
            check(shape, rules, outcomes, (outcomes * 7 + rules) % 24);
          }
        }
      }
    }
  }

  /** The rule of a step that waits for nothing makes no difference. */
  private static boolean isDistinct(int shape, int rules) {
    for (int node = 1; node < NODES; node++) {
      if (needs(shape, node).isEmpty() && rule(rules, node) != 0) {
        return false;
      }
    }
    return true;
  }

  private static void check(int shape, int rules, int outcomes, int order) {
    Plans plans = Plans.named("small");
    for (int node = 0; node < NODES; node++) {
      plans.rule(JoinRule.values()[node == 0 ? 0 : rule(rules, node)]);
      plans.task(0, "n" + node, "t" + node, needs(shape, node));
    }
    Plan plan = plans.plan();
    Answers world = new Answers((asker, task) -> reply(asker.step(), outcomes, order));
    Comparison.check(
        plan,
        world,
        "shape %d, rules %d, outcomes %d, order %d".formatted(shape, rules, outcomes, order));
  }

  private static Reply reply(String step, int outcomes, int order) {
    int node = step.charAt(1) - '0';
    int outcome = (int) (outcomes / Math.pow(OUTCOMES, node)) % OUTCOMES;
    // No two sums are equal, so that no two steps end at the same time.
    long took = permutation(order).indexOf(node) * 1_000L + (1L << (2 * node));
    return Reply.of(
        switch (outcome) {
          case 0 -> Answers.NOTHING;
          case 1 -> new Reply.Failure("Odd", "as it should");
          default -> new Reply.Skip();
        },
        took);
  }

  private static List<Integer> permutation(int number) {
    List<Integer> left = new ArrayList<>(List.of(0, 1, 2, 3));
    List<Integer> order = new ArrayList<>();
    int rest = number;
    for (int size = NODES; size > 0; size--) {
      order.add(left.remove(rest % size));
      rest /= size;
    }
    return order;
  }

  private static int rule(int rules, int node) {
    return (int) (rules / Math.pow(RULES, node - 1.0)) % RULES;
  }

  /** Bits of the shape: the edges 0-1, 0-2, 1-2, 0-3, 1-3, 2-3. */
  private static List<Integer> needs(int shape, int node) {
    List<Integer> needs = new ArrayList<>();
    for (int before = 0; before < node; before++) {
      if ((shape >> (node * (node - 1) / 2 + before) & 1) != 0) {
        needs.add(before);
      }
    }
    return needs;
  }
}
