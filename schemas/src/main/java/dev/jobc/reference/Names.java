package dev.jobc.reference;

import dev.jobc.expr.Environment;
import dev.jobc.expr.EvaluationException;
import dev.jobc.expr.Evaluator;
import dev.jobc.expr.PlanExpr;
import dev.jobc.expr.RunFact;
import dev.jobc.json.Json;
import dev.jobc.plan.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the names of an expression stand for in one body. */
final class Names implements Environment {
  private final Program program;
  private final Body body;
  private final @Nullable Map<String, Json> taskInputs;

  Names(Program program, Body body, @Nullable Map<String, Json> taskInputs) {
    this.program = program;
    this.body = body;
    this.taskInputs = taskInputs;
  }

  @Override
  public Json workflowInput(String name) {
    return program.inputs().getOrDefault(name, Json.NULL);
  }

  @Override
  public Json taskInput(String name) throws EvaluationException {
    if (taskInputs == null) {
      throw new EvaluationException("inputs." + name + " of a task is not known here");
    }
    return taskInputs.getOrDefault(name, Json.NULL);
  }

  @Override
  public Json stepOutputs(int graph, int node) {
    StepRun run = run(graph, node);
    return run == null ? Json.NULL : run.outputs();
  }

  @Override
  public String stepStatus(int graph, int node) {
    StepRun run = run(graph, node);
    return (run == null ? State.SKIPPED : run.state()).status();
  }

  @Override
  public Json stepError(int graph, int node) {
    StepRun run = run(graph, node);
    StepError error = run == null ? null : run.error();
    return error == null ? Json.NULL : error.json();
  }

  @Override
  public Json gathered(int graph, int node) {
    return gather(path(graph), 0, node);
  }

  @Override
  public Json caught(int graph) throws EvaluationException {
    return around(graph).opening().caught();
  }

  @Override
  public Json item(int graph) throws EvaluationException {
    return around(graph).opening().item();
  }

  @Override
  public long ordinal(int graph) throws EvaluationException {
    return around(graph).ordinal();
  }

  /** Nobody's secret, and always the same. */
  @Override
  public String secret(String name) {
    return "secret " + name;
  }

  @Override
  public Json runFact(String name) {
    Integer attempt = name.equals(RunFact.ATTEMPT.word()) ? attempt() : null;
    return attempt == null ? program.world().fact(program.plan(), name) : Json.of((long) attempt);
  }

  /** The try of the workflow around the reader; null when there is none. */
  private @Nullable Integer attempt() {
    Body at = body;
    while (at.outer() != null) {
      at = at.outer();
    }
    String path = at.opening().path();
    return at.graph() == 0 ? Integer.valueOf(path.substring(path.lastIndexOf('~') + 1)) : null;
  }

  private Body around(int graph) throws EvaluationException {
    Body found = aroundOrNull(graph);
    if (found == null) {
      throw new EvaluationException("nothing is known of an instance that is not around the step");
    }
    return found;
  }

  private @Nullable Body aroundOrNull(int graph) {
    for (Body at = body; at != null; at = at.outer()) {
      if (at.graph() == graph) {
        return at;
      }
    }
    return null;
  }

  /** The node's run in a body around the reader, or in the last body that a step beside it ran. */
  private @Nullable StepRun run(int graph, int node) {
    Body found = find(graph);
    return found == null || node >= found.steps().size() ? null : found.step(node);
  }

  private @Nullable Body find(int graph) {
    Body around = aroundOrNull(graph);
    Owners.Owner owner = program.owners().of(graph);
    if (around != null || owner == null) {
      return around;
    }
    StepRun run = run(owner.graph(), owner.node());
    List<Body> seen = run == null ? List.of() : run.seen(graph);
    return seen.isEmpty() ? null : seen.getLast();
  }

  /** The graphs from one that is around the reader down to the given one. */
  private List<Integer> path(int graph) {
    List<Integer> path = new ArrayList<>(List.of(graph));
    while (aroundOrNull(path.getFirst()) == null) {
      Owners.Owner owner = program.owners().of(path.getFirst());
      if (owner == null) {
        return List.of();
      }
      path.addFirst(owner.graph());
    }
    return path;
  }

  private Json gather(List<Integer> path, int at, int node) {
    Body start = path.isEmpty() ? null : aroundOrNull(path.get(at));
    return start == null ? Json.NULL : gather(start, path, at, node);
  }

  /** A list at every map on the way down. */
  private Json gather(Body from, List<Integer> path, int at, int node) {
    if (at == path.size() - 1) {
      return node < from.steps().size() ? from.step(node).outputs() : Json.NULL;
    }
    int next = path.get(at + 1);
    Owners.Owner owner = program.owners().of(next);
    if (owner == null || owner.node() >= from.steps().size()) {
      return Json.NULL;
    }
    StepRun run = from.step(owner.node());
    List<Body> bodies = run.seen(next);
    if (!(run.node() instanceof Node.ForEach)) {
      return bodies.isEmpty() ? Json.NULL : gather(bodies.getLast(), path, at + 1, node);
    }
    if (run.state() == State.SKIPPED || run.state() == State.UPSTREAM_FAILED) {
      return Json.NULL;
    }
    List<Json> values = bodies.stream().map(one -> gather(one, path, at + 1, node)).toList();
    List<String> keys = run.keys();
    return keys == null ? Json.array(values) : keyed(keys, values);
  }

  private static Json keyed(List<String> keys, List<Json> values) {
    Map<String, Json> members = new LinkedHashMap<>();
    for (int i = 0; i < values.size(); i++) {
      members.put(keys.get(i), values.get(i));
    }
    return Json.object(members);
  }

  Json evaluate(PlanExpr expr) throws EvaluationException {
    return Evaluator.evaluate(expr, this);
  }

  /** Values by name. */
  Map<String, Json> evaluate(Map<String, PlanExpr> exprs) throws EvaluationException {
    Map<String, Json> values = new LinkedHashMap<>();
    for (Map.Entry<String, PlanExpr> entry : exprs.entrySet()) {
      values.put(entry.getKey(), evaluate(entry.getValue()));
    }
    return values;
  }
}
