package dev.jobc.compiler;

import static dev.jobc.diag.DiagnosticCode.CONSTANT_CONDITION;
import static dev.jobc.diag.DiagnosticCode.DUPLICATE_WORKFLOW;
import static dev.jobc.diag.DiagnosticCode.IDLE_DEFAULT;
import static dev.jobc.diag.DiagnosticCode.NOTHING_TO_COMPILE;

import dev.jobc.compiler.lint.LintLevels;
import dev.jobc.compiler.lower.CodePacker;
import dev.jobc.compiler.lower.Lowering;
import dev.jobc.compiler.provenance.Checkouts;
import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.resolve.Requirements;
import dev.jobc.compiler.resolve.ResolvedWorkflow;
import dev.jobc.compiler.resolve.Unit;
import dev.jobc.compiler.rules.Rules;
import dev.jobc.compiler.types.SpawnedTasks;
import dev.jobc.compiler.types.TypedTask;
import dev.jobc.compiler.types.TypedWorkflow;
import dev.jobc.compiler.types.UnitTyper;
import dev.jobc.compiler.types.WorkflowTyper;
import dev.jobc.diag.Checked;
import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.Diagnostics;
import dev.jobc.plan.Provenance;
import dev.jobc.source.SourceFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compiles workflows: read, resolve, type, rules, lower. Each phase takes what the one before it
 * made and reports into one collection; only the last is left out when there is an error.
 *
 * <p>Files of one directory see each other's tasks. A mistake of a user is never an exception.
 */
public final class Compiler {
  private final Workspace workspace;
  private final LintLevels levels;
  private final Diagnostics found = new Diagnostics();
  private final Map<Unit, UnitTyper> typers = new IdentityHashMap<>();
  private final Map<Unit, @Nullable ResolvedWorkflow> resolved = new IdentityHashMap<>();
  private final Map<Unit, @Nullable TypedWorkflow> typed = new IdentityHashMap<>();
  private final CodePacker code = new CodePacker();
  private SpawnedTasks spawned = SpawnedTasks.NONE;

  private final Requirements requirements;

  /** Null when nobody has asked where files come from. */
  private final @Nullable Checkouts checkouts;

  private Compiler(Workspace workspace, LintLevels levels, @Nullable Checkouts checkouts) {
    this.workspace = workspace;
    this.levels = levels;
    this.checkouts = checkouts;
    this.requirements =
        new Requirements(
            workspace.units(), workspace.tasks(), workspace.workflows(), this::problems);
  }

  /**
   * Compiles one workflow. Other files of its directory are read only when it uses a task that it
   * doesn't declare.
   *
   * @param file the workflow; a library of tasks is an error
   * @param shown its path as the user should see it, with {@code /}
   */
  public static Checked<CompiledWorkflow> compile(Path file, String shown) {
    return compile(file, shown, Wishes.NONE);
  }

  /** The same with wishes. */
  public static Checked<CompiledWorkflow> compile(Path file, String shown, Wishes wishes) {
    Workspace workspace = Workspace.of(file, shown, wishes.texts());
    workspace.wanted().forEach(unit -> refuseLibrary(unit, workspace.diagnostics()));
    return switch (new Compiler(workspace, wishes.levels(), checkouts(wishes)).run()) {
      case Checked.Ok<List<CompiledWorkflow>> ok ->
          new Checked.Ok<>(ok.value().getFirst(), ok.diagnostics());
      case Checked.Failed<List<CompiledWorkflow>> failed ->
          new Checked.Failed<>(null, failed.diagnostics());
    };
  }

  /**
   * Compiles everything at a path: a file, or the workflows and libraries of a directory and of
   * those below it, each directory for itself. A library gives diagnostics but no plan.
   *
   * @param shown the path as the user should see it, with {@code /}
   */
  public static Checked<List<CompiledWorkflow>> compileAll(Path path, String shown) {
    return compileAll(path, shown, Wishes.NONE);
  }

  /** The same with wishes. */
  public static Checked<List<CompiledWorkflow>> compileAll(Path path, String shown, Wishes wishes) {
    List<Workspace> workspaces =
        Files.isDirectory(path)
            ? Workspace.under(path, shown, wishes.texts())
            : List.of(Workspace.of(path, shown, wishes.texts()));
    Diagnostics all = new Diagnostics();
    Checkouts checkouts = checkouts(wishes);
    List<CompiledWorkflow> compiled = new ArrayList<>();
    for (Workspace workspace : workspaces) {
      Checked<List<CompiledWorkflow>> part =
          new Compiler(workspace, wishes.levels(), checkouts).run();
      all.addAll(part.diagnostics());
      if (part instanceof Checked.Ok<List<CompiledWorkflow>> ok) {
        compiled.addAll(ok.value());
      }
    }
    return all.check(compiled);
  }

  private static @Nullable Checkouts checkouts(Wishes wishes) {
    return wishes.provenance() ? new Checkouts() : null;
  }

