package dev.jobc.executor.store.postgres;

import dev.jobc.executor.core.Spread;
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

  /**
   * Work of a node, where its author wants it. Which queue a key stands for has to be evaluated, so
   * a worker is asked first.
   */
  static Release of(Work work, Node node, long delay, PlanTable plans) {
    if (!(node instanceof Node.Task task)) {
      return new Release(work, Codes.CONTROL_QUEUE, BEST - BEST, delay, Timeouts.NONE);
    }
    long run = work.runId();
    String queue = Spread.queue(task, run, work.ref(), work.tries(), of -> plans.turn(of, run));
    return queue == null
        ? new Release(work, Codes.CONTROL_QUEUE, BEST - BEST, delay, task.timeouts())
        : in(plans.queue(queue), work, task, delay);
  }

  /** Work of a task in a queue that is known. */
  static Release in(int queue, Work work, Node.Task task, long delay) {
    return new Release(work, queue, BEST - task.priority(), delay, task.timeouts());
  }
}
