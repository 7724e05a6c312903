package dev.jobc.compiler.resolve;

import static dev.jobc.diag.DiagnosticCode.CYCLE;
import static dev.jobc.diag.DiagnosticCode.MISSING_ARGUMENT;

import dev.jobc.compiler.resolve.Unit.UnitTask;
import dev.jobc.diag.Diagnostic;
import dev.jobc.model.InputDecl;
import dev.jobc.model.RequireDoc;
import dev.jobc.model.TaskDecl;
import dev.jobc.model.WorkflowDoc;
import dev.jobc.syntax.TypeExpr;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the tasks and workflows of a compilation require to have run, with its names resolved. What
 * can't be required is reported once and left out.
 */
public final class Requirements {
  private final TaskTable tasks;
  private final WorkflowTable workflows;
  private final Function<Unit, Problems> problems;

  /** By what requires: a {@link TaskDecl}, or the {@link WorkflowDoc} of a file. */
  private final Map<Object, List<Required>> edges = new IdentityHashMap<>();

  /**
   * Resolves all of it.
   *
   * @param units the files that are looked at
   */
  public Requirements(
      List<Unit> units,
      TaskTable tasks,
      WorkflowTable workflows,
      Function<Unit, Problems> problems) {
    this.tasks = tasks;
    this.workflows = workflows;
    this.problems = problems;
    for (Unit unit : units) {
      resolve(unit, unit.doc(), unit.doc().requires());
      unit.doc().tasks().forEach(task -> resolve(unit, task, task.requires()));
    }
    Set<Object> clean = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Unit unit : units) {
      unit.doc().tasks().forEach(task -> breakCycles(task, new ArrayList<>(), clean));
    }
  }

  /** Something that is required, and the entry that says so. */
  public sealed interface Required {
    /** The file with the entry. */
    Unit from();

    RequireDoc entry();

    /** What is required; two entries mean the same when these are one object. */
    Object target();

    /** A task. */
    record Task(Unit from, RequireDoc entry, UnitTask task) implements Required {
      @Override
      public Object target() {
        return task.decl();
      }
    }

    /** A workflow. */
    record Workflow(Unit from, RequireDoc.OfWorkflow entry, Unit workflow) implements Required {
      @Override
      public Object target() {
        return workflow.doc();
      }
    }
  }

  /** What a workflow requires by itself. */
  public List<Required> of(Unit unit) {
    return edges.getOrDefault(unit.doc(), List.of());
  }

  /** What a task requires. */
  public List<Required> of(TaskDecl task) {
    return edges.getOrDefault(task, List.of());
  }

  private void resolve(Unit unit, Object owner, List<RequireDoc> entries) {
    List<Required> found = new ArrayList<>();
    for (RequireDoc entry : entries) {
      Required required = resolve(unit, entry);
      if (required != null && startsByItself(required)) {
        found.add(required);
      }
    }
    edges.put(owner, found);
  }

  private @Nullable Required resolve(Unit unit, RequireDoc entry) {
    return switch (entry) {
      case RequireDoc.OfTask one -> {
        UnitTask task = tasks.find(unit, one.name(), problems.apply(unit));
        yield task == null ? null : new Required.Task(unit, entry, task);
      }
      case RequireDoc.OfWorkflow one -> {
        Unit workflow = workflows.find(unit, one.name(), problems.apply(unit));
        yield workflow == null ? null : new Required.Workflow(unit, one, workflow);
      }
    };
  }

  /** Whether it runs without being given anything; reports why not. */
  private boolean startsByItself(Required required) {
    return switch (required) {
      case Required.Task task -> {
        String what = "task `" + task.task().decl().name().value() + "`";
        yield startsByItself(required, what, task.task().unit(), task.task().decl().inputs());
      }
      case Required.Workflow workflow -> {
        Unit unit = workflow.workflow();
        String what = "workflow `" + unit.name() + "`";
        yield startsByItself(required, what, unit, unit.doc().inputs());
      }
    };
  }

  private boolean startsByItself(
      Required required, String what, Unit declarer, List<InputDecl> inputs) {
    boolean sound = true;
    for (InputDecl input : inputs) {
      if (input.defaultValue() == null && !isOptional(input.type(), declarer, 0)) {
        Problems here = problems.apply(required.from());
        String message =
            "`requires` gives no values, but " + what + " needs `" + input.name().value() + "`";
        here.report(
            here.at(MISSING_ARGUMENT, required.entry().span(), message)
                .label(declarer.place(input.name().span()), "the input without a default")
                .help("give the input a `default`, or call " + what + " in a step"));
        sound = false;
      }
    }
    return sound;
  }

  private static boolean isOptional(TypeExpr type, Unit unit, int depth) {
    if (type instanceof TypeExpr.Optional) {
      return true;
    }
    return depth < unit.doc().types().size()
        && type instanceof TypeExpr.Name name
        && unit.doc().types().stream()
            .filter(decl -> decl.name().value().equals(name.name()))
            .anyMatch(decl -> isOptional(decl.type(), unit, depth + 1));
  }

  /** A task and what it requires. */
  private record Edge(TaskDecl task, Required.Task required) {}

  /** Reports circles of tasks, and takes the last edge of each out. */
  private void breakCycles(TaskDecl task, List<Edge> path, Set<Object> clean) {
    List<Required> own = edges.getOrDefault(task, List.of());
    for (Required required : List.copyOf(own)) {
      if (required instanceof Required.Task next) {
        path.add(new Edge(task, next));
        int start = positionOf(next.task().decl(), path);
        if (start >= 0) {
          problems.apply(path.get(start).required().from()).report(circle(path, start));
          own.remove(required);
        } else if (!clean.contains(next.task().decl())) {
          breakCycles(next.task().decl(), path, clean);
        }
        path.removeLast();
      }
    }
    clean.add(task);
  }

  private static int positionOf(TaskDecl task, List<Edge> path) {
    for (int i = 0; i < path.size(); i++) {
      if (path.get(i).task() == task) {
        return i;
      }
    }
    return -1;
  }

  private Diagnostic circle(List<Edge> path, int start) {
    List<Edge> circle = path.subList(start, path.size());
    Edge first = circle.getFirst();
    String names = circle.stream().map(Requirements::title).collect(Collectors.joining(" → "));
    String message =
        circle.size() == 1
            ? "task " + title(first) + " requires itself"
            : "these tasks require each other: " + names + " → " + title(first);
    Diagnostic diagnostic =
        problems.apply(first.required().from()).at(CYCLE, first.required().entry().span(), message);
    for (Edge edge : circle.subList(1, circle.size())) {
      diagnostic =
          diagnostic.label(
              edge.required().from().place(edge.required().entry().span()),
              title(edge) + " requires this");
    }
    return circle.size() == 1 ? diagnostic : diagnostic.caption(title(first) + " requires this");
  }

  private static String title(Edge edge) {
    return "`" + edge.task().name().value() + "`";
  }
}
