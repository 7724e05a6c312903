package dev.jobc.executor.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Random plans on workers that die, stand still, lose their connection or do things twice, by
 * seeds. See {@code docs/simulation.md}.
 */
class SimulationTest {
  private static final int SEEDS = Integer.getInteger("jobc.simulation.seeds", 150);
  private static final int MOST_TRIES = 400;

  /** A simulation in which these don't happen simulates too little. */
  private static final Set<String> WELL_KNOWN = wellKnown();

  private static Set<String> wellKnown() {
    Set<String> known =
        new TreeSet<>(
            Set.of(
                "worker fenced",
                "results of a fenced worker",
                "session lost",
                "event LATE_RESULT_REFUSED",
                "event LEASE_LOST",
                "event RUN_CANCELLED",
                "event RUN_OUT",
                "attempt CANCELLED",
                "attempt PAUSED",
                "event RUN_REFUSED",
                "waits at a limit",
                "made way",
                "step CALLED_OFF",
                "step GIVEN_BACK",
                "step LOST",
                "step PRECLUDED",
                "step RETRIED",
                "step TOLERATED",
                "scope CATCH",
                "scope FINALLY",
                "scope UNDO"));
    for (Faults.Kind kind : Faults.Kind.values()) {
      known.add("fault " + kind);
    }
    return known;
  }

  /** First what has failed before. */
  @Test
  void keepsItsPromises(TestReporter reporter) throws IOException {
    String one = System.getProperty("jobc.simulation.replay");
    if (one != null) {
      SimulationCase.parse(one).check();
      return;
    }
    for (String line : failedBefore()) {
      SimulationCase.parse(line).check();
    }
    Set<String> reached = new TreeSet<>();
    long first = Long.getLong("jobc.seed", 0);
    for (long seed = first; seed < first + SEEDS; seed++) {
      seed(seed, reached);
    }
    if (first == 0 && SEEDS >= 150) {
      assertThat(reached).as("what the seeds of a build come by").containsAll(WELL_KNOWN);
    }
    reporter.publishEntry(Map.of("seeds", String.valueOf(SEEDS), "reached", reached.toString()));
  }

  private static List<String> failedBefore() throws IOException {
    try (InputStream in = SimulationTest.class.getResourceAsStream("simulation.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    }
  }

  private static void seed(long seed, Set<String> reached) {
    SimulationCase one = SimulationCase.of(seed);
    String failure = one.failure(reached);
    if (failure == null) {
      return;
    }
    SimulationCase small = shrink(one);
    fail(
        "seed %d fails: %s%n%nthe smallest that fails: %s%n%s%nplan: %s%nagain: -Djobc.simulation.replay='%s'"
            .formatted(
                seed,
                failure,
                small.failure(new TreeSet<>()),
                small.faults(),
                small.describe(),
                small));
  }

  /** Leaves out one thing after the other, as long as it goes on failing. */
  private static SimulationCase shrink(SimulationCase failing) {
    SimulationCase smallest = failing;
    int tries = 0;
    for (boolean more = true; more; ) {
      more = false;
      for (SimulationCase one : smallest.smaller()) {
        if (tries++ < MOST_TRIES && one.failure(new TreeSet<>()) != null) {
          smallest = one;
          more = true;
          break;
        }
      }
    }
    return smallest;
  }

  @Test
  void theSameSeedMakesTheSameHistory() {
    for (long seed = 0; seed < 20; seed++) {
      SimulationCase one = SimulationCase.of(seed);
      assertThat(history(one)).isEqualTo(history(one));
    }
  }

  private static List<String> history(SimulationCase one) {
    return Simulation.of(one.seed(), one.plan(), one.faults()).runs().stream()
        .flatMap(run -> run.attempts().stream())
        .map(end -> end.completion().claimed() + " " + end.how() + " by " + end.worker())
        .toList();
  }

  @Test
  void aCaseIsReadAsItIsWritten() {
    SimulationCase one = SimulationCase.of(17).withoutFault(2).withoutStep("0/3");
    assertThat(SimulationCase.parse(one.toString())).isEqualTo(one);
  }
}
