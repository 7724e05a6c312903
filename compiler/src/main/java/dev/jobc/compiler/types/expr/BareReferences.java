package dev.jobc.compiler.types.expr;

import static dev.jobc.diag.DiagnosticCode.FOREIGN_TEMPLATE;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.source.Span;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Texts that are nothing but a reference to something that exists: {@code inputs.day}, which {@code
 * if} and {@code forEach} take as it is and every other place takes for text.
 */
final class BareReferences {
  private static final Pattern REFERENCE =
      Pattern.compile("(?:\\$\\{)?((inputs|steps)\\.([A-Za-z_]\\w*)(?:\\.[A-Za-z_]\\w*)*)}?");

  private BareReferences() {}

  static void warn(Scope scope, Problems problems, String text, Span place) {
    Matcher reference = REFERENCE.matcher(text);
    if (reference.matches() && exists(scope, reference.group(2), reference.group(3))) {
      problems.report(
          problems
              .at(FOREIGN_TEMPLATE, place, "`" + text + "` is taken as it is written")
              .help("write `${{ " + reference.group(1) + " }}`"));
    }
  }

  private static boolean exists(Scope scope, String root, String name) {
    return root.equals("inputs")
        ? scope.inputs().containsKey(name)
        : scope.steps() != null && scope.steps().ids().contains(name);
  }
}
