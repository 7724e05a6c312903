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

  /** Reports a name that is neither declared nor built in. */
  static void check(Located<String> name, List<String> declared, Problems problems) {
    if (declared.contains(name.value()) || ErrorSets.BUILT_IN.contains(name.value())) {
      return;
    }
    Set<String> known = new TreeSet<>(declared);
    known.addAll(ErrorSets.BUILT_IN);
    String message = "the task cannot raise `" + name.value() + "`";
    problems.report(
        problems
            .suggest(
                problems.at(UNKNOWN_ERROR, name.span(), message), name.value(), known, "errors")
            .help("declare it under the task's `errors:` if the code raises it"));
  }
}
