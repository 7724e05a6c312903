package dev.jobc.compiler.lint;

import static dev.jobc.diag.DiagnosticCode.UNUSED_OUTPUT;

import dev.jobc.compiler.resolve.Layout;
import dev.jobc.compiler.resolve.Step;
import dev.jobc.compiler.types.TypedStep;
import dev.jobc.compiler.types.TypedWorkflow;
import dev.jobc.model.OutputDecl;
import dev.jobc.model.PartDoc;
import dev.jobc.model.StepBody;
import dev.jobc.model.TaskDecl;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * An output that is declared and read nowhere: of a task written in a step, or of a task of the
 * same file. What is only required gives its outputs to nobody. A task that another file may call
 * is not judged, nor one whose outputs the step around it takes: a branch of a race, a part of a
 * map-reduce.
 */
final class UnusedOutputs implements Lint {
  @Override
  public void check(LintedFile file) {
    TypedWorkflow workflow = file.workflow();
    PlanReads reads = file.reads();
    if (workflow == null || reads == null) {
      return;
    }
    for (TypedStep step : workflow.inOrder()) {
      if (step.step().doc().body() instanceof StepBody.Inline inline) {
        String owner = step.step().title();
        List<Step> steps = List.of(step.step());
        inline.outputs().forEach(output -> check(file, reads, steps, output, owner));
      }
    }
    for (TaskDecl task : file.unit().doc().tasks()) {
      List<Step> callers = callers(workflow, task);
      if (!callers.isEmpty()
          && !isSpawned(file, task)
          && !file.namedElsewhere().test(task.name().value())) {
        String owner = "task `" + task.name().value() + "`";
        task.outputs().forEach(output -> check(file, reads, callers, output, owner));
      }
    }
  }

  /** Whether the code of another task gets its outputs. */
  private static boolean isSpawned(LintedFile file, TaskDecl task) {
    return file.unit().doc().tasks().stream()
        .map(TaskDecl::spawn)
        .filter(Objects::nonNull)
        .flatMap(spawn -> spawn.allow().stream())
        .anyMatch(name -> name.value().equals(task.name().value()));
  }

  private static List<Step> callers(TypedWorkflow workflow, TaskDecl task) {
    List<Step> callers = new ArrayList<>();
    workflow
        .resolved()
        .calls()
        .forEach(
            (step, called) -> {
              if (called.decl() == task && !workflow.resolved().services().contains(step)) {
                callers.add(step);
              }
            });
    return callers;
  }

  private static void check(
      LintedFile file, PlanReads reads, List<Step> steps, OutputDecl output, String owner) {
    String name = output.name().value();
    TypedWorkflow workflow = file.workflow();
    if (workflow == null) {
      return;
    }
    Layout layout = workflow.resolved().layout();
    boolean read =
        steps.stream().anyMatch(step -> step.home().role() == PartDoc.Role.BRANCH)
            || steps.stream()
                .flatMap(step -> Stream.of(layout.inside().get(step), layout.outside().get(step)))
                .anyMatch(node -> node != null && reads.readsOutput(node, name));
    if (!read) {
      file.problems()
          .report(
              file.problems()
                  .at(
                      UNUSED_OUTPUT,
                      output.name().span(),
                      "output `" + name + "` of " + owner + " is never read")
                  .help("read it in another step or in the workflow's `outputs`, or remove it"));
    }
  }
}
