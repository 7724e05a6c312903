package dev.jobc.compiler.lint;

import static dev.jobc.diag.DiagnosticCode.IDLE_KEY;

import dev.jobc.compiler.resolve.Block;
import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.resolve.ResolvedWorkflow;
import dev.jobc.compiler.resolve.Step;
import dev.jobc.compiler.types.TypedWorkflow;
import dev.jobc.model.BlockDoc;
import dev.jobc.model.FlowDoc;
import dev.jobc.model.PartDoc;
import dev.jobc.model.PolicyDoc.RetryDoc;
import dev.jobc.model.StepBody;
import dev.jobc.model.TaskDecl;
import dev.jobc.plan.ResultFrom;
import dev.jobc.source.Located;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keys without which everything would be the same: something else was left out, or forgotten. */
final class IdleKeys implements Lint {
  @Override
  public void check(LintedFile file) {
    for (TaskDecl task : file.unit().doc().tasks()) {
      retry(task.policy().retry(), file.problems());
    }
    TypedWorkflow typed = file.workflow();
    if (typed == null) {
      return;
    }
    ResolvedWorkflow workflow = typed.resolved();
    Set<String> torn = new HashSet<>();
    for (Step step : workflow.tree().all()) {
      step.doc().flow().teardown().forEach(setup -> torn.add(setup.value()));
    }
    for (Step step : workflow.tree().all()) {
      retry(step.doc().policy().retry(), file.problems());
      setup(step, torn, file.problems());
    }
    for (Block block : workflow.tree().blocks()) {
      result(block, resultFrom(file, block), file.problems());
    }
  }

  private static void setup(Step step, Set<String> torn, Problems problems) {
    Located<Boolean> setup = step.doc().flow().setup();
    if (setup != null && FlowDoc.isTrue(setup) && !torn.contains(step.id())) {
      problems.report(
          problems
              .at(IDLE_KEY, setup.span(), "no `teardown` names " + step.title())
              .note("`setup: true` only says that a teardown may")
              .help("add a step with `teardown: [" + step.id() + "]`, or leave `setup` out"));
    }
  }

  /** A wait before an attempt that there never is. */
  private static void retry(@Nullable RetryDoc retry, Problems problems) {
    if (retry == null || retry.maxAttempts().value() != 1 || isPlain(retry)) {
      return;
    }
    problems.report(
        problems
            .at(IDLE_KEY, retry.maxAttempts().span(), "one attempt is never followed by another")
            .note("`maxAttempts` counts the first attempt, too")
            .help("write `maxAttempts: 2` to retry once, or leave the rest of `retry` out"));
  }

  /** {@code maxAttempts: 1} by itself says that there is to be no retry. */
  private static boolean isPlain(RetryDoc retry) {
    boolean named = !retry.errors().isEmpty() || !retry.except().isEmpty();
    return !named
        && Stream.of(
                retry.backoff(),
                retry.initial(),
                retry.factor(),
                retry.maxInterval(),
                retry.jitter(),
                retry.maxElapsed())
            .allMatch(written -> written == null);
  }

  private static @Nullable Located<ResultFrom> resultFrom(LintedFile file, Block block) {
    if (block.role() != PartDoc.Role.BODY) {
      return null;
    }
    Step owner = block.owner();
    return owner == null ? file.unit().doc().resultFrom() : owner.doc().flow().resultFrom();
  }

  /** Whether a step has leaves of its own, or may end well when it has not run. */
  private static boolean maySettle(Step step) {
    return step.doc().body() instanceof StepBody.Nested
        || FlowDoc.isTrue(step.doc().flow().continueOnError());
  }

  /** In a sequence what fails skips what follows, up to the last step, which so decides alone. */
  private static void result(Block block, @Nullable Located<ResultFrom> result, Problems problems) {
    boolean plain = block.steps().stream().noneMatch(IdleKeys::maySettle);
    boolean leaves = result != null && result.value() == ResultFrom.LEAVES;
    if (result != null && leaves && plain && block.kind() == BlockDoc.Kind.SEQUENCE) {
      problems.report(
          problems
              .at(IDLE_KEY, result.span(), "each step of a sequence decides about its result")
              .note("a step that fails keeps the last one from running, and the last one decides")
              .help("leave `resultFrom` out, or order the steps by a `graph`"));
    }
  }
}
