package dev.jobc.compiler.plandiff;

import dev.jobc.plan.Plan;
import java.util.List;

/**
 * The difference between two plans.
 *
 * @param steps those of the new plan in its order, then the removed ones
 * @param contract what callers notice, breaking changes first
 * @param workflow what else changed about the workflow as a whole
 */
public record PlanDiff(
    List<StepChange> steps, List<ContractChange> contract, List<WorkflowChange> workflow) {
  public PlanDiff {
    steps = List.copyOf(steps);
    contract = List.copyOf(contract);
    workflow = List.copyOf(workflow);
  }

  public static PlanDiff of(Plan before, Plan after) {
    return new PlanDiff(
        new StepDiff(before, after).changes(),
        Contracts.changes(before, after),
        WorkflowDiff.changes(before, after));
  }

  /** Whether nothing differs that a run or a caller could notice. */
  public boolean isEmpty() {
    return contract.isEmpty()
        && workflow.isEmpty()
        && steps.stream().allMatch(step -> step.kind() == StepChange.Kind.SAME);
  }

  public boolean isBreaking() {
    return contract.stream().anyMatch(ContractChange::breaking);
  }
}
