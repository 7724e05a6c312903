package dev.jobc.compiler.resolve;

import static dev.jobc.diag.DiagnosticCode.RECURSIVE_WORKFLOW;
import static dev.jobc.diag.DiagnosticCode.UNKNOWN_WORKFLOW;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.Suggestions;
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
      problems.report(unknown(from, name, WorkflowName.PREFIX, problems));
    }
    return found;
  }

  /**
   * Checks the workflow whose end starts another. A namespace of which no file is here is taken to
   * be deployed from elsewhere.
   */
  void checkTrigger(Unit from, Located<WorkflowName> name, Problems problems) {
    Unit found = find(from, name.value());
    String namespace = Objects.requireNonNullElse(name.value().namespace(), from.namespace());
    if (found == from) {
      problems.report(
          problems
              .at(RECURSIVE_WORKFLOW, name.span(), "the end of each run would start the next one")
              .note("`" + from.name() + "` is this workflow"));
    } else if (found == null && units.stream().anyMatch(u -> u.namespace().equals(namespace))) {
      problems.report(unknown(from, name, "", problems));
    }
  }

  private Diagnostic unknown(
      Unit from, Located<WorkflowName> name, String prefix, Problems problems) {
    String shown = prefix + name.value().toString().substring(WorkflowName.PREFIX.length());
    boolean bare = prefix.isEmpty() && name.value().namespace() == null;
    List<Unit> others =
        units.stream()
            .filter(unit -> unit != from)
            .filter(unit -> !bare || unit.namespace().equals(from.namespace()))
            .toList();
    String namespace = Objects.requireNonNullElse(name.value().namespace(), from.namespace());
    List<Unit> beside = others.stream().filter(u -> u.namespace().equals(namespace)).toList();
    List<String> known =
        (beside.isEmpty() ? others : beside)
            .stream().map(unit -> shown(unit, prefix, bare)).toList();
    Diagnostic error =
        problems.at(UNKNOWN_WORKFLOW, name.span(), "no file here declares `" + shown + "`");
    Unit meant = meant(from, name.value(), others);
    return known.isEmpty()
        ? error.help("put its file into this directory, so that its inputs and outputs are known")
        : problems
            .suggest(
                error, shown, meant == null ? null : shown(meant, prefix, bare), known, "workflows")
            .note("a workflow is known when its file is in the same directory");
  }

  private static String shown(Unit unit, String prefix, boolean bare) {
    return prefix + (bare ? "" : unit.namespace() + "/") + unit.name();
  }

  /** One with nearly that name in the same namespace, or with that name in another. */
  private static @Nullable Unit meant(Unit from, WorkflowName name, List<Unit> others) {
    String namespace = Objects.requireNonNullElse(name.namespace(), from.namespace());
    List<String> beside =
        others.stream().filter(u -> u.namespace().equals(namespace)).map(Unit::name).toList();
    String near = Suggestions.nearest(name.name(), beside);
    return others.stream()
        .filter(
            unit ->
                near == null
                    ? unit.name().equals(name.name())
                    : unit.name().equals(near) && unit.namespace().equals(namespace))
        .findFirst()
        .orElse(null);
  }
}
