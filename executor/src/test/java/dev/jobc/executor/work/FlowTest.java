package dev.jobc.executor.work;

import dev.jobc.plan.Flow;
import dev.jobc.plan.Plan;
import dev.jobc.reference.Reply;
import dev.jobc.reference.World;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The engine's rules against the reference interpreter, over random plans of every construct. */
class FlowTest {
  private static final int PLANS = Integer.getInteger("jobc.plans", 2_000);

  @Test
  void endsLikeTheInterpreterSays() {
    long first = Long.getLong("jobc.seed", 0);
    for (long seed = first; seed < first + PLANS; seed++) {
      check(seed);
    }
  }

  private static void check(long seed) {
    Plan plan = FlowPlan.of(seed);
    // Steps that fail by themselves may do so at one instant: all with the same error then.
    boolean oneError =
        plan.graphs().stream()
            .flatMap(graph -> graph.nodes().stream())
            .anyMatch(Flow.Fail.class::isInstance);
    Comparison.check(
        plan,
        new Answers((asker, task) -> reply(seed, asker, task.name().equals("sure"), oneError)),
        "seed " + seed);
  }

  /** The same question gets the same answer; no two attempts end at the same time. */
  private static Reply reply(long seed, World.Asker asker, boolean sure, boolean oneError) {
    long mixed = seed * 31 + asker.path().hashCode() * 0x9e3779b97f4a7c15L + asker.attempt();
    Random random = new Random(mixed ^ mixed >>> 29);
    long took = 1 + random.nextInt(1 << 30);
    return Reply.of(
        switch (sure ? 9 : random.nextInt(10)) {
          case 0, 1 -> new Reply.Failure(FlowPlan.ERROR, "as it should");
          case 2 -> new Reply.Failure(oneError ? FlowPlan.ERROR : "Rare", "at times");
          case 3 -> new Reply.Skip();
          case 4 -> new Reply.Lost();
          default -> Answers.NOTHING;
        },
        took);
  }
}
