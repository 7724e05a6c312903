package dev.jobc.executor.core;

/**
 * An opened map, or (number 0) the workflow itself, which counts as a map of one item.
 *
 * @param number unique in the run
 * @param parent the step that opened it; for number 0 {@link #NOBODY}
 * @param graph the graph that every item runs
 * @param size number of items
 * @param released items that were started: always the first ones
 * @param ended items that have ended, the failed ones included
 * @param failed items in which a step failed
 */
public record ScopeImage(
    int number, StepRef parent, int graph, int size, int released, int ended, int failed) {
  public static final StepRef NOBODY = new StepRef(-1, -1);

  /** The workflow itself. */
  public static final ScopeImage ROOT = new ScopeImage(0, NOBODY, 0, 1, 1, 0, 0);

  boolean isRoot() {
    return number == StepRef.ROOT;
  }

  ScopeImage withReleased(int more) {
    return new ScopeImage(number, parent, graph, size, released + more, ended, failed);
  }

  ScopeImage withEnded(boolean itemFailed) {
    return new ScopeImage(
        number, parent, graph, size, released, ended + 1, failed + (itemFailed ? 1 : 0));
  }

  /** No item runs and none will be started. */
  boolean isOver() {
    return ended == released && (failed > 0 || released == size);
  }
}
