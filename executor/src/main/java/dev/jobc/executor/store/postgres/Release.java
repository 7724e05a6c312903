package dev.jobc.executor.store.postgres;

import dev.jobc.executor.store.Work;
import dev.jobc.plan.Node;
import dev.jobc.plan.Timeouts;

/**
 * Work on its way to the job table.
 *
 * @param queue see {@code ready.q}
 * @param prio see {@code ready.prio}
 * @param delay milliseconds to wait before, 0 for none
 * @param limits of the step
 */
record Release(Work work, int queue, int prio, long delay, Timeouts limits) {
  private static final int BEST = 9;

  /** Work of a node, where its author wants it. */
  static Release of(Work work, Node node, long delay, PlanTable plans) {
    return node instanceof Node.Task task
        ? new Release(
            work, plans.queue(task.queue()), BEST - task.priority(), delay, task.timeouts())
        : new Release(work, Codes.CONTROL_QUEUE, BEST - BEST, delay, Timeouts.NONE);
  }
}
