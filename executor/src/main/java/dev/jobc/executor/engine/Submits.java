package dev.jobc.executor.engine;

import dev.jobc.executor.RunId;
import dev.jobc.executor.Submission;
import dev.jobc.executor.store.NewRun;
import dev.jobc.executor.store.RunStore;
import dev.jobc.executor.store.StoredPlan;
import dev.jobc.executor.telemetry.Telemetry;
import dev.jobc.plan.Plan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Creates runs that were submitted, each in the trace of its submission. */
final class Submits {
  private final Telemetry telemetry;
  private final Function<String, StoredPlan> plans;

  Submits(Telemetry telemetry, Function<String, StoredPlan> plans) {
    this.telemetry = telemetry;
    this.plans = plans;
  }

  /**
   * Creates them, all or none.
   *
   * @param runs what the submissions ask for, in the same order
   */
  List<RunId> create(RunStore store, List<Submission> submissions, List<NewRun> runs) {
    if (!telemetry.isOn()) {
      return store.createRuns(passedOn(submissions, runs));
    }
    Map<String, Plan> known = new HashMap<>();
    List<Telemetry.Submit> submits = new ArrayList<>();
    List<NewRun> traced = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      Submission submission = submissions.get(i);
      Plan plan = known.computeIfAbsent(submission.planId(), id -> plans.apply(id).shape().plan());
      Telemetry.Submit submit = telemetry.submitting(plan, submission.trace());
      submits.add(submit);
      NewRun run = runs.get(i);
      traced.add(submit.context().map(run::with).orElse(run));
    }
    boolean created = false;
    try {
      List<RunId> ids = store.createRuns(traced);
      created = true;
      for (int i = 0; i < ids.size(); i++) {
        submits.get(i).created(ids.get(i));
      }
      return ids;
    } finally {
      if (!created) {
        submits.forEach(Telemetry.Submit::failed);
      }
    }
  }

  /** A trace that the caller has begun goes on, whether this process records spans or not. */
  private static List<NewRun> passedOn(List<Submission> submissions, List<NewRun> runs) {
    if (submissions.stream().allMatch(submission -> submission.trace() == null)) {
      return runs;
    }
    List<NewRun> traced = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      traced.add(runs.get(i).with(submissions.get(i).trace()));
    }
    return traced;
  }
}
