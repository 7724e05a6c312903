package dev.jobc.compiler.rules;

import static dev.jobc.diag.DiagnosticCode.UNKNOWN_ERROR;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.types.ErrorSets;
import dev.jobc.source.Located;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The errors a task can end with. */
final class ErrorNames {
  private ErrorNames() {}

  /** Reports a name that the task neither declares nor has without that. */
  static void check(Located<String> name, List<String> declared, Problems problems) {
    check(
        name,
        declared,
        problems,
        "the task cannot raise",
        "declare it under the task's `errors:` if the code raises it");
  }

  /** The same of a workflow, which ends with the errors of its tasks. */
  static void checkOfWorkflow(Located<String> name, List<String> declared, Problems problems) {
    check(
        name,
        declared,
        problems,
        "no step of the workflow can end with",
        "declare it under `errors:` of the task whose code raises it");
  }

  private static void check(
      Located<String> name, List<String> declared, Problems problems, String wrong, String help) {
    if (declared.contains(name.value()) || ErrorSets.BUILT_IN.contains(name.value())) {
      return;
    }
    Set<String> known = new TreeSet<>(declared);
    known.addAll(ErrorSets.BUILT_IN);
    String message = wrong + " `" + name.value() + "`";
    problems.report(
        problems
            .suggest(
                problems.at(UNKNOWN_ERROR, name.span(), message), name.value(), known, "errors")
            .help(help));
  }
}
