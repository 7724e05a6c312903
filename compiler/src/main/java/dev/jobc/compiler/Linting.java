package dev.jobc.compiler;

import dev.jobc.compiler.lint.Allowances;
import dev.jobc.compiler.lint.LintLevels;
import dev.jobc.compiler.lint.LintedFile;
import dev.jobc.compiler.lint.Lints;
import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.resolve.Unit;
import dev.jobc.compiler.types.TypedWorkflow;
import dev.jobc.diag.Checked;
import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.Diagnostics;
import dev.jobc.plan.Plan;
import java.util.List;

/** The last look at sound files: warnings, and what the author thinks of them. */
final class Linting {
  private final Workspace workspace;
  private final LintLevels wanted;
  private final Diagnostics found;
  private final SoundFiles sound;

  /** Lints what has been compiled; found holds what was found so far. */
  Linting(Workspace workspace, LintLevels wanted, Diagnostics found, SoundFiles sound) {
    this.workspace = workspace;
    this.wanted = wanted;
    this.found = found;
    this.sound = sound;
  }

  Checked<List<CompiledWorkflow>> of(List<TypedWorkflow> typed, List<CompiledWorkflow> compiled) {
    List<Unit> whole = workspace.wanted().stream().filter(sound::has).toList();
    for (Unit unit : whole) {
      lint(unit, typed, compiled);
    }
    Diagnostics all = new Diagnostics();
    LintLevels levels = wanted.over(ProjectFile.levels(workspace, all));
    List<Diagnostic> left = levels.denied(found.sorted());
    for (Unit unit : workspace.wanted()) {
      Allowances allowances = Allowances.of(unit.doc().source());
      left = sound.has(unit) ? allowances.apply(left) : allowances.without(left);
    }
    all.addAll(levels.apply(left));
    return all.check(compiled);
  }

  private void lint(Unit unit, List<TypedWorkflow> typed, List<CompiledWorkflow> compiled) {
    TypedWorkflow workflow = null;
    Plan plan = null;
    for (int i = 0; i < typed.size(); i++) {
      if (typed.get(i).unit() == unit) {
        workflow = typed.get(i);
        plan = compiled.get(i).plan();
      }
    }
    Problems problems = new Problems(unit.doc().source(), found);
    Lints.check(
        LintedFile.of(unit, workflow, plan, word -> Sources.isNamedBeside(unit, word), problems));
  }
}
