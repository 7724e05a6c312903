package dev.jobc.cli.verb;

import dev.jobc.cli.context.Callees;
import dev.jobc.cli.context.Session;
import dev.jobc.compiler.CompiledWorkflow;
import dev.jobc.executor.Engine;
import dev.jobc.executor.RunId;
import dev.jobc.executor.Submission;
import dev.jobc.json.Json;
import java.nio.file.Path;
import java.util.List;

/** Stores a compiled workflow with those that it calls, and submits a run of it. */
record Submitting(Session session, CompiledWorkflow workflow, List<CompiledWorkflow> called) {

  static Submitting of(Session session, Path file, CompiledWorkflow workflow) {
    return new Submitting(session, workflow, Callees.of(session, file, workflow.plan()));
  }

  RunId submit(Engine engine, Json.Obj inputs, SubmitOptions options) {
    called.forEach(other -> engine.storePlan(other.plan(), other.blobs(), workflow.provenance()));
    String planId = engine.storePlan(workflow.plan(), workflow.blobs(), workflow.provenance());
    String directory = session.directory().toString();
    Submission plain = new Submission(planId, inputs, directory, null, workflow.provenance());
    return engine.submit(options.apply(session, plain));
  }
}
