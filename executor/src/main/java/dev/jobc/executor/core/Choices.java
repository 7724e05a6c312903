package dev.jobc.executor.core;

/** Choices: the graph of one case. */
final class Choices {
  private final Cascade cascade;

  Choices(Cascade cascade) {
    this.cascade = cascade;
  }

  void open(RunCommand.Open open) {
    int number = cascade.nextNumber();
    cascade.open(
        ScopeImage.of(number, open.ref(), Role.CASE, 0, open.graph(), 1, cascade.now()), 1);
  }

  void over(StepRef ref, ScopeImage scope) {
    Endings.endAs(cascade, ref, Result.of(scope), scope);
  }
}
