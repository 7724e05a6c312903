package dev.jobc.compiler;

import static dev.jobc.diag.DiagnosticCode.NOTHING_TO_COMPILE;
import static dev.jobc.diag.DiagnosticCode.UNREADABLE_FILE;

import dev.jobc.compiler.resolve.TaskTable;
import dev.jobc.compiler.resolve.Unit;
import dev.jobc.compiler.resolve.WorkflowTable;
import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.Diagnostics;
import dev.jobc.model.TriggerDoc;
import dev.jobc.source.SourceFile;
import dev.jobc.source.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The files of one compilation.
 *
 * @param wanted what is compiled
 * @param used files beside it whose tasks it uses
 * @param known files beside it that it could use, for suggestions
 * @param diagnostics what reading them gave
 */
record Workspace(List<Unit> wanted, List<Unit> used, List<Unit> known, Diagnostics diagnostics) {

  /** A file, with those beside it that it needs. */
  static Workspace of(Path file, String shown, Map<String, String> texts) {
    Diagnostics diagnostics = new Diagnostics();
    Unit unit = Sources.read(file, shown, texts, diagnostics);
    if (unit == null) {
      return new Workspace(List.of(), List.of(), List.of(), diagnostics);
    }
    TaskTable own = new TaskTable(List.of(unit));
    boolean alone =
        Sources.workflows(unit.doc()).isEmpty()
            && unit.doc().run().triggers().stream()
                .noneMatch(TriggerDoc.OfWorkflow.class::isInstance)
            && names(unit).stream().noneMatch(name -> own.owners(unit, name).isEmpty());
    return alone
        ? new Workspace(List.of(unit), List.of(), List.of(), diagnostics)
        : withNeighbours(unit, file, shown, texts, diagnostics);
  }

  private static Workspace withNeighbours(
      Unit unit, Path file, String shown, Map<String, String> texts, Diagnostics diagnostics) {
    Map<Unit, List<Diagnostic>> known = new LinkedHashMap<>();
    String folder = shown.substring(0, shown.lastIndexOf('/') + 1);
    try {
      for (Path other : Sources.in(unit.directory())) {
        Diagnostics aside = new Diagnostics();
        Unit neighbour =
            isSame(other, file)
                ? null
                : Sources.read(other, folder + other.getFileName(), texts, aside);
        if (neighbour != null) {
          known.put(neighbour, aside.sorted());
        }
      }
    } catch (IOException e) {
      diagnostics.add(unreadable(folder));
    }
    List<Unit> used = used(unit, List.copyOf(known.keySet()));
    used.forEach(neighbour -> diagnostics.addAll(known.getOrDefault(neighbour, List.of())));
    return new Workspace(List.of(unit), used, List.copyOf(known.keySet()), diagnostics);
  }

  /** Whether they are one file; a text that is not on disk is none of those that are. */
  private static boolean isSame(Path other, Path file) throws IOException {
    return Files.exists(file) && Files.isSameFile(other, file);
  }

  /** The files that a file uses, those that its workflows use in turn included. */
  private static List<Unit> used(Unit unit, List<Unit> known) {
    List<Unit> reached = new ArrayList<>(List.of(unit));
    for (int i = 0; i < reached.size(); i++) {
      Unit user = reached.get(i);
      boolean runs = user == unit || calls(reached, user);
      known.stream()
          .filter(neighbour -> !reached.contains(neighbour))
          .filter(neighbour -> isRequired(user, neighbour) || (runs && isUsed(user, neighbour)))
          .forEach(reached::add);
    }
    return known.stream().filter(reached::contains).toList();
  }

  /** Whether one of the files calls that workflow, so that its steps count. */
  private static boolean calls(List<Unit> users, Unit callee) {
    return users.stream().anyMatch(user -> isCalled(user, callee));
  }

  private static boolean isCalled(Unit user, Unit callee) {
    WorkflowTable both = new WorkflowTable(List.of(callee));
    return Sources.workflows(user.doc()).stream().anyMatch(name -> both.find(user, name) == callee);
  }

  private static boolean isUsed(Unit unit, Unit neighbour) {
    return names(Sources.uses(unit.doc()), unit, neighbour);
  }

  /** Whether something of the neighbour runs before tasks of the unit, whoever calls those. */
  private static boolean isRequired(Unit unit, Unit neighbour) {
    return isCalled(unit, neighbour) || names(Sources.required(unit.doc()), unit, neighbour);
  }

  private static boolean names(Set<String> tasks, Unit unit, Unit neighbour) {
    TaskTable both = new TaskTable(List.of(unit, neighbour));
    return tasks.stream().anyMatch(task -> both.owners(unit, task).contains(neighbour));
  }

  private static Set<String> names(Unit unit) {
    Set<String> names = new TreeSet<>(Sources.uses(unit.doc()));
    names.addAll(Sources.required(unit.doc()));
    return names;
  }

  /** The workflow files of every directory under a root, each directory for itself. */
  static List<Workspace> under(Path root, String shown, Map<String, String> texts) {
    List<Workspace> found = new ArrayList<>();
    try {
      for (Path directory : Sources.directories(root)) {
        List<Path> files = Sources.in(directory);
        if (!files.isEmpty()) {
          found.add(of(files, root, shown, texts));
        }
      }
    } catch (IOException e) {
      found.add(failed(unreadable(shown)));
    }
    if (found.isEmpty()) {
      String message = "there are no workflows in `" + shown + "`";
      found.add(
          failed(
              about(NOTHING_TO_COMPILE, shown, message)
                  .help("a workflow is a .yaml file that begins with `jobc: v1`")));
    }
    return found;
  }

  private static Workspace of(
      List<Path> files, Path root, String shown, Map<String, String> texts) {
    Diagnostics diagnostics = new Diagnostics();
    List<Unit> units = new ArrayList<>();
    for (Path file : files) {
      String name = root.relativize(file).toString().replace('\\', '/');
      String path = shown.equals(".") ? name : shown.replaceFirst("/+$", "") + "/" + name;
      Unit unit = Sources.read(file, path, texts, diagnostics);
      if (unit != null) {
        units.add(unit);
      }
    }
    return new Workspace(units, List.of(), List.of(), diagnostics);
  }

  private static Workspace failed(Diagnostic diagnostic) {
    Diagnostics diagnostics = new Diagnostics();
    diagnostics.add(diagnostic);
    return new Workspace(List.of(), List.of(), List.of(), diagnostics);
  }

  private static Diagnostic unreadable(String shown) {
    return about(UNREADABLE_FILE, shown, "the directory `" + shown + "` cannot be read");
  }

  private static Diagnostic about(DiagnosticCode code, String shown, String message) {
    return Diagnostic.of(code, new SourceFile(shown, "").place(Span.at(0)), message);
  }

  /** Every file that is looked at, those wanted first. */
  List<Unit> units() {
    List<Unit> units = new ArrayList<>(wanted);
    units.addAll(used);
    return units;
  }

  /** The tasks that names may mean. */
  TaskTable tasks() {
    List<Unit> all = new ArrayList<>(wanted);
    all.addAll(known);
    return new TaskTable(all);
  }

  /** The workflows that can be called. */
  WorkflowTable workflows() {
    List<Unit> all = new ArrayList<>(wanted);
    all.addAll(known);
    return new WorkflowTable(all);
  }
}
