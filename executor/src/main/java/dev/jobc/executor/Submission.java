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
 * @param begin when it begins; null for at once
 * @param id names the run, in place of the id that jobc gives it, and makes the submission one that
 *     can be repeated: with the same plan and inputs it stands for the same run, with others it is
 *     refused. At most 200 characters without white space, but not 26, as jobc's own have. Null for
 *     none
 */
public record Submission(
    String planId,
    Json.Obj inputs,
    String directory,
    @Nullable TraceContext trace,
    @Nullable Provenance provenance,
    @Nullable Begin begin,
    @Nullable String id) {
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

  /** A run that begins at once, and has no other id than jobc's. */
  public Submission(
      String planId,
      Json.Obj inputs,
      String directory,
      @Nullable TraceContext trace,
      @Nullable Provenance provenance) {
    this(planId, inputs, directory, trace, provenance, null, null);
  }

  /** The same, to go on a trace. */
  public Submission tracedBy(@Nullable TraceContext context) {
    return new Submission(planId, inputs, directory, context, provenance, begin, id);
  }

  /** The same, to begin then. */
  public Submission beginning(@Nullable Begin when) {
    return new Submission(planId, inputs, directory, trace, provenance, when, id);
  }

  /** The same, of that id. */
  public Submission named(@Nullable String given) {
    return new Submission(planId, inputs, directory, trace, provenance, begin, given);
  }
}
