package dev.jobc.executor;

import dev.jobc.plan.Plan;
import java.time.Instant;
import java.util.List;

/**
 * What a step of a run that goes on waits for from outside.
 *
 * @param workflow of the run
 * @param step the step's id with the numbers of the items it belongs to: {@code gate[3]}
 * @param name of the signal; empty otherwise
 * @param prompt the question of an approval; empty otherwise
 * @param form what goes with an approval
 */
public record OpenQuestion(
    RunId run,
    String workflow,
    String step,
    Kind kind,
    String name,
    String prompt,
    List<Plan.Input> form,
    Instant askedAt) {
  public OpenQuestion {
    form = List.copyOf(form);
  }

  /** What it waits for. */
  public enum Kind {
    SIGNAL("signal"),
    APPROVAL("approval"),
    /** Whether a step may run again whose worker died. */
    HELD("held");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }
}
