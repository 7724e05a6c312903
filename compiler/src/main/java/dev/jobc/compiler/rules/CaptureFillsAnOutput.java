package dev.jobc.compiler.rules;

import static dev.jobc.diag.DiagnosticCode.TYPE_MISMATCH;
import static dev.jobc.diag.DiagnosticCode.UNKNOWN_OUTPUT;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.types.TypedTask;
import dev.jobc.model.CodeDoc;
import dev.jobc.plan.TaskSpec.Capture;
import dev.jobc.plan.TaskSpec.Param;
import dev.jobc.type.Type;

/** {@code capture} goes to a declared output whose type it can have. */
final class CaptureFillsAnOutput implements Rule {
  @Override
  public void check(TypedTask task, Problems problems) {
    CodeDoc.CaptureDoc capture = task.code().capture();
    if (capture == null) {
      return;
    }
    String name = capture.as().value();
    Param output = task.output(name);
    if (output == null) {
      String message = "`" + task.name() + "` has no output `" + name + "` to capture into";
      problems.report(
          problems.suggest(
              problems.at(UNKNOWN_OUTPUT, capture.as().span(), message),
              name,
              task.outputs().stream().map(Param::name).toList(),
              "outputs"));
    } else if (task.outputsKnown() && !fits(capture.mode().value(), output.type().required())) {
      String message =
          "output `" + name + "` is " + output.type() + ", this captures " + gives(capture);
      problems.report(TYPE_MISMATCH, capture.mode().span(), message);
    }
  }

  private static boolean fits(Capture.Mode mode, Type type) {
    return switch (mode) {
      case TEXT, LAST_LINE -> type == Type.Simple.STRING || type == Type.Simple.JSON;
      case LINES -> type.equals(new Type.ListOf(Type.Simple.STRING)) || type == Type.Simple.JSON;
      case JSON -> true;
    };
  }

  private static String gives(CodeDoc.CaptureDoc capture) {
    return capture.mode().value() == Capture.Mode.LINES ? "list<string>" : "string";
  }
}
