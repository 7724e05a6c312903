package dev.jobc.compiler;

import static dev.jobc.diag.DiagnosticCode.DUPLICATE_WORKFLOW;
import static dev.jobc.diag.DiagnosticCode.NOTHING_TO_COMPILE;
import static dev.jobc.diag.DiagnosticCode.UNREADABLE_FILE;

import dev.jobc.compiler.lower.CodePacker;
import dev.jobc.compiler.lower.Lowering;
import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.resolve.ResolvedWorkflow;
import dev.jobc.compiler.resolve.TaskTable;
import dev.jobc.compiler.resolve.Unit;
import dev.jobc.compiler.rules.Rules;
import dev.jobc.compiler.types.TypedTask;
import dev.jobc.compiler.types.TypedWorkflow;
import dev.jobc.compiler.types.UnitTyper;
import dev.jobc.compiler.types.WorkflowTyper;
import dev.jobc.diag.Checked;
import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.Diagnostics;
import dev.jobc.source.SourceFile;
import dev.jobc.source.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compiles workflows: read, resolve, type, rules, lower. Each phase takes what the one before it
 * made and reports into one collection; only the last is left out when there is an error.
 *
 * <p>Files of one directory see each other's tasks. A mistake of a user is never an exception.
 */
public final class Compiler {
  private final List<Unit> units;
  private final Diagnostics diagnostics;
  private final Map<Unit, UnitTyper> typers = new IdentityHashMap<>();
  private final CodePacker code = new CodePacker();

  private Compiler(List<Unit> units, Diagnostics diagnostics) {
    this.units = units;
    this.diagnostics = diagnostics;
  }

  /**
   * Compiles one workflow. Other files of its directory are read only when it uses a task that it
   * doesn't declare.
   *
   * @param file the workflow
   * @param shown its path as the user should see it, with {@code /}
   */
  public static Checked<CompiledWorkflow> compile(Path file, String shown) {
    Diagnostics diagnostics = new Diagnostics();
    Unit unit = Sources.read(file, shown, diagnostics);
    if (unit == null) {
      return new Checked.Failed<>(null, diagnostics.sorted());
    }
    if (unit.doc().isLibrary() && !diagnostics.hasErrors()) {
      diagnostics.add(library(unit));
    }
    List<Unit> units = new ArrayList<>(List.of(unit));
    units.addAll(neighbours(unit, file, shown, diagnostics));
    return single(new Compiler(units, diagnostics).run(List.of(unit)));
  }

  /**
   * Compiles everything at a path: a file, or the workflows and libraries of a directory and of
   * those below it.
   *
   * @param shown the path as the user should see it, with {@code /}
   */
  public static Checked<List<CompiledWorkflow>> compileAll(Path path, String shown) {
    if (!Files.isDirectory(path)) {
      Diagnostics diagnostics = new Diagnostics();
      Unit unit = Sources.read(path, shown, diagnostics);
      if (unit == null) {
        return new Checked.Failed<>(List.of(), diagnostics.sorted());
      }
      List<Unit> units = new ArrayList<>(List.of(unit));
      units.addAll(neighbours(unit, path, shown, diagnostics));
      return new Compiler(units, diagnostics).run(List.of(unit));
    }
    try {
      return directories(path, shown);
    } catch (IOException e) {
      String message = "the directory `" + shown + "` cannot be read";
      return Checked.failed(about(UNREADABLE_FILE, shown, message));
    }
  }

  private static Checked<List<CompiledWorkflow>> directories(Path root, String shown)
      throws IOException {
    Diagnostics diagnostics = new Diagnostics();
    List<CompiledWorkflow> compiled = new ArrayList<>();
    boolean found = false;
    for (Path directory : Sources.directories(root)) {
      List<Path> files = Sources.in(directory);
      if (!files.isEmpty()) {
        found = true;
        Checked<List<CompiledWorkflow>> part = directory(files, root, shown);
        diagnostics.addAll(part.diagnostics());
        if (part instanceof Checked.Ok<List<CompiledWorkflow>> ok) {
          compiled.addAll(ok.value());
        }
      }
    }
    if (!found) {
      String message = "there are no workflows in `" + shown + "`";
      diagnostics.add(
          about(NOTHING_TO_COMPILE, shown, message)
              .help("a workflow is a .yaml file that begins with `jobc: v1`"));
    }
    return diagnostics.check(compiled);
  }

  private static Checked<List<CompiledWorkflow>> directory(
      List<Path> files, Path root, String shown) {
    Diagnostics diagnostics = new Diagnostics();
    List<Unit> units = new ArrayList<>();
    for (Path file : files) {
      String name = root.relativize(file).toString().replace('\\', '/');
      String path = shown.equals(".") ? name : shown.replaceFirst("/+$", "") + "/" + name;
      Unit unit = Sources.read(file, path, diagnostics);
      if (unit != null) {
        units.add(unit);
      }
    }
    return new Compiler(units, diagnostics).run(units);
  }

