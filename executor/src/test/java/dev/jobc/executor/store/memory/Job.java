package dev.jobc.executor.store.memory;

import dev.jobc.executor.core.Spread;
import dev.jobc.executor.store.Work;
import dev.jobc.plan.Node;
import dev.jobc.plan.Timeouts;
import java.util.Comparator;

/**
 * Work that waits.
 *
 * @param id in order of arrival; 0 when it has not arrived yet
 * @param prio 0 is best
 * @param delay milliseconds to wait before
 */
record Job(long id, Work work, int queue, int prio, long delay, Timeouts limits) {
  static final int CONTROL_QUEUE = 0;
  private static final int BEST = 9;

  static final Comparator<Job> ORDER =
      Comparator.comparingInt(Job::prio).thenComparingLong(Job::id);

  static Job of(Work work, Node node, long delay, MemoryPlans plans) {
    if (!(node instanceof Node.Task task)) {
      return control(work, delay);
    }
    String queue =
        Spread.queue(
            task, work.runId(), work.ref(), work.tries(), of -> plans.turn(of, work.runId()));
    return queue == null
        ? new Job(0, work, CONTROL_QUEUE, 0, delay, task.timeouts())
        : in(plans.queue(queue), work, task, delay);
  }

  /** Work of a task in a queue that is known. */
  static Job in(int queue, Work work, Node.Task task, long delay) {
    return new Job(0, work, queue, BEST - task.priority(), delay, task.timeouts());
  }

  static Job control(Work work, long delay) {
    return new Job(0, work, CONTROL_QUEUE, 0, delay, Timeouts.NONE);
  }

  Job arrived(long number, long readyAt) {
    Work now =
        new Work(work.runId(), work.planId(), work.ref(), work.tries(), work.since(), readyAt);
    return new Job(number, now, queue, prio, 0, limits);
  }
}
