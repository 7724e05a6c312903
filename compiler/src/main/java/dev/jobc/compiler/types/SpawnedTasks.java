package dev.jobc.compiler.types;

import dev.jobc.compiler.resolve.TaskTable;
import dev.jobc.compiler.resolve.Unit;
import dev.jobc.compiler.resolve.Unit.UnitTask;
import dev.jobc.model.TaskDecl;
import dev.jobc.model.TaskDecl.SpawnDoc;
import dev.jobc.plan.Node;
import dev.jobc.source.Located;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the code of tasks may call while it runs. */
public final class SpawnedTasks {
  /** No task calls another. */
  public static final SpawnedTasks NONE = new SpawnedTasks(Map.of(), new TaskTable(List.of()));

  private final Map<TypedTask, List<Spawned>> allowed = new IdentityHashMap<>();
  private final Map<TypedTask, Located<Integer>> limits = new IdentityHashMap<>();

  /** A task by the name that a call uses. */
  public record Spawned(String name, TypedTask task) {}

  /**
   * Resolves the names; what is unknown or can't be called is reported and left out.
   *
   * @param units a typer for every file that is looked at
   */
  public SpawnedTasks(Map<Unit, UnitTyper> units, TaskTable tasks) {
    units.forEach(
        (unit, own) -> {
          for (TaskDecl decl : unit.doc().tasks()) {
            if (decl.spawn() != null) {
              TypedTask task = own.task(decl);
              allowed.put(task, resolve(unit, own, decl.spawn(), units, tasks));
              if (decl.spawn().maxItems() != null) {
                limits.put(task, decl.spawn().maxItems());
              }
            }
          }
        });
  }

  private static List<Spawned> resolve(
      Unit unit, UnitTyper own, SpawnDoc spawn, Map<Unit, UnitTyper> units, TaskTable tasks) {
    List<Spawned> found = new ArrayList<>();
    for (Located<String> name : spawn.allow()) {
      UnitTask declared = tasks.find(unit, name, own.problems());
      UnitTyper typer = declared == null ? null : units.get(declared.unit());
      if (declared != null && typer != null) {
        TypedTask task = typer.task(declared.decl());
        new Spawnable(own.problems()).check(name, declared, task);
        found.add(new Spawned(name.value(), task));
      }
    }
    return found;
  }

  /** What the code of a task may call, as its author wrote it. */
  public List<Spawned> of(TypedTask task) {
    return allowed.getOrDefault(task, List.of());
  }

  /** How many calls one run of a task, and all that it called, may make. */
  public int limit(TypedTask task) {
    Located<Integer> written = limits.get(task);
    return written == null ? Node.ForEach.DEFAULT_MAX_ITEMS : written.value();
  }

  /** The declared errors of a task and of all that may run because of it. */
  List<String> errors(TypedTask task) {
    Set<TypedTask> reached = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<String> errors = new LinkedHashSet<>();
    collect(task, reached, errors);
    return List.copyOf(errors);
  }

  private void collect(TypedTask task, Set<TypedTask> reached, Set<String> errors) {
    if (reached.add(task)) {
      errors.addAll(task.errors());
      of(task).forEach(spawned -> collect(spawned.task(), reached, errors));
    }
  }
}
