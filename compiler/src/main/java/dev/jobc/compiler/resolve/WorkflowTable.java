package dev.jobc.compiler.resolve;

import static dev.jobc.diag.DiagnosticCode.UNKNOWN_WORKFLOW;

import dev.jobc.diag.Diagnostic;
import dev.jobc.model.WorkflowName;
import dev.jobc.source.Located;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The workflows that the files of a directory declare, by namespace and name. */
public final class WorkflowTable {
  private final List<Unit> units;

  public WorkflowTable(List<Unit> units) {
    this.units = units.stream().filter(unit -> !unit.doc().isLibrary()).toList();
  }

  /** The file that declares it, null when none does. */
  public @Nullable Unit find(Unit from, WorkflowName name) {
    String namespace = Objects.requireNonNullElse(name.namespace(), from.namespace());
    return units.stream()
        .filter(unit -> unit.name().equals(name.name()) && unit.namespace().equals(namespace))
        .findFirst()
        .orElse(null);
  }

  /** The same; reports when there is none. */
  @Nullable Unit find(Unit from, Located<WorkflowName> name, Problems problems) {
    Unit found = find(from, name.value());
    if (found == null) {
      problems.report(unknown(from, name, problems));
    }
    return found;
  }

  private Diagnostic unknown(Unit from, Located<WorkflowName> name, Problems problems) {
    String shown = name.value().toString();
    List<String> known =
        units.stream().filter(unit -> unit != from).map(WorkflowTable::shown).toList();
    Diagnostic error =
        problems.at(UNKNOWN_WORKFLOW, name.span(), "no file here declares `" + shown + "`");
    return known.isEmpty()
        ? error.help("put its file into this directory, so that its inputs and outputs are known")
        : Suggest.among(error, shown, known, "workflows")
            .note("a workflow is known when its file is in the same directory");
  }

  private static String shown(Unit unit) {
    return WorkflowName.PREFIX + unit.namespace() + "/" + unit.name();
  }
}
