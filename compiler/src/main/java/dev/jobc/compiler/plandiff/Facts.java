package dev.jobc.compiler.plandiff;

import dev.jobc.compiler.planview.PlanSteps;
import dev.jobc.json.Json;
import dev.jobc.plan.Control;
import dev.jobc.plan.Node;
import dev.jobc.plan.Plan;
import dev.jobc.plan.PlanJson;
import dev.jobc.plan.TaskSpec;
import dev.jobc.plan.TaskSpecJson;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What there is to compare about each step of a plan, by its path. */
final class Facts {
  private static final Set<String> FLOW =
      Set.of("rule", "when", "continueOnError", "setup", "needs", "teardown", "resultFrom");
  private static final Set<String> POLICY =
      Set.of(
          "retry",
          "timeouts",
          "queue",
          "priority",
          "policy",
          "maxParallel",
          "maxItems",
          "failFast");

  /** Changes nothing that runs. */
  private static final String FOR_PEOPLE = "description";

  /** Where code lies that was written in place. */
  private static final String INLINE = ".inline/";

  private static final Set<String> SIGNATURE = Set.of("inputs", "outputs", "errors");

  private final Plan plan;
  private final Canonical canonical;
  private final PlanSteps steps;
  private final List<Json> specs = new ArrayList<>();
  private final Map<String, OfStep> byPath = new LinkedHashMap<>();

  /**
   * A step.
   *
   * @param facts what can be compared, by what a difference means
   * @param reads paths of the steps whose values it uses
   */
  record OfStep(PlanSteps.Entry entry, Map<StepChange.Reason, Json> facts, Set<String> reads) {}

  Facts(Plan plan) {
    this.plan = plan;
    this.steps = PlanSteps.of(plan);
    this.canonical = new Canonical(plan, steps);
    plan.tasks().forEach(task -> specs.add(TaskSpecJson.write(task)));
    List<Json> graphs = items(((Json.Obj) PlanJson.write(plan)).get("graphs"));
    for (PlanSteps.Entry entry : steps.all()) {
      List<Json> nodes = items(((Json.Obj) graphs.get(entry.graph())).get("nodes"));
      byPath.put(entry.path(), facts(entry, (Json.Obj) nodes.get(entry.number())));
    }
  }

  /** In the order in which one would read them. */
  Map<String, OfStep> byPath() {
    return byPath;
  }

  private static List<Json> items(@Nullable Json list) {
    return list instanceof Json.Arr(List<Json> items) ? items : List.of();
  }

  private OfStep facts(PlanSteps.Entry entry, Json.Obj node) {
    Map<StepChange.Reason, Map<String, Json>> facts = new EnumMap<>(StepChange.Reason.class);
    node.members()
        .forEach(
            (name, value) ->
                facts
                    .computeIfAbsent(reason(name, entry.node()), r -> new HashMap<>())
                    .put(name, value));
    facts.remove(StepChange.Reason.CODE);
    Map<StepChange.Reason, Json> compared = new EnumMap<>(StepChange.Reason.class);
    facts.forEach((reason, members) -> compared.put(reason, canonical.json(Json.object(members))));
    compared.put(StepChange.Reason.FLOW, flow(entry, compared.get(StepChange.Reason.FLOW)));
    if (entry.node() instanceof Node.Task task) {
      compared.putAll(spec(task));
      compared.merge(
          StepChange.Reason.DESCRIPTION,
          ofTask(plan.tasks().get(task.task()).description()),
          Facts::both);
    }
    if (entry.node() instanceof Node.Outputs) {
      compared.put(StepChange.Reason.SETTINGS, outputs());
    }
    return new OfStep(entry, compared, canonical.reads(readers(entry.node(), node)));
  }

  private static Json ofTask(String description) {
    return Json.object()
        .put("task description", description.isEmpty() ? null : Json.of(description))
        .build();
  }

  private static Json both(Json first, Json second) {
    Map<String, Json> all = new LinkedHashMap<>(((Json.Obj) first).members());
    all.putAll(((Json.Obj) second).members());
    return Json.object(all);
  }

  /** Where the expressions of a step are; an inline task has some in its own definition. */
  private Json readers(Node node, Json written) {
    return switch (node) {
      case Node.Task task -> Json.array(List.of(written, specs.get(task.task())));
      case Node.Outputs outputs -> outputValues();
      case Node.ForEach each -> written;
      case Node.Join join -> written;
      case Control control -> written;
    };
  }

