package dev.jobc.compiler.planview;

import dev.jobc.plan.Control;
import dev.jobc.plan.Fan;
import dev.jobc.plan.Flow;
import dev.jobc.plan.Node;
import dev.jobc.plan.Pause;
import dev.jobc.plan.Plan;
import dev.jobc.plan.Repeat;
import dev.jobc.plan.SubWorkflow;
import dev.jobc.plan.TaskSpec;

/** A node in a few words. */
public final class Words {
  private Words() {}

  /** What it does: {@code python fetch}, {@code forEach, at most 10, 3 at once}, {@code wait}. */
  public static String what(Plan plan, Node node) {
    return switch (node) {
      case Node.Task task -> task(plan.tasks().get(task.task()), task.id());
      case Node.ForEach each ->
          "forEach, at most " + each.maxItems() + ", " + each.maxParallel() + " at once";
      case Node.Join join -> "end of a block";
      case Node.Outputs outputs -> "outputs of the workflow";
      case Control control -> control(control);
    };
  }

  private static String task(TaskSpec spec, String step) {
    return spec.name().equals(step) ? spec.runtime() : spec.runtime() + " " + spec.name();
  }

  private static String control(Control node) {
    return switch (node) {
      case Flow.Block block -> block.saga() ? "block, a saga" : "block";
      case Flow.Switch choice -> "switch";
      case Flow.Fail fail -> "fail " + fail.error();
      case Flow.Return end -> "return";
      case Repeat.Loop loop -> "loop, at most " + loop.maxIterations();
      case Repeat.Poll poll -> "poll";
      case Fan.Race race -> "race";
      case Fan.Spawn spawn -> "spawn, at most " + spawn.maxItems();
      case Fan.MapReduce mapReduce -> "mapReduce";
      case Pause.Wait wait -> "wait";
      case Pause.WaitFor waitFor -> "waitFor " + waitFor.signal();
      case Pause.Approval approval -> "approval";
      case SubWorkflow call -> "workflow " + call.namespace() + "/" + call.name();
    };
  }
}
