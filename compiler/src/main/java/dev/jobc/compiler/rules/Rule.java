package dev.jobc.compiler.rules;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.types.TypedTask;
import dev.jobc.compiler.types.TypedWorkflow;

/** One thing that must hold. */
interface Rule {

  /** Checks a task, shared or inline. */
  default void check(TypedTask task, Problems problems) {}

  /** Checks a workflow; its tasks are checked by themselves. */
  default void check(TypedWorkflow workflow, Problems problems) {}
}
