package dev.jobc.executor;

import dev.jobc.json.Json;

/**
 * A request for a run.
 *
 * @param planId a stored plan
 * @param inputs values by input name; names left out take the input's default
 * @param directory where the submitter stood, an absolute path; {@code run.directory} in
 *     expressions, so that an author can mean files beside the caller. Empty when there is none
 */
public record Submission(String planId, Json.Obj inputs, String directory) {
  public Submission(String planId, Json.Obj inputs) {
    this(planId, inputs, "");
  }
}
