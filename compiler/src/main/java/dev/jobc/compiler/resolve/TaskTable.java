package dev.jobc.compiler.resolve;

import static dev.jobc.diag.DiagnosticCode.AMBIGUOUS_TASK;
import static dev.jobc.diag.DiagnosticCode.UNKNOWN_TASK;

import dev.jobc.compiler.resolve.Unit.UnitTask;
import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.Suggestions;
import dev.jobc.model.TaskDecl;
import dev.jobc.source.Located;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that the files of a directory declare. A plain name means the file's own task first,
 * then the only one of that name in the other files; {@code library.task} names the file's name.
 */
public final class TaskTable {
  private final List<Unit> units;

  public TaskTable(List<Unit> units) {
    this.units = List.copyOf(units);
  }

  /** The task a step uses; reports and answers null when there is none, or more than one. */
  public @Nullable UnitTask find(Unit from, Located<String> uses, Problems problems) {
    List<UnitTask> found = candidates(from, uses.value());
    if (found.size() == 1) {
      return found.get(0);
    }
    if (found.isEmpty()) {
      String message = "no task is called `" + uses.value() + "`";
      Diagnostic unknown = problems.at(UNKNOWN_TASK, uses.span(), message);
      problems.report(suggest(unknown, from, uses.value(), problems));
      return null;
    }
    problems.report(ambiguous(uses, found, problems));
    return null;
  }

  /** The files whose tasks a name may mean. */
  public List<Unit> owners(Unit from, String uses) {
    return candidates(from, uses).stream().map(UnitTask::unit).toList();
  }

  /** The task a name means; null when there is none, or more than one. */
  @Nullable UnitTask meant(Unit from, String uses) {
    List<UnitTask> found = candidates(from, uses);
    return found.size() == 1 ? found.get(0) : null;
  }

  private static Diagnostic ambiguous(
      Located<String> uses, List<UnitTask> found, Problems problems) {
    String message = found.size() + " files declare a task `" + uses.value() + "`";
    Diagnostic diagnostic = problems.at(AMBIGUOUS_TASK, uses.span(), message);
    for (UnitTask task : found) {
      diagnostic =
          diagnostic.label(
              task.unit().doc().source().place(task.decl().name().span()), "declared here");
    }
    String first = found.get(0).unit().name() + "." + uses.value();
    return diagnostic.help("name the file's `name` too: `" + first + "`");
  }

  private List<UnitTask> candidates(Unit from, String uses) {
    int dot = uses.lastIndexOf('.');
    if (dot >= 0) {
      return declared(uses.substring(dot + 1), uses.substring(0, dot));
    }
    TaskDecl own = declared(from, uses);
    return own == null ? declared(uses, null) : List.of(new UnitTask(from, own));
  }

  private List<UnitTask> declared(String name, @Nullable String library) {
    List<UnitTask> found = new ArrayList<>();
    for (Unit unit : units) {
      TaskDecl decl = declared(unit, name);
      if (decl != null && (library == null || library.equals(unit.name()))) {
        found.add(new UnitTask(unit, decl));
      }
    }
    return found;
  }

  private static @Nullable TaskDecl declared(Unit unit, String name) {
    for (TaskDecl task : unit.doc().tasks()) {
      if (task.name().value().equals(name)) {
        return task;
      }
    }
    return null;
  }

  private int size() {
    return units.stream().mapToInt(unit -> unit.doc().tasks().size()).sum();
  }

  private Diagnostic suggest(Diagnostic unknown, Unit from, String uses, Problems problems) {
    List<TaskDecl> library = library(uses);
    if (!library.isEmpty()) {
      return suggest(unknown, uses, library, problems);
    }
    boolean sought = uses.indexOf('.') >= 0 && problems.mayCompare(size());
    String far = sought ? elsewhere(uses) : null;
    return far == null
        ? problems.suggest(unknown, uses, size(), () -> names(from), "tasks")
        : problems.suggest(unknown, uses, far, List.of(far), "tasks");
  }

  /**
   * The task that is called so, or nearly so, in a file that is called otherwise: {@code
   * file.task}. Null when there is none, or more than one.
   */
  private @Nullable String elsewhere(String uses) {
    int dot = uses.lastIndexOf('.');
    Set<String> all = new TreeSet<>();
    for (Unit unit : units) {
      unit.doc().tasks().forEach(task -> all.add(unit.name() + "." + task.name().value()));
    }
    String near = Suggestions.nearest(uses, all);
    if (near != null) {
      return near;
    }
    Set<String> tasks = new TreeSet<>();
    units.forEach(unit -> unit.doc().tasks().forEach(task -> tasks.add(task.name().value())));
    String task = Suggestions.nearest(uses.substring(dot + 1), tasks);
    List<String> same = all.stream().filter(name -> name.endsWith("." + task)).toList();
    return same.size() == 1 ? same.getFirst() : null;
  }

  /** One that a library has is sought by its own name, so that the library's counts for nothing. */
  private Diagnostic suggest(
      Diagnostic unknown, String uses, List<TaskDecl> tasks, Problems problems) {
    int dot = uses.lastIndexOf('.');
    List<String> names = tasks.stream().map(task -> task.name().value()).toList();
    String near = Suggestions.nearest(uses.substring(dot + 1), names);
    String prefix = uses.substring(0, dot + 1);
    return problems.suggest(
        unknown,
        uses,
        near == null ? null : prefix + near,
        names.stream().map(name -> prefix + name).toList(),
        "tasks");
  }

  private List<TaskDecl> library(String uses) {
    int dot = uses.lastIndexOf('.');
    return units.stream()
        .filter(unit -> dot >= 0 && unit.name().equals(uses.substring(0, dot)))
        .flatMap(unit -> unit.doc().tasks().stream())
        .toList();
  }

  private Collection<String> names(Unit from) {
    Set<String> names = new TreeSet<>();
    for (Unit unit : units) {
      unit.doc().tasks().forEach(task -> names.add(task.name().value()));
    }
    from.doc().tasks().forEach(task -> names.add(task.name().value()));
    return names;
  }
}
