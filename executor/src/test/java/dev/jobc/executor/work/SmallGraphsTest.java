package dev.jobc.executor.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobc.plan.Plan;
import dev.jobc.reference.Interpreter;
import dev.jobc.reference.Reply;
import dev.jobc.reference.StepRun;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Every graph of four steps, with every join rule at every step that waits for others, every way
 * its tasks can end and the orders in which they can, against the reference interpreter. A build
 * takes a part of them by chance; {@code -Djobc.graphs=all} takes all.
 */
class SmallGraphsTest {
  private static final int OUTCOMES = 3;
  private static final int ORDERS = 24;
  private static final int SAMPLE = 10_000;

  @Test
  void endLikeTheInterpreterSays(TestReporter reporter) {
    if ("all".equals(System.getProperty("jobc.graphs"))) {
      all(reporter);
    } else {
      sample(new Random(Long.getLong("jobc.seed", 1)));
    }
  }

  @Test
  void areAsManyAsIsKnown() {
    // https://oeis.org/A003087
    assertThat(IntStream.range(0, SmallGraph.SHAPES).filter(SmallGraph::isCanonical)).hasSize(31);
  }

  private static void sample(Random random) {
    for (int i = 0; i < SAMPLE; i++) {
      SmallGraph graph =
          new SmallGraph(random.nextInt(SmallGraph.SHAPES), random.nextInt(SmallGraph.RULE_SETS));
      Case one = new Case(random.nextInt(81), random.nextInt(ORDERS));
      Plan plan = graph.plan();
      one.check(plan, one.expect(plan), graph);
    }
  }

  private static void all(TestReporter reporter) {
    int graphs = 0;
    int runs = 0;
    for (SmallGraph graph : SmallGraph.all()) {
      graphs++;
      runs += all(graph);
    }
    reporter.publishEntry(Map.of("graphs", String.valueOf(graphs), "runs", String.valueOf(runs)));
  }

  /** Runs that differ neither in what ends how nor in the order in which it does are run once. */
  private static int all(SmallGraph graph) {
    Plan plan = graph.plan();
    Set<String> seen = new HashSet<>();
    for (int outcomes = 0; outcomes < 81; outcomes++) {
      for (int order = 0; order < ORDERS; order++) {
        Case one = new Case(outcomes, order);
        Interpreter.Run expected = one.expect(plan);
        if (seen.add(story(expected))) {
          one.check(plan, expected, graph);
        }
      }
    }
    return seen.size();
  }

  /** What happens, in order. */
  private static String story(Interpreter.Run run) {
    record Moment(long at, int step, String what) implements Comparable<Moment> {
      @Override
      public int compareTo(Moment other) {
        return at != other.at
            ? Long.compare(at, other.at)
            : (step + what).compareTo(other.step + other.what);
      }
    }
    TreeSet<Moment> moments = new TreeSet<>();
    List<StepRun> steps = new ArrayList<>();
    run.root().bodies().forEach(body -> steps.addAll(body.steps()));
    for (int i = 0; i < steps.size(); i++) {
      StepRun step = steps.get(i);
      moments.add(new Moment(step.start(), i, "begins"));
      moments.add(new Moment(step.end(), i, step.state().word()));
    }
    StringBuilder story = new StringBuilder();
    long before = -1;
    for (Moment one : moments) {
      story.append(one.at() == before ? ' ' : ';').append(one.step()).append(one.what());
      before = one.at();
    }
    return story.toString();
  }

  /**
   * How tasks end.
   *
   * @param outcomes a digit for each task
   * @param order in which they would end if they all began at once
   */
  private record Case(int outcomes, int order) {
    private Answers world() {
      return new Answers((asker, task) -> reply(asker.step()));
    }

    Interpreter.Run expect(Plan plan) {
      return Comparison.expect(plan, world());
    }

    void check(Plan plan, Interpreter.Run expected, SmallGraph graph) {
      Comparison.check(plan, world(), expected, graph + ", " + this);
    }

    private Reply reply(String step) {
      int node = step.charAt(1) - '0';
      int outcome = (int) (outcomes / Math.pow(OUTCOMES, node)) % OUTCOMES;
      // No two sums are equal, so that no two steps end at the same time.
      long took = SmallGraph.permutation(order).indexOf(node) * 1_000L + (1L << (2 * node));
      return Reply.of(
          switch (outcome) {
            case 0 -> Answers.NOTHING;
            case 1 -> new Reply.Failure("Odd", "as it should");
            default -> new Reply.Skip();
          },
          took);
    }
  }
}
