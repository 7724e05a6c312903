package dev.jobc.compiler.plandiff;

import java.util.List;

/**
 * What became of a part of a workflow that is no step.
 *
 * @param what in words
 * @param changes the values behind it
 */
public record WorkflowChange(String what, List<Change> changes) {
  public WorkflowChange {
    changes = List.copyOf(changes);
  }
}
