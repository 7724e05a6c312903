package dev.jobc.compiler.rules;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.types.TypedTask;
import dev.jobc.plan.TaskSpec;

/** {@code exitCodes} gives each code an error the task declares, or {@code skip}. */
final class ExitCodesMeanErrors implements Rule {
  @Override
  public void check(TypedTask task, Problems problems) {
    task.code()
        .exitCodes()
        .forEach(
            code -> {
              if (!code.meaning().value().equals(TaskSpec.SKIP)) {
                ErrorNames.check(code.meaning(), task.errors(), problems);
              }
            });
  }
}
