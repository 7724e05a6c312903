package dev.jobc.model;

import dev.jobc.source.Located;
import dev.jobc.source.Span;

/** An entry of {@code requires}: what must have run before a task or a workflow. */
public sealed interface RequireDoc {

  /** The name as it was written. */
  Span span();

  /**
   * A task.
   *
   * @param name {@code task} or {@code namespace.task}, well-formed
   */
  record OfTask(Located<String> name) implements RequireDoc {
    @Override
    public Span span() {
      return name.span();
    }
  }

  /** A workflow, as a run of its own within the run. */
  record OfWorkflow(Located<WorkflowName> name) implements RequireDoc {
    @Override
    public Span span() {
      return name.span();
    }
  }
}
