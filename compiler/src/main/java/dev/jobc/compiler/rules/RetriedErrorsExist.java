package dev.jobc.compiler.rules;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.types.TypedStep;
import dev.jobc.compiler.types.TypedTask;
import dev.jobc.compiler.types.TypedWorkflow;
import dev.jobc.model.PolicyDoc;
import dev.jobc.model.TaskDecl;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** {@code retry.errors} and {@code retry.except} name errors the task can raise. */
final class RetriedErrorsExist implements Rule {
  @Override
  public void check(TypedTask task, Problems problems) {
    for (TaskDecl decl : task.unit().doc().tasks()) {
      if (task.shared() && decl.name().value().equals(task.name())) {
        check(decl.policy(), task.errors(), problems);
      }
    }
  }

  @Override
  public void check(TypedWorkflow workflow, Problems problems) {
    Set<String> all = new LinkedHashSet<>();
    for (TypedStep step : workflow.inOrder()) {
      TypedTask task = step.task();
      if (task != null) {
        check(step.step().doc().policy(), task.errors(), problems);
        all.addAll(task.errors());
      }
    }
    PolicyDoc.RetryDoc retry = workflow.run().policy().doc().retry();
    if (retry != null) {
      List<String> errors = List.copyOf(all);
      retry.errors().forEach(name -> ErrorNames.checkOfWorkflow(name, errors, problems));
      retry.except().forEach(name -> ErrorNames.checkOfWorkflow(name, errors, problems));
    }
  }

  private static void check(PolicyDoc policy, List<String> errors, Problems problems) {
    PolicyDoc.RetryDoc retry = policy.retry();
    if (retry != null) {
      retry.errors().forEach(name -> ErrorNames.check(name, errors, problems));
      retry.except().forEach(name -> ErrorNames.check(name, errors, problems));
    }
  }
}
