package dev.jobc.executor;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line about a run.
 *
 * @param finishedAt null while the run goes on
 * @param beginsAt when it begins, of a run that waits for a time; null for others
 * @param given the id that its submitter has given it, null for none
 * @param held whether limits hold it back: it goes on, and nothing of it has begun
 */
public record RunSummary(
    RunId id,
    String namespace,
    String workflow,
    String planId,
    RunState state,
    Instant createdAt,
    @Nullable Instant finishedAt,
    @Nullable Instant beginsAt,
    @Nullable String given,
    boolean held) {

  /** A run that has no other id than jobc's, and waits for no time. */
  public RunSummary(
      RunId id,
      String namespace,
      String workflow,
      String planId,
      RunState state,
      Instant createdAt,
      @Nullable Instant finishedAt) {
    this(id, namespace, workflow, planId, state, createdAt, finishedAt, null, null, false);
  }

  /** How it stands, for people: its state, or {@code held}. */
  public String standing() {
    return held ? "held" : state.word();
  }
}
