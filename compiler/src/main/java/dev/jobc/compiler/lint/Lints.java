package dev.jobc.compiler.lint;

import java.util.List;

/** All lints. */
public final class Lints {
  private static final List<Lint> ALL =
      List.of(
          new UnusedInputs(),
          new UnusedOutputs(),
          new OutputsThatAreTypes(),
          new UnusedTasks(),
          new UnusedTypes(),
          new UnusedGlobals(),
          new UnboundedFanOut(),
          new UnreachableSteps(),
          new IdleRules(),
          new IdleKeys(),
          new EarlyTeardowns(),
          new RetriesThatDontFit());

  private Lints() {}

  public static void check(LintedFile file) {
    ALL.forEach(lint -> lint.check(file));
  }
}
