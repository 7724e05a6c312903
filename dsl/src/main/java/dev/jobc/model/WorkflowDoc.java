package dev.jobc.model;

import dev.jobc.plan.ResultFrom;
import dev.jobc.source.Located;
import dev.jobc.source.SourceFile;
import dev.jobc.source.Span;
import dev.jobc.syntax.TypeExpr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file: a workflow, or a task library when it has no steps.
 *
 * <p>Names of one kind are unique within their table (types, inputs, tasks, outputs). Step ids are
 * not checked for uniqueness here.
 *
 * @param jobc the dialect, {@code v1}
 * @param namespace null when the author wrote none
 * @param description empty when the author wrote none
 * @param steps null for a library
 * @param defaults what holds for tasks where they and their steps say nothing
 * @param requires what must have run before the steps
 * @param handlers what follows when the steps have ended
 * @param resultFrom whose failures count, null when the author wrote none
 * @param run what holds for its runs as a whole
 */
public record WorkflowDoc(
    SourceFile source,
    Located<String> jobc,
    Located<String> name,
    @Nullable Located<String> namespace,
    String description,
    List<LabelDoc> labels,
    List<TypeDecl> types,
    List<InputDecl> inputs,
    List<TaskDecl> tasks,
    @Nullable BlockDoc steps,
    HandlersDoc handlers,
    @Nullable Located<ResultFrom> resultFrom,
    List<OutputDoc> outputs,
    PolicyDoc defaults,
    RunDoc run,
    List<RequireDoc> requires) {

  public WorkflowDoc {
    labels = List.copyOf(labels);
    types = List.copyOf(types);
    inputs = List.copyOf(inputs);
    tasks = List.copyOf(tasks);
    outputs = List.copyOf(outputs);
    requires = List.copyOf(requires);
  }

  public boolean isLibrary() {
    return steps == null;
  }

  /** A named type: a record or an enum, or a name for any other type. */
  public record TypeDecl(Located<String> name, TypeExpr type) {}

  /**
   * A named value that a successful run gives.
   *
   * @param span the whole entry
   */
  public record OutputDoc(Located<String> name, ValueDoc value, Span span) {}
}
