package dev.jobc.executor.core;

/**
 * A step instance of a run.
 *
 * @param scope 0 for the workflow itself, else the number of an opened map
 * @param step {@code item * nodes of the graph + node}; in scope 0 the node's number
 */
public record StepRef(int scope, int step) implements Comparable<StepRef> {
  /** The scope of the workflow itself. */
  public static final int ROOT = 0;

  @Override
  public int compareTo(StepRef other) {
    int byScope = Integer.compare(scope, other.scope);
    return byScope != 0 ? byScope : Integer.compare(step, other.step);
  }
}
