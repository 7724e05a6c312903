package dev.jobc.executor;

import dev.jobc.json.Json;
import dev.jobc.plan.Provenance;
import org.jspecify.annotations.Nullable;

/**
 * A request for a run.
 *
 * @param planId a stored plan
 * @param inputs values by input name; names left out take the input's default
 * @param directory where the submitter stood, an absolute path; {@code run.directory} in
 *     expressions, so that an author can mean files beside the caller. Empty when there is none
 * @param trace the trace that the run is to go on; null for one of its own
 * @param provenance the commit that the plan was compiled from; null when there is none
 */
public record Submission(
    String planId,
    Json.Obj inputs,
    String directory,
    @Nullable TraceContext trace,
    @Nullable Provenance provenance) {
  public Submission(String planId, Json.Obj inputs) {
    this(planId, inputs, "");
  }

  /** A run with a trace of its own. */
  public Submission(String planId, Json.Obj inputs, String directory) {
    this(planId, inputs, directory, null);
  }

  /** A run of a plan that comes from no commit. */
  public Submission(
      String planId, Json.Obj inputs, String directory, @Nullable TraceContext trace) {
    this(planId, inputs, directory, trace, null);
  }
}
