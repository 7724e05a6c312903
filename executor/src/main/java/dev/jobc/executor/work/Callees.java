package dev.jobc.executor.work;

import dev.jobc.executor.store.NewRun;
import dev.jobc.json.Json;
import dev.jobc.plan.SubWorkflow;

/** Makes the runs that steps start of other workflows. */
@FunctionalInterface
public interface Callees {
  /**
   * The run, with its inputs checked.
   *
   * @param directory of the run that the step belongs to
   * @throws dev.jobc.executor.EngineException when there is no such workflow, its inputs and
   *     outputs are not those the caller was compiled against, or this release can't run it
   * @throws dev.jobc.executor.InvalidInputException when the inputs don't fit
   */
  NewRun run(SubWorkflow call, Json.Obj with, String directory);
}