  /** The pipeline. */
  private Checked<List<CompiledWorkflow>> run(List<Unit> wanted) {
    Diagnostics later = new Diagnostics();
    boolean namesWereLost = Lost.names(diagnostics.sorted());
    checkNames(wanted, later);
    units.forEach(unit -> typers.put(unit, new UnitTyper(unit, problems(unit, later))));
    List<TypedWorkflow> typed = new ArrayList<>();
    for (Unit unit : wanted) {
      Problems problems = problems(unit, later);
      ResolvedWorkflow resolved = ResolvedWorkflow.of(unit, new TaskTable(units), problems);
      if (resolved != null) {
        typed.add(WorkflowTyper.type(resolved, typers, typer(unit)));
      }
    }
    units.forEach(unit -> checkTasks(unit, problems(unit, later)));
    typed.forEach(workflow -> checkWorkflow(workflow, problems(workflow.unit(), later)));
    diagnostics.addAll(Lost.withoutEchoes(later.sorted(), namesWereLost));
    return diagnostics.check(diagnostics.hasErrors() ? List.of() : lower(typed));
  }

  private void checkTasks(Unit unit, Problems problems) {
    for (TypedTask task : typer(unit).tasks()) {
      Rules.check(task, problems);
      code.pack(task, problems);
    }
  }

  private void checkWorkflow(TypedWorkflow workflow, Problems problems) {
    Rules.check(workflow, problems);
    workflow
        .inOrder()
        .forEach(
            step -> {
              TypedTask task = step.task();
              if (task != null) {
                code.pack(task, problems);
              }
            });
  }

  private List<CompiledWorkflow> lower(List<TypedWorkflow> typed) {
    List<CompiledWorkflow> compiled = new ArrayList<>();
    for (TypedWorkflow workflow : typed) {
      Lowering.Lowered lowered = Lowering.lower(workflow, code);
      compiled.add(new CompiledWorkflow(lowered.plan(), lowered.blobs()));
    }
    return compiled;
  }

  private UnitTyper typer(Unit unit) {
    UnitTyper typer = typers.get(unit);
    if (typer == null) {
      throw new IllegalStateException(unit.name() + " was not typed");
    }
    return typer;
  }

  private static Problems problems(Unit unit, Diagnostics sink) {
    return new Problems(unit.doc().source(), sink);
  }

  private static void checkNames(List<Unit> units, Diagnostics sink) {
    for (int i = 0; i < units.size(); i++) {
      for (Unit first : units.subList(0, i)) {
        Unit unit = units.get(i);
        if (unit.name().equals(first.name())) {
          Span name = unit.doc().name().span();
          sink.add(
              problems(unit, sink)
                  .at(DUPLICATE_WORKFLOW, name, "two files are called `" + unit.name() + "`")
                  .label(first.doc().source().place(first.doc().name().span()), "the first one"));
        }
      }
    }
  }

  /** Files beside this one, when it uses tasks that it doesn't declare. */
  private static List<Unit> neighbours(
      Unit unit, Path file, String shown, Diagnostics diagnostics) {
    TaskTable own = new TaskTable(List.of(unit));
    if (Sources.uses(unit.doc()).stream().allMatch(uses -> own.knows(unit, uses))) {
      return List.of();
    }
    List<Unit> units = new ArrayList<>();
    String folder = shown.substring(0, shown.lastIndexOf('/') + 1);
    try {
      for (Path other : Sources.in(unit.directory())) {
        if (!Files.isSameFile(other, file)) {
          Unit neighbour = Sources.read(other, folder + other.getFileName(), diagnostics);
          if (neighbour != null) {
            units.add(neighbour);
          }
        }
      }
    } catch (IOException e) {
      String message = "the directory `" + folder + "` cannot be read";
      diagnostics.add(about(UNREADABLE_FILE, folder, message));
    }
    return units;
  }

  private static Diagnostic library(Unit unit) {
    String message = "`" + unit.name() + "` is a library of tasks: it has no steps to run";
    return problems(unit, new Diagnostics())
        .at(NOTHING_TO_COMPILE, unit.doc().name().span(), message)
        .help("name a file with `steps:`");
  }

  private static Diagnostic about(DiagnosticCode code, String shown, String message) {
    return Diagnostic.of(code, new SourceFile(shown, "").place(Span.at(0)), message);
  }

  private static Checked<CompiledWorkflow> single(Checked<List<CompiledWorkflow>> all) {
    return switch (all) {
      case Checked.Ok<List<CompiledWorkflow>> ok ->
          new Checked.Ok<>(ok.value().getFirst(), ok.diagnostics());
      case Checked.Failed<List<CompiledWorkflow>> failed ->
          new Checked.Failed<>(null, failed.diagnostics());
    };
  }
}
