package dev.jobc.cli.view;

import dev.jobc.compiler.CompiledWorkflow;
import dev.jobc.compiler.bounds.Bound;
import dev.jobc.compiler.bounds.Bounds;
import dev.jobc.compiler.bounds.Cause;
import dev.jobc.compiler.bounds.Cost;
import dev.jobc.compiler.bounds.Leg;
import dev.jobc.compiler.bounds.Spelling;
import dev.jobc.compiler.planview.PlanSteps;
import dev.jobc.compiler.planview.Words;
import dev.jobc.json.Json;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import dev.jobc.plan.PlanDigest;
import dev.jobc.plan.RetryPolicy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A plan as a table of steps, and as JSON. */
public final class PlanReport {
  private PlanReport() {}

  /** Lines for people. */
  public static List<String> lines(CompiledWorkflow workflow, boolean withBounds) {
    Plan plan = workflow.plan();
    Bounds bounds = Bounds.of(plan);
    List<PlanSteps.Entry> steps = steps(plan);
    List<String> lines = new ArrayList<>();
    lines.add(
        plan.namespace() + "/" + plan.name() + ", plan " + PlanDigest.of(plan).substring(0, 12));
    if (workflow.provenance() != null) {
      lines.add("commit " + RevisionText.of(workflow.provenance()));
    }
    lines.add("");
    Table table = new Table();
    table.row(heads(withBounds));
    steps.forEach(step -> table.row(row(plan, step, withBounds ? bounds : null)));
    lines.addAll(table.lines());
    if (withBounds) {
      lines.add("");
      lines.addAll(summary(bounds.run()));
    }
    return lines;
  }

  private static String[] heads(boolean withBounds) {
    return withBounds
        ? new String[] {"step", "does", "policy", "at most", "tasks", "at once", "source"}
        : new String[] {"step", "does", "policy", "source"};
  }

  private static String[] row(Plan plan, PlanSteps.Entry step, @Nullable Bounds bounds) {
    Node node = step.node();
    String id = "  ".repeat(step.depth()) + (step.part().isEmpty() ? "" : step.part() + ": ");
    List<String> cells = new ArrayList<>();
    cells.add(Text.harmless(id + node.id()));
    cells.add(Text.harmless(Words.what(plan, node)));
    cells.add(policy(node));
    if (bounds != null) {
      Cost cost = bounds.node(step.graph(), step.number());
      cells.add(time(cost.duration()));
      cells.add(count(cost.tasks()));
      cells.add(count(cost.parallel()));
    }
    cells.add(Text.harmless(node.source()));
    return cells.toArray(String[]::new);
  }

  private static String policy(Node node) {
    if (!(node instanceof Node.Task task)) {
      return "";
    }
    List<String> words = new ArrayList<>();
    RetryPolicy retry = task.retry();
    if (retry.maxAttempts() > 1) {
      words.add(retry.maxAttempts() + " attempts");
    }
    if (task.timeouts().attempt() > 0) {
      words.add("timeout " + Spelling.time(task.timeouts().attempt()));
    }
    if (!task.queue().equals("default")) {
      words.add("queue " + Text.harmless(task.queue()));
    }
    return String.join(", ", words);
  }

  private static List<String> summary(Cost run) {
    List<String> lines = new ArrayList<>();
    Table table = new Table();
    table.row("at most", time(run.duration()));
    table.row("tasks", count(run.tasks()) + ", attempts " + count(run.attempts()));
    table.row("at once", count(run.parallel()));
    lines.addAll(table.lines());
    for (Cause cause : run.duration().causes()) {
      String who = cause.step().isEmpty() ? "the workflow" : "`" + cause.step() + "`";
      String where = cause.source().isEmpty() ? "" : " (" + cause.source() + ")";
      lines.add("no limit: " + Text.harmless(who + " " + cause.reason().words() + where));
    }
    lines.add("");
    lines.add("critical path");
    Table path = new Table();
    legs(path, run.path(), "  ");
    lines.addAll(path.lines());
    return lines;
  }

  private static void legs(Table table, List<Leg> legs, String indent) {
    for (Leg leg : legs) {
      table.row(Text.harmless(indent + leg.id()), time(leg.duration()));
      legs(table, leg.inside(), indent + "  ");
    }
  }

  private static String time(Bound bound) {
    if (bound.isOpen()) {
      return "no limit";
    }
    return bound.isEndless() ? "uncountable" : Spelling.time(bound.value());
  }

  private static String count(Bound bound) {
    if (bound.isOpen()) {
      return "no limit";
    }
    return bound.isEndless() ? "uncountable" : Long.toString(bound.value());
  }

  /** The ends of blocks are nothing that an author has written. */
  private static List<PlanSteps.Entry> steps(Plan plan) {
    return PlanSteps.of(plan).all().stream()
        .filter(step -> !(step.node() instanceof Node.Join))
        .toList();
  }

  /** For programs. */
  public static Json json(CompiledWorkflow workflow, boolean withBounds) {
    Plan plan = workflow.plan();
    Bounds bounds = Bounds.of(plan);
    List<Json> steps = new ArrayList<>();
    for (PlanSteps.Entry step : steps(plan)) {
      Json.ObjectBuilder json =
          Json.object()
              .put("path", step.path())
              .put("does", Words.what(plan, step.node()))
              .put("source", step.node().source());
      if (withBounds) {
        json.put("bounds", json(bounds.node(step.graph(), step.number())).build());
      }
      steps.add(json.build());
    }
    Json.ObjectBuilder json =
        Json.object()
            .put("namespace", plan.namespace())
            .put("name", plan.name())
            .put("plan", PlanDigest.of(plan))
            .put("provenance", RevisionText.json(workflow.provenance()))
            .put("steps", Json.array(steps));
    if (withBounds) {
      Cost run = bounds.run();
      List<Json> causes = run.duration().causes().stream().map(PlanReport::json).toList();
      json.put(
          "bounds",
          json(run).put("open", Json.array(causes)).put("criticalPath", path(run.path())).build());
    }
    return json.build();
  }

  private static Json.ObjectBuilder json(Cost cost) {
    return Json.object()
        .put("durationMillis", json(cost.duration()))
        .put("tasks", json(cost.tasks()))
        .put("attempts", json(cost.attempts()))
        .put("parallel", json(cost.parallel()));
  }

  /** Null for what has no bound, or one that cannot be counted. */
  private static Json json(Bound bound) {
    return bound.isOpen() || bound.isEndless() ? Json.NULL : Json.of(bound.value());
  }

  private static Json json(Cause cause) {
    return Json.object()
        .put("step", cause.step())
        .put("source", cause.source())
        .put("why", cause.reason().words())
        .build();
  }

  private static Json path(List<Leg> legs) {
    List<Json> all = new ArrayList<>();
    for (Leg leg : legs) {
      all.add(
          Json.object()
              .put("step", leg.id())
              .put("source", leg.source())
              .put("durationMillis", json(leg.duration()))
              .put("inside", leg.inside().isEmpty() ? null : path(leg.inside()))
              .build());
    }
    return Json.array(all);
  }
}