  private static StepChange.Reason reason(String member, Node node) {
    if (member.equals("kind")) {
      return StepChange.Reason.KIND;
    }
    if (member.equals(FOR_PEOPLE)) {
      return StepChange.Reason.DESCRIPTION;
    }
    if (FLOW.contains(member)) {
      return StepChange.Reason.FLOW;
    }
    if (member.equals("task") && node instanceof Node.Task) {
      return StepChange.Reason.CODE;
    }
    if (POLICY.contains(member)) {
      return StepChange.Reason.POLICY;
    }
    return member.equals("with") ? StepChange.Reason.INPUTS : StepChange.Reason.SETTINGS;
  }

  /** Needs and teardowns are numbers in the plan. */
  private Json flow(PlanSteps.Entry entry, @Nullable Json members) {
    Map<String, Json> all = new LinkedHashMap<>();
    if (members instanceof Json.Obj(Map<String, Json> known)) {
      all.putAll(known);
    }
    all.put("needs", paths(entry, entry.node().needs()));
    all.put("teardown", paths(entry, entry.node().head().teardown()));
    return Json.object(all);
  }

  private Json paths(PlanSteps.Entry entry, List<Integer> nodes) {
    return Json.strings(
        nodes.stream().map(node -> steps.path(entry.graph(), node)).sorted().toList());
  }

  private Map<StepChange.Reason, Json> spec(Node.Task node) {
    Map<String, Json> code = code(node);
    Set<Integer> called = new TreeSet<>();
    called(node, called);
    Map<String, Json> callees = new TreeMap<>();
    for (int graph : called) {
      if (plan.node(graph, 0) instanceof Node.Task callee) {
        callees.put(callee.id(), Json.object(code(callee)));
      }
    }
    if (!callees.isEmpty()) {
      code.put("called", Json.object(callees));
    }
    return Map.of(
        StepChange.Reason.CODE,
        canonical.json(Json.object(code)),
        StepChange.Reason.SIGNATURE,
        canonical.json(Json.object(members(node, true))));
  }

  private Map<String, Json> code(Node.Task node) {
    Map<String, Json> code = members(node, false);
    code.remove("name");
    code.remove(FOR_PEOPLE);
    code.computeIfPresent("entry", (member, entry) -> unnamed((Json.Obj) entry));
    code.put("bundle", files(plan.tasks().get(node.task())));
    return code;
  }

  /** Code written in place lies in a file that has the name of its task, which is no code. */
  private static Json unnamed(Json.Obj entry) {
    Map<String, Json> members = new LinkedHashMap<>(entry.members());
    members.replaceAll(
        (name, value) -> value instanceof Json.Str(String text) ? Json.of(unnamed(text)) : value);
    return Json.object(members);
  }

  private static String unnamed(String path) {
    int dot = path.lastIndexOf('.');
    return path.startsWith(INLINE) ? INLINE + "code" + (dot > 0 ? path.substring(dot) : "") : path;
  }

  private Map<String, Json> members(Node.Task node, boolean signature) {
    Map<String, Json> members = new LinkedHashMap<>();
    ((Json.Obj) specs.get(node.task()))
        .members()
        .forEach(
            (name, value) -> {
              if (SIGNATURE.contains(name) == signature) {
                members.put(name, value);
              }
            });
    return members;
  }

  /** The graphs of all that may run because the code of a task calls it. */
  private void called(Node.Task node, Set<Integer> found) {
    TaskSpec.Spawn spawn = plan.tasks().get(node.task()).spawn();
    if (spawn != null) {
      for (TaskSpec.Callee callee : spawn.allow()) {
        if (found.add(callee.body()) && plan.node(callee.body(), 0) instanceof Node.Task task) {
          called(task, found);
        }
      }
    }
  }

  /** The files that a task can see, without what other steps have written in place. */
  private Json files(TaskSpec spec) {
    Map<String, Json> files = new LinkedHashMap<>();
    for (Plan.Bundle bundle : plan.bundles()) {
      if (bundle.digest().equals(spec.bundle())) {
        for (Plan.BundleFile file : bundle.files()) {
          boolean own =
              spec.entry() instanceof TaskSpec.Entry.Inline(String path)
                  && path.equals(file.path());
          if (own || !file.path().startsWith(INLINE)) {
            files.put(
                unnamed(file.path()), Json.of(file.digest() + (file.executable() ? " x" : "")));
          }
        }
      }
    }
    return Json.object(files);
  }

  private Json outputs() {
    return canonical.json(outputValues());
  }

  private Json outputValues() {
    Json all = ((Json.Obj) PlanJson.write(plan)).get("outputs");
    return all == null ? Json.array(List.of()) : all;
  }
}