  /** The pipeline. */
  private Checked<List<CompiledWorkflow>> run() {
    checkNames(workspace.wanted());
    List<TypedWorkflow> typed = type();
    checkRules(typed);
    packCode(typed);
    Diagnostics all = workspace.diagnostics();
    SoundFiles sound =
        SoundFiles.of(
            workspace.units(), Stream.concat(all.sorted().stream(), found.sorted().stream()));
    all.addAll(Lost.withoutEchoes(certain(found.sorted(), sound), all.sorted()));
    List<TypedWorkflow> whole = typed.stream().filter(one -> sound.has(one.unit())).toList();
    return new Linting(workspace, levels, all, sound).of(whole, lower(whole));
  }

  /** What is wrong elsewhere may be why a condition or a default seems idle. */
  private static List<Diagnostic> certain(List<Diagnostic> found, SoundFiles sound) {
    return found.stream()
        .filter(
            one ->
                sound.has(one.place().file())
                    || (one.code() != CONSTANT_CONDITION && one.code() != IDLE_DEFAULT))
        .toList();
  }

  private List<TypedWorkflow> type() {
    for (Unit unit : workspace.units()) {
      typers.put(unit, new UnitTyper(unit, problems(unit)));
    }
    spawned = new SpawnedTasks(typers, workspace.tasks());
    List<TypedWorkflow> typed = new ArrayList<>();
    for (Unit unit : workspace.wanted()) {
      ResolvedWorkflow resolved = resolved(unit);
      if (resolved != null) {
        new WorkflowCalls(this::resolved).check(resolved, problems(unit));
      }
      TypedWorkflow workflow = typed(unit);
      if (workflow != null) {
        typed.add(workflow);
      }
    }
    return typed;
  }

  /** The file with its names resolved, once; null for a library. */
  private @Nullable ResolvedWorkflow resolved(Unit unit) {
    if (!resolved.containsKey(unit)) {
      resolved.put(
          unit,
          ResolvedWorkflow.of(
              unit, workspace.tasks(), workspace.workflows(), requirements, problems(unit)));
    }
    return resolved.get(unit);
  }

  /** The workflow of a file, typed once; null for a library, and for one being typed already. */
  private @Nullable TypedWorkflow typed(Unit unit) {
    if (!typed.containsKey(unit)) {
      typed.put(unit, null);
      ResolvedWorkflow workflow = resolved(unit);
      if (workflow != null) {
        typed.put(unit, WorkflowTyper.type(workflow, typers, typer(unit), spawned, this::typed));
      }
    }
    return typed.get(unit);
  }

  private void checkRules(List<TypedWorkflow> typed) {
    for (Unit unit : workspace.units()) {
      typer(unit).tasks().forEach(task -> Rules.check(task, problems(unit)));
    }
    typed.forEach(workflow -> Rules.check(workflow, problems(workflow.unit())));
  }

  private void packCode(List<TypedWorkflow> typed) {
    for (Unit unit : workspace.units()) {
      for (TypedTask task : typer(unit).tasks()) {
        code.pack(task, problems(unit));
        task.policy().programs().forEach(program -> code.pack(program, problems(unit)));
      }
    }
    for (TypedWorkflow workflow : typed) {
      workflow.run().programs().forEach(p -> code.pack(p, problems(workflow.unit())));
      for (var step : workflow.inOrder()) {
        TypedTask task = step.task();
        if (task != null) {
          code.pack(task, problems(workflow.unit()));
        }
        step.policy().programs().forEach(p -> code.pack(p, problems(workflow.unit())));
      }
    }
  }

  private List<CompiledWorkflow> lower(List<TypedWorkflow> typed) {
    List<CompiledWorkflow> compiled = new ArrayList<>();
    for (TypedWorkflow workflow : typed) {
      Lowering.Lowered lowered = Lowering.lower(workflow, code, spawned);
      SourceFile source = workflow.unit().doc().source();
      BudgetHolds.check(workflow, lowered.plan(), new Problems(source, workspace.diagnostics()));
      Provenance provenance =
          checkouts == null ? null : checkouts.of(workflow.unit().directory()).orElse(null);
      compiled.add(new CompiledWorkflow(lowered.plan(), lowered.blobs(), provenance));
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

  private Problems problems(Unit unit) {
    return new Problems(unit.doc().source(), found);
  }

  private void checkNames(List<Unit> units) {
    for (int i = 0; i < units.size(); i++) {
      Unit unit = units.get(i);
      for (Unit first : units.subList(0, i)) {
        if (unit.name().equals(first.name())) {
          problems(unit)
              .report(
                  problems(unit)
                      .at(
                          DUPLICATE_WORKFLOW,
                          unit.doc().name().span(),
                          "two files are called `" + unit.name() + "`")
                      .label(first.doc().source().place(first.doc().name().span()), "the first"));
        }
      }
    }
  }

  private static void refuseLibrary(Unit unit, Diagnostics diagnostics) {
    if (unit.doc().isLibrary() && !diagnostics.hasErrors()) {
      String message = "`" + unit.name() + "` is a library of tasks: it has no steps to run";
      Problems problems = new Problems(unit.doc().source(), diagnostics);
      problems.report(
          problems
              .at(NOTHING_TO_COMPILE, unit.doc().name().span(), message)
              .help("name a file with `steps:`"));
    }
  }
}
