package dev.jobc.compiler.types.expr;

import static dev.jobc.diag.DiagnosticCode.UNKNOWN_INPUT;
import static dev.jobc.diag.DiagnosticCode.UNKNOWN_SECRET;
import static dev.jobc.diag.DiagnosticCode.UNKNOWN_STEP;
import static dev.jobc.diag.DiagnosticCode.UNKNOWN_VAR;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.source.Span;
import dev.jobc.syntax.BinaryOperator;
import dev.jobc.syntax.Expr;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names with hyphens, {@code steps.my-step.succeeded}, as other languages have them: here they read
 * as minus, and what that says is of no help.
 */
final class Dashes {
  private static final Map<String, DiagnosticCode> CODES =
      Map.of(
          "steps", UNKNOWN_STEP,
          "inputs", UNKNOWN_INPUT,
          "secrets", UNKNOWN_SECRET,
          "vars", UNKNOWN_VAR);

  private static final Pattern DASHED =
      Pattern.compile("(steps|inputs|secrets|vars)\\.(([A-Za-z]\\w*)(?:-\\w+)+)");

  private final Scope scope;
  private final Problems problems;

  Dashes(Scope scope, Problems problems) {
    this.scope = scope;
    this.problems = problems;
  }

  /** Whether a difference is such a name; then it has been reported. */
  boolean isName(Expr.Binary difference) {
    Expr first = first(difference);
    boolean minus = difference.operator().value() == BinaryOperator.SUBTRACT;
    Matcher name =
        DASHED
            .matcher(problems.file().text())
            .region(first.span().start(), difference.span().end());
    if (!minus || !(first instanceof Expr.Field) || !name.lookingAt()) {
      return false;
    }
    String root = name.group(1);
    Collection<String> known = known(root);
    if (scope.names().containsKey(root) || known.contains(name.group(3))) {
      return false;
    }
    report(root, name.group(2), new Span(name.start(2), name.end(2)), known);
    return true;
  }

  private static Expr first(Expr difference) {
    Expr first = difference;
    while (true) {
      switch (first) {
        case Expr.Binary binary when binary.operator().value() == BinaryOperator.SUBTRACT ->
            first = binary.left();
        case Expr.Unary unary -> first = unary.operand();
        default -> {
          return first;
        }
      }
    }
  }

  private void report(String root, String name, Span span, Collection<String> known) {
    String ours = name.replace('-', '_');
    boolean written = isWritten(name);
    Diagnostic error =
        problems
            .at(
                CODES.getOrDefault(root, UNKNOWN_STEP),
                span,
                "`" + name + "` is no name: in an expression `-` is minus")
            .note("names are made of letters, digits and `_`");
    if (written && known.contains(ours)) {
      problems.report(error.help("rename it; `" + ours + "` is another one"));
    } else {
      List<String> meant = known.contains(ours) || written ? List.of(ours) : List.copyOf(known);
      problems.report(problems.suggest(error, name, meant, root));
    }
  }

  /** Whether something has that name, which is refused where it stands. */
  private boolean isWritten(String name) {
    String quoted = "[\"']?" + Pattern.quote(name) + "[\"']?\\s*";
    return Pattern.compile(
            "\\bid:\\s*" + quoted + "|[\\s{,]" + quoted + ":|[\\[,]\\s*" + quoted + "[,\\]]")
        .matcher(problems.file().text())
        .find();
  }

  private Collection<String> known(String root) {
    Globals globals = scope.globals();
    return switch (root) {
      case "inputs" -> scope.inputs().keySet();
      case "secrets" -> globals == null ? List.of() : globals.secretNames();
      case "vars" -> globals == null ? List.of() : globals.varNames();
      default -> scope.steps() == null ? List.of() : scope.steps().ids();
    };
  }
}
