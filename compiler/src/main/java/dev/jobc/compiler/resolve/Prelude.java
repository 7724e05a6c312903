package dev.jobc.compiler.resolve;

import dev.jobc.compiler.resolve.Requirements.Required;
import dev.jobc.compiler.resolve.Unit.UnitTask;
import dev.jobc.model.BlockDoc;
import dev.jobc.model.ControlBody;
import dev.jobc.model.FlowDoc;
import dev.jobc.model.PartDoc;
import dev.jobc.model.PolicyDoc;
import dev.jobc.model.StepBody;
import dev.jobc.model.StepDoc;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Steps for what a workflow and its tasks require: each once, after what it requires itself, and
 * all of them before the steps that the author wrote.
 */
final class Prelude {
  private static final String ID = "requires";

  private final Unit unit;
  private final TaskTable tasks;
  private final Requirements requirements;
  private final Set<String> taken = new HashSet<>();
  private final List<StepDoc> steps = new ArrayList<>();
  private final Map<StepDoc, Required> services = new IdentityHashMap<>();

  /** The id of the step for what is required, by its target. */
  private final Map<Object, String> ids = new IdentityHashMap<>();

  private Prelude(Unit unit, TaskTable tasks, Requirements requirements) {
    this.unit = unit;
    this.tasks = tasks;
    this.requirements = requirements;
  }

  /**
   * All steps of a workflow.
   *
   * @param block the author's, after those for what is required
   * @param services what the added steps run; they don't look up names
   */
  record Steps(BlockDoc block, Map<StepDoc, Required> services) {}

  static Steps before(BlockDoc written, Unit unit, TaskTable tasks, Requirements requirements) {
    return new Prelude(unit, tasks, requirements).steps(written);
  }

  private Steps steps(BlockDoc written) {
    List<StepDoc> all = new ArrayList<>();
    collect(written, all);
    unit.doc().handlers().parts().forEach(part -> collect(part.block(), all));
    all.stream().map(StepDoc::id).forEach(id -> taken.add(id == null ? "" : id.value()));
    requirements.of(unit).forEach(required -> add(required, required.entry().span()));
    for (StepDoc step : all) {
      if (step.body() instanceof StepBody.Call call) {
        UnitTask task = tasks.meant(unit, call.uses().value());
        List<Required> required = task == null ? List.of() : requirements.of(task.decl());
        required.forEach(one -> add(one, call.uses().span()));
      }
    }
    return new Steps(steps.isEmpty() ? written : joined(written), services);
  }

  private static void collect(BlockDoc block, List<StepDoc> all) {
    for (StepDoc step : block.steps()) {
      all.add(step);
      for (PartDoc part : step.parts()) {
        collect(part.block(), all);
      }
    }
  }

  /**
   * Adds a step, after those it needs.
   *
   * @param cause the place in this file that makes it necessary
   * @return the id of the step
   */
  private String add(Required required, Span cause) {
    String known = ids.get(required.target());
    if (known != null) {
      return known;
    }
    List<Located<String>> needs = new ArrayList<>();
    if (required instanceof Required.Task task) {
      for (Required before : requirements.of(task.task().decl())) {
        needs.add(new Located<>(add(before, cause), cause));
      }
    }
    String id = free(ID + "_" + name(required));
    ids.put(required.target(), id);
    StepDoc step = step(id, needs, body(required, cause), cause);
    steps.add(step);
    services.put(step, required);
    return id;
  }

  private static String name(Required required) {
    return switch (required) {
      case Required.Task task -> task.task().decl().name().value();
      case Required.Workflow workflow -> workflow.workflow().name();
    };
  }

  private static StepBody body(Required required, Span cause) {
    return switch (required) {
      case Required.Task task ->
          new StepBody.Call(new Located<>(task.task().decl().name().value(), cause), List.of());
      case Required.Workflow workflow ->
          new ControlBody.SubWorkflow(
              new Located<>(workflow.entry().name().value(), cause), List.of());
    };
  }

  private BlockDoc joined(BlockDoc written) {
    List<StepDoc> joined = new ArrayList<>();
    Span cause = steps.getFirst().span();
    joined.add(
        steps.size() == 1
            ? steps.getFirst()
            : step(
                free(ID),
                List.of(),
                new StepBody.Nested(new BlockDoc(BlockDoc.Kind.GRAPH, steps, cause)),
                cause));
    joined.addAll(written.steps());
    return new BlockDoc(written.kind(), joined, written.key());
  }

  private static StepDoc step(String id, List<Located<String>> needs, StepBody body, Span cause) {
    return new StepDoc(
        new Located<>(id, cause), needs, body, null, FlowDoc.NONE, PolicyDoc.NONE, "", cause);
  }

  private String free(String wanted) {
    String id = wanted;
    while (!taken.add(id)) {
      id += "_";
    }
    return id;
  }
}
