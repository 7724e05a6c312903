package dev.jobc.executor.work;

import dev.jobc.expr.PlanExpr;
import dev.jobc.plan.Check;
import dev.jobc.plan.Control;
import dev.jobc.plan.Fan;
import dev.jobc.plan.Flow;
import dev.jobc.plan.FlowControl;
import dev.jobc.plan.Node;
import dev.jobc.plan.Pause;
import dev.jobc.plan.Plan;
import dev.jobc.plan.Repeat;
import dev.jobc.plan.SubWorkflow;
import dev.jobc.plan.TaskSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * What the expressions of a node refer to, so that the values of a whole batch are read in sets.
 *
 * @param inputs whether they need what the run was submitted with
 * @param outputs the steps whose outputs they need
 */
record References(boolean inputs, List<PlanExpr.StepOutputs> outputs) {

  static References of(Plan plan, Node node) {
    Collector collector = new Collector();
    expressions(plan, node).forEach(collector::visit);
    return new References(collector.inputs, collector.outputs.stream().distinct().toList());
  }

  private static Collection<PlanExpr> expressions(Plan plan, Node node) {
    List<PlanExpr> all = new ArrayList<>();
    if (node.head().when() != null) {
      all.add(node.head().when());
    }
    switch (node) {
      case Node.Task task -> {
        TaskSpec spec = plan.tasks().get(task.task());
        all.addAll(task.with().values());
        addProgram(all, spec);
        addFlow(all, task.policy().flow());
        if (task.policy().queues() != null && task.policy().queues().key() != null) {
          all.add(task.policy().queues().key());
        }
        if (task.policy().idempotencyKey() != null) {
          all.add(task.policy().idempotencyKey());
        }
        for (Check check : task.policy().checks()) {
          all.add(check.message());
          switch (check) {
            case Check.That that -> all.add(that.that());
            case Check.Program program -> addProgram(all, plan.tasks().get(program.task()));
          }
        }
        spec.inputs().stream()
            .map(TaskSpec.Param::defaultValue)
            .filter(Objects::nonNull)
            .forEach(all::add);
      }
      case Node.ForEach map -> {
        all.add(map.items());
        if (map.key() != null) {
          all.add(map.key());
        }
      }
      case Pause.Wait wait -> all.add(wait.time());
      case Pause.WaitFor wait -> {
        // Says nothing by expressions.
      }
      case Pause.Approval approval -> {
        all.add(approval.prompt());
        approval.form().stream()
            .map(Plan.Input::defaultValue)
            .filter(Objects::nonNull)
            .forEach(all::add);
      }
      case Node.Outputs outputs -> plan.outputs().forEach(output -> all.add(output.value()));
      case Flow.Switch choice -> all.add(choice.subject());
      case Flow.Fail fail -> all.add(fail.message());
      case Flow.Return end -> all.addAll(end.outputs().values());
      case Repeat.Loop loop -> {
        all.addAll(loop.state().values());
        all.addAll(loop.next().values());
        if (loop.until() != null) {
          all.add(loop.until());
        }
      }
      case Repeat.Poll poll -> {
        if (poll.until() != null) {
          all.add(poll.until());
        }
      }
      case SubWorkflow call -> all.addAll(call.with().values());
      case Fan.MapReduce parts -> {
        all.add(parts.over());
        all.add(parts.partitions());
      }
      case Fan.Spawn spawn -> all.add(spawn.calls());
      case Control control -> {
        // The others evaluate nothing, or this release does not run them.
      }
      case Node.Join join -> {
        // Holds no work.
      }
    }
    return all;
  }

  private static void addProgram(List<PlanExpr> all, TaskSpec spec) {
    all.addAll(spec.env().values());
    all.addAll(spec.args());
    if (spec.stdin() != null) {
      all.add(spec.stdin());
    }
  }

  private static void addFlow(List<PlanExpr> all, FlowControl flow) {
    if (flow.concurrency() != null && flow.concurrency().key() != null) {
      all.add(flow.concurrency().key());
    }
    if (flow.rateLimit() != null) {
      all.add(flow.rateLimit().limit());
      if (flow.rateLimit().key() != null) {
        all.add(flow.rateLimit().key());
      }
    }
  }

  private static final class Collector {
    private boolean inputs;
    private final List<PlanExpr.StepOutputs> outputs = new ArrayList<>();

    void visit(PlanExpr expr) {
      if (expr instanceof PlanExpr.WorkflowInput) {
        inputs = true;
      } else if (expr instanceof PlanExpr.RunFact fact) {
        inputs |= fact.name().equals("directory");
      } else if (expr instanceof PlanExpr.StepOutputs step) {
        outputs.add(step);
      }
      expr.parts().forEach(this::visit);
    }
  }
}
