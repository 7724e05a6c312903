package dev.jobc.executor.work;

import dev.jobc.executor.TaskError;
import dev.jobc.executor.core.Cause;
import dev.jobc.executor.core.Fault;
import dev.jobc.executor.core.ScopeImage;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.store.ValueStore;
import dev.jobc.executor.store.ValueStore.Address;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Node;
import org.jspecify.annotations.Nullable;

/** Errors as expressions see them: an object with {@code name}, {@code message}, {@code step}. */
final class Errors {
  private final long runId;
  private final RunValues values;
  private final ValueStore store;

  Errors(long runId, RunValues values, ValueStore store) {
    this.runId = runId;
    this.values = values;
    this.store = store;
  }

  /** Why a step failed, JSON null when it has not. */
  Json of(StepRef ref) {
    Fault fault = store.fault(new Address(runId, ref));
    return fault == null ? Json.NULL : json(fault);
  }

  /** The error that a clause of {@code catch} handles. */
  Json caught(ScopeImage clause) {
    Cause cause = clause.cause();
    Fault fault = cause == null ? null : cause.fault();
    if (fault != null) {
      return json(fault);
    }
    return json(TaskError.CANCELLED, "what it belongs to ended early", place(clause.parent()));
  }

  private Json json(Fault fault) {
    byte @Nullable [] said = store.error(new Address(runId, fault.origin()));
    String message = said == null ? "" : TaskError.fromJson(JsonText.parse(said)).message();
    return json(fault.name(), message, place(fault.origin()));
  }

  /** The id of the step; the workflow's name for what the workflow as a whole has failed with. */
  private String place(StepRef origin) {
    return origin.equals(ScopeImage.NOBODY)
        ? values.plan().shape().plan().name()
        : node(origin).id();
  }

  private Node node(StepRef ref) {
    ValueCache.read(store, values, runId, ref.scope());
    return ValueCache.node(values, ref);
  }

  private static Json json(String name, String message, String step) {
    return Json.object().put("name", name).put("message", message).put("step", step).build();
  }
}
