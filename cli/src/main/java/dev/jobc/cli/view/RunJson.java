package dev.jobc.cli.view;

import dev.jobc.executor.RunSummary;
import dev.jobc.executor.RunView;
import dev.jobc.json.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Runs as JSON, for {@code -o json}. Members are added, never renamed. */
public final class RunJson {
  private RunJson() {}

  public static Json.Obj of(RunSummary run) {
    return summary(run).build();
  }

  public static Json.Obj of(RunView run) {
    return summary(run.summary())
        .put("inputs", run.inputs())
        .put("outputs", run.outputs())
        .put("waits", run.waits())
        .put("error", run.error() == null ? null : run.error().toJson())
        .put("resumes", run.resumes() == null ? null : run.resumes().toString())
        .put(
            "resumedBy",
            Json.array(run.resumedBy().stream().map(id -> Json.of(id.toString())).toList()))
        .put("tries", run.tries())
        .put("provenance", RevisionText.json(run.provenance()))
        .put("steps", Json.array(run.steps().stream().map(RunJson::step).toList()))
        .build();
  }

  private static Json.ObjectBuilder summary(RunSummary run) {
    return Json.object()
        .put("id", run.id().toString())
        .put("workflow", run.workflow())
        .put("namespace", run.namespace())
        .put("plan", run.planId())
        .put("state", run.state().word())
        .put("held", run.held())
        .put("createdAt", run.createdAt().toString())
        .put("finishedAt", text(run.finishedAt()))
        .put("beginsAt", text(run.beginsAt()))
        .put("givenId", run.given());
  }

  private static Json step(RunView.Step step) {
    return Json.object()
        .put("id", step.id())
        .put("kind", step.kind())
        .put("depth", step.depth())
        .put("state", step.state().word())
        .put("instances", step.instances())
        .put("done", step.done())
        .put("attempts", step.attempts())
        .put("startedAt", text(step.startedAt()))
        .put("finishedAt", text(step.finishedAt()))
        .put("error", step.error() == null ? null : step.error().toJson())
        .put("source", step.source())
        .put("waits", step.waits())
        .put("cached", cached(step.cached()))
        .build();
  }

  private static @Nullable Json cached(RunView.@Nullable Cached cached) {
    return cached == null
        ? null
        : Json.object()
            .put("instances", cached.instances())
            .put("from", cached.from().toString())
            .build();
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }
}
