package dev.jobc.executor.work;

import dev.jobc.executor.RunId;
import dev.jobc.executor.core.Ending;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.store.ValueStore;
import dev.jobc.executor.store.ValueStore.Address;
import dev.jobc.executor.work.RunValues.Place;
import dev.jobc.expr.Environment;
import dev.jobc.expr.EvaluationException;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What names stand for in one instance of a graph. */
final class StepEnvironment implements Environment {
  private static final Json.Obj NO_TASK_INPUTS = Json.object().build();

  private final long runId;
  private final Place place;
  private final RunValues values;
  private final ValueStore store;
  private final Instances instances;
  private final Json.Obj taskInputs;

  private StepEnvironment(
      long runId, Place place, RunValues values, ValueStore store, Json.Obj taskInputs) {
    this.runId = runId;
    this.place = place;
    this.values = values;
    this.store = store;
    this.taskInputs = taskInputs;
    instances = new Instances(runId, values, store);
  }

  static StepEnvironment of(long runId, Place place, RunValues values, ValueStore store) {
    return new StepEnvironment(runId, place, values, store, NO_TASK_INPUTS);
  }

  /** The same with the inputs of the task, for the fields that see them. */
  StepEnvironment with(Json.Obj inputs) {
    return new StepEnvironment(runId, place, values, store, inputs);
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
    StepRef ref = instances.step(place, graph, node);
    return ref == null ? Json.NULL : instances.outputs(ref);
  }

  @Override
  public Json gathered(int graph, int node) {
    return new Gathering(runId, values, store, instances).gather(place, graph, node);
  }

  @Override
  public String stepStatus(int graph, int node) throws EvaluationException {
    Ending ending = ending(instances.step(place, graph, node));
    return ending == null ? Ending.DECLINED.status() : ending.status();
  }

  private @Nullable Ending ending(@Nullable StepRef ref) throws EvaluationException {
    if (ref == null) {
      return null;
    }
    Ending ending = store.ending(new Address(runId, ref));
    if (ending == null) {
      throw new EvaluationException("the step has not ended");
    }
    return ending;
  }

  @Override
  public Json stepError(int graph, int node) {
    StepRef ref = instances.step(place, graph, node);
    return ref == null ? Json.NULL : new Errors(runId, values, store).of(ref);
  }

  @Override
  public Json caught(int graph) throws EvaluationException {
    return new Errors(runId, values, store).caught(values.open(around(graph).scope()).scope());
  }

  @Override
  public Json item(int graph) throws EvaluationException {
    Place at = around(graph);
    return values.open(at.scope()).items().get(at.item());
  }

  @Override
  public long ordinal(int graph) throws EvaluationException {
    return values.number(around(graph));
  }

  private Place around(int graph) throws EvaluationException {
    Place around = values.around(place, graph);
    if (around == null) {
      throw new EvaluationException("nothing is known of an instance that is not around the step");
    }
    return around;
  }

  @Override
  public Json runFact(String name) throws EvaluationException {
    RunId run = new RunId(runId);
    return switch (name) {
      case "id" -> Json.of(run.toString());
      case "name" -> Json.of(values.plan().shape().plan().name());
      case "namespace" -> Json.of(values.plan().shape().plan().namespace());
      case "startedAt" -> Json.of(Instant.ofEpochMilli(run.epochMillis()).toString());
      case "attempt" -> Json.of(attempt());
      case "directory" -> Json.of(submitted().directory());
      default ->
          StartFacts.of(
              values.plan().shape().plan(),
              name,
              Instant.ofEpochMilli(run.epochMillis()),
              StartFacts.isOfStart(name) ? start() : null);
    };
  }

  /** The try of the workflow, from 1. */
  private long attempt() {
    Place around = values.around(place, 0);
    return around == null || around.scope() == StepRef.ROOT
        ? 1
        : values.open(around.scope()).scope().first() + 1L;
  }

  private Json.@Nullable Obj start() {
    Optional<Json.Obj> known = values.start();
    if (known == null) {
      known = store.start(runId).map(facts -> (Json.Obj) JsonText.parse(facts));
      values.start(known);
    }
    return known.orElse(null);
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
