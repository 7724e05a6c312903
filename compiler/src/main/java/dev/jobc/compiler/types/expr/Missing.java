package dev.jobc.compiler.types.expr;

import dev.jobc.compiler.resolve.Absences.Absence;
import dev.jobc.compiler.resolve.Cause;
import dev.jobc.compiler.resolve.Problems;
import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import dev.jobc.type.Type;

/** How to say that a value may be missing, or has no type yet. */
final class Missing {
  static final String JSON_MESSAGE = "a value of type json needs a type before it is used";

  private Missing() {}

  static Diagnostic at(Problems problems, DiagnosticCode code, Span span, Type type) {
    Diagnostic missing =
        problems
            .at(code, span, "this value may be missing: it is " + type)
            .help("give a value for that case: `… ?? " + example(type.required()) + "`");
    for (Absence absence : problems.absences().within(span)) {
      missing = because(missing, absence);
    }
    return missing;
  }

  private static Diagnostic because(Diagnostic missing, Absence absence) {
    Diagnostic explained = missing;
    for (Cause cause : absence.causes()) {
      explained = explained.label(cause.place(), cause.text());
    }
    Located<String> id = absence.step().doc().id();
    boolean late = absence.causes().stream().allMatch(c -> c.kind() == Cause.Kind.TIMED_OUT);
    return id == null || late
        ? explained
        : explained.help(
            "or use it only where `steps." + id.value() + ".succeeded` is known to hold");
  }

  static Diagnostic json(Diagnostic diagnostic) {
    return diagnostic.help("say what it is: `….as(string)`, or any other type");
  }

  private static String example(Type type) {
    return switch (type) {
      case Type.Simple.INT -> "0";
      case Type.Simple.FLOAT -> "0.0";
      case Type.Simple.BOOL -> "false";
      case Type.ListOf list -> "[]";
      case Type.MapOf map -> "{}";
      case Type.EnumOf e -> "\"" + e.values().get(0) + "\"";
      case Type.Simple.STRING -> "\"\"";
      default -> "default";
    };
  }
}
