package dev.jobc.compiler.rules;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.types.TypedStep;
import dev.jobc.compiler.types.TypedTask;
import dev.jobc.compiler.types.TypedWorkflow;
import java.util.List;

/** All rules. */
public final class Rules {
  private static final List<Rule> ALL =
      List.of(
          new StepIdsAreUnique(),
          new NeedsAreSiblings(),
          new NoCycles(),
          new CatchesCanFire(),
          new SagasAreUndone(),
          new TeardownsNameSetups(),
          new RetriedErrorsExist(),
          new ExitCodesMeanErrors(),
          new NetworksAreSandboxed(),
          new CaptureFillsAnOutput());

  private Rules() {}

  /** Checks a shared task. */
  public static void check(TypedTask task, Problems problems) {
    ALL.forEach(rule -> rule.check(task, problems));
  }

  /** Checks a workflow and the tasks written in its steps. */
  public static void check(TypedWorkflow workflow, Problems problems) {
    ALL.forEach(rule -> rule.check(workflow, problems));
    for (TypedStep step : workflow.inOrder()) {
      TypedTask task = step.task();
      if (task != null && !task.shared()) {
        check(task, problems);
      }
    }
  }
}
