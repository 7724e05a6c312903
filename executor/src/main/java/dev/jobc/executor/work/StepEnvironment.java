package dev.jobc.executor.work;

import dev.jobc.executor.RunId;
import dev.jobc.executor.core.Ending;
import dev.jobc.executor.core.ScopeImage;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.store.ValueStore;
import dev.jobc.executor.store.Work;
import dev.jobc.expr.Environment;
import dev.jobc.expr.EvaluationException;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What names stand for in the expressions of one step instance. */
final class StepEnvironment implements Environment {
  private static final Json.Obj NO_TASK_INPUTS = Json.object().build();

  private final Work work;
  private final RunValues values;
  private final ValueStore store;
  private final Json.Obj taskInputs;

  private StepEnvironment(Work work, RunValues values, ValueStore store, Json.Obj taskInputs) {
    this.work = work;
    this.values = values;
    this.store = store;
    this.taskInputs = taskInputs;
  }

  static StepEnvironment of(Work work, RunValues values, ValueStore store) {
    return new StepEnvironment(work, values, store, NO_TASK_INPUTS);
  }

  /** The same with the inputs of the task, for the fields that see them. */
  StepEnvironment with(Json.Obj inputs) {
    return new StepEnvironment(work, values, store, inputs);
  }

  @Override
  public Json workflowInput(String name) {
    return orNull(submitted().inputs().get(name));
  }

  @Override
  public Json taskInput(String name) {
    return orNull(taskInputs.get(name));
  }

  @Override
  public Json stepOutputs(int graph, int node) {
    StepRef ref = values.instance(work.ref(), graph, node);
    Json known = values.output(ref);
    if (known != null) {
      return known;
    }
    var address = new ValueStore.Address(work.runId(), ref);
    byte[] body = store.outputs(List.of(address)).get(address);
    Json read = body == null ? Json.NULL : JsonText.parse(body);
    values.output(ref, read);
    return read;
  }

  @Override
  public Json gathered(int graph, int node) {
    return gather(graph, node, work.ref());
  }

  /** The map may be nested in others that are seen from outside too: a list of lists then. */
  private Json gather(int graph, int node, StepRef from) {
    PlanLookup.Place map = values.plan().mapOf(graph);
    if (values.encloses(from, map.graph())) {
      return gatherItems(values.instance(from, map.graph(), map.node()), graph, node);
    }
    PlanLookup.Place outer = values.plan().mapOf(map.graph());
    StepRef outerMap = values.instance(from, outer.graph(), outer.node());
    ScopeImage scope = opened(outerMap, map.graph());
    List<Json> lists = new ArrayList<>();
    int size = values.plan().shape().graph(map.graph()).size();
    for (int item = 0; scope != null && item < scope.size(); item++) {
      StepRef inner = new StepRef(scope.number(), item * size + map.node());
      lists.add(gatherItems(inner, graph, node));
    }
    return Json.array(lists);
  }

  private Json gatherItems(StepRef map, int graph, int node) {
    ScopeImage scope = opened(map, graph);
    if (scope == null) {
      return Json.array(List.of());
    }
    int size = values.plan().shape().graph(graph).size();
    Map<Integer, byte[]> outputs = store.gather(work.runId(), scope.number(), node, size);
    List<Json> items = new ArrayList<>(scope.size());
    for (int item = 0; item < scope.size(); item++) {
      byte[] body = outputs.get(item);
      items.add(body == null ? Json.NULL : JsonText.parse(body));
    }
    return Json.array(items);
  }

  private @Nullable ScopeImage opened(StepRef map, int graph) {
    for (ScopeImage scope : store.opened(work.runId(), graph)) {
      if (scope.parent().equals(map)) {
        return scope;
      }
    }
    return null;
  }

  @Override
  public String stepStatus(int graph, int node) throws EvaluationException {
    StepRef ref = values.instance(work.ref(), graph, node);
    Ending ending = store.ending(new ValueStore.Address(work.runId(), ref));
    if (ending == null) {
      throw new EvaluationException("the step has not ended");
    }
    return ending.status();
  }

  @Override
  public Json stepError(int graph, int node) throws EvaluationException {
    if (stepStatus(graph, node).equals("failed")) {
      throw new EvaluationException("this release doesn't keep the errors of tolerated steps");
    }
    return Json.NULL;
  }

  @Override
  public Json item(int graph) {
    StepRef at = within(graph);
    return values.open(at.scope()).items().get(number(at, graph));
  }

  @Override
  public long ordinal(int graph) {
    return number(within(graph), graph);
  }

  /** The step instance in that graph which holds this one, or is it. */
  private StepRef within(int graph) {
    StepRef at = work.ref();
    while (values.graph(at) != graph) {
      at = values.open(at.scope()).scope().parent();
    }
    return at;
  }

  private int number(StepRef at, int graph) {
    return at.step() / values.plan().shape().graph(graph).size();
  }

  @Override
  public Json runFact(String name) throws EvaluationException {
    RunId run = new RunId(work.runId());
    return switch (name) {
      case "id" -> Json.of(run.toString());
      case "name" -> Json.of(values.plan().shape().plan().name());
      case "namespace" -> Json.of(values.plan().shape().plan().namespace());
      case "startedAt" -> Json.of(Instant.ofEpochMilli(run.epochMillis()).toString());
      case "attempt" -> Json.of(1L);
      case "directory" -> Json.of(submitted().directory());
      default ->
          StartFacts.of(
              values.plan().shape().plan(), name, Instant.ofEpochMilli(run.epochMillis()));
    };
  }

  private RunValues.Submitted submitted() {
    RunValues.Submitted known = values.submitted();
    if (known == null) {
      throw new IllegalStateException("the inputs of the run were not read");
    }
    return known;
  }

  private static Json orNull(@Nullable Json value) {
    return value == null ? Json.NULL : value;
  }
}
