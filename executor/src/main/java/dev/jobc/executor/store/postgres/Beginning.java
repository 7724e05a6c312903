package dev.jobc.executor.store.postgres;

import dev.jobc.executor.core.PlanShape;
import dev.jobc.executor.core.RunEffect;
import dev.jobc.executor.core.RunImage;
import dev.jobc.executor.core.RunMachine;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.store.Work;
import dev.jobc.plan.Node;
import java.util.ArrayList;
import java.util.List;

/**
 * How a run begins.
 *
 * @param released the work that it begins with, some of it after a delay
 */
record Beginning(RunImage image, List<RunEffect.Enqueue> released) {

  static Beginning of(RunMachine.Decision start) {
    return new Beginning(
        start.image(),
        start.events().stream()
            .flatMap(event -> RunMachine.react(event).stream())
            .filter(RunEffect.Enqueue.class::isInstance)
            .map(RunEffect.Enqueue.class::cast)
            .toList());
  }

  /** Whether it needs more than the row of the run. */
  boolean isWide() {
    return image.segments().size() > 1 || isTimed();
  }

  /** Whether it depends on when the run begins, which scopes remember. */
  boolean isTimed() {
    return image.scopes().size() > 1;
  }

  Node node(PlanShape plan, StepRef ref) {
    return plan.node(image.scope(ref.scope()).graph(), ref.step());
  }

  /** Its work on the way to the job table. */
  List<Release> releases(long runId, int planId, PlanTable plans, long now) {
    List<Release> releases = new ArrayList<>(released.size());
    for (RunEffect.Enqueue enqueue : released) {
      Work work = new Work(runId, planId, enqueue.ref(), enqueue.tries(), now, now);
      Node node = node(plans.shape(planId), enqueue.ref());
      releases.add(Release.of(work, node, enqueue.delay(), plans));
    }
    return releases;
  }
}
