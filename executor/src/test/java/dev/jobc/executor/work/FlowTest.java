package dev.jobc.executor.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.executor.core.PlanShape;
import dev.jobc.executor.testing.Plans;
import dev.jobc.plan.Flow;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import dev.jobc.plan.TaskSpec;
import dev.jobc.reference.Interpreter;
import dev.jobc.reference.Reply;
import dev.jobc.reference.World;
import java.util.Map;
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

  @Test
  void cleansUpLikeTheInterpreterSays() {
    int compared = 0;
    long first = Long.getLong("jobc.seed", 0);
    for (long seed = first; seed < first + PLANS; seed++) {
      Plan plan = FlowPlan.of(seed);
      if (new PlanShape(plan).cleansUp()) {
        Interpreter.Run whole = Interpreter.run(plan, Map.of(), world(seed, plan));
        long end = 1 + new Random(seed).nextLong(Math.max(1, whole.took()));
        if (!Comparison.cleansUpAt(whole.root(), end)) {
          compared++;
          Comparison.check(plan, world(seed, plan), end, "seed " + seed + " cancelled");
          Plan limited = Plans.limited(plan, end);
          Comparison.check(limited, world(seed, plan), "seed " + seed + " limited");
        }
      }
    }
    assertThat(compared).isGreaterThan(PLANS / 10);
  }

  private static void check(long seed) {
    Plan plan = FlowPlan.of(seed);
    Comparison.check(plan, world(seed, plan), "seed " + seed);
  }

  private static World world(long seed, Plan plan) {
    // Steps that fail by themselves may do so at one instant: all with the same error then.
    boolean oneError = has(plan, Flow.Fail.class);
    return new Answers((asker, task) -> reply(seed, asker, task, oneError));
  }

  private static boolean has(Plan plan, Class<? extends Node> kind) {
    return plan.graphs().stream()
        .flatMap(graph -> graph.nodes().stream())
        .anyMatch(kind::isInstance);
  }

  /** The same question gets the same answer; no two attempts end at the same time. */
  private static Reply reply(long seed, World.Asker asker, TaskSpec task, boolean oneError) {
    long mixed = seed * 31 + asker.path().hashCode() * 0x9e3779b97f4a7c15L + asker.attempt();
    Random random = new Random(mixed ^ mixed >>> 29);
    long took = 1 + random.nextInt(1 << 30);
    return Reply.of(
        switch (task.name().equals("sure") ? 9 : random.nextInt(10)) {
          case 0, 1 -> new Reply.Failure(FlowPlan.ERROR, "as it should");
          case 2 -> new Reply.Failure(oneError ? FlowPlan.ERROR : "Rare", "at times");
          case 3 -> new Reply.Skip();
          case 4 -> new Reply.Lost();
          default -> new Reply.Success(Answers.NOTHING.outputs(), Callers.calls(random, task));
        },
        took);
  }
}
