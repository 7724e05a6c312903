package dev.jobc.compiler.types.expr;

import static dev.jobc.diag.DiagnosticCode.JSON_NOT_NARROWED;
import static dev.jobc.diag.DiagnosticCode.MAYBE_MISSING;
import static dev.jobc.diag.DiagnosticCode.SECRET_FLOWS;
import static dev.jobc.diag.DiagnosticCode.TYPE_MISMATCH;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.types.value.Secrets;
import dev.jobc.compiler.types.value.Taint;
import dev.jobc.compiler.types.value.Typed;
import dev.jobc.compiler.types.value.Types;
import dev.jobc.diag.Diagnostic;
import dev.jobc.source.Span;
import dev.jobc.type.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a value fits the place where it stands, and what to say when it doesn't. */
public final class Fit {
  private final Problems problems;

  Fit(Problems problems) {
    this.problems = problems;
  }

  /** Reports when a value doesn't fit the type wanted; {@code what} names the place. */
  public Typed require(Typed typed, Type wanted, Span span, String what) {
    if (WrittenTexts.fit(typed.type(), typed.expr(), wanted)) {
      return typed.as(wanted);
    }
    problems.report(mismatch(typed, wanted, span, what));
    return Typed.BROKEN;
  }

  /** Reports when a value is no list; {@code what} names the place. */
  public Typed requireList(Typed typed, Span span, String what) {
    Type any = new Type.ListOf(Types.UNKNOWN);
    if (Types.assignable(typed.type(), any)) {
      return typed;
    }
    boolean plain = !typed.type().isOptional() && typed.type() != Type.Simple.JSON;
    String message = what + " wants a list, this is " + typed.type();
    problems.report(
        plain ? problems.at(TYPE_MISMATCH, span, message) : mismatch(typed, any, span, what));
    return Typed.BROKEN;
  }

  /** Reports a secret in a place that shows its values; {@code what} names the place. */
  public Typed requireOpen(Typed typed, Span span, String what) {
    if (typed.isBroken() || !typed.secret()) {
      return typed;
    }
    problems.report(leak(problems, typed.taint(), span, "a secret may not flow into " + what));
    return Typed.BROKEN;
  }

  static Diagnostic leak(Problems problems, Taint taint, Span span, String message) {
    Diagnostic diagnostic = problems.at(SECRET_FLOWS, span, message);
    Diagnostic labelled =
        taint.secret() == null || taint.secret().span().equals(span)
            ? diagnostic
            : diagnostic.label(taint.secret(), "the secret");
    return labelled.help(
        "a secret can go to an input declared `secret`, and to a variable under `env:`");
  }

  private Diagnostic mismatch(Typed typed, Type wanted, Span span, String what) {
    Type type = typed.type();
    if (typed.secret() && Types.assignable(Secrets.revealed(type), wanted)) {
      return leak(
          problems, typed.taint(), span, "a secret may not flow into " + place(what, wanted));
    }
    if (type.isOptional() && Types.assignable(type.required(), wanted)) {
      return Missing.at(problems, MAYBE_MISSING, span, type);
    }
    if (type == Type.Simple.JSON) {
      String message = what + " wants " + shown(wanted) + ", this is json";
      return Missing.json(problems.at(JSON_NOT_NARROWED, span, message));
    }
    Diagnostic mismatch =
        problems.at(TYPE_MISMATCH, span, what + " wants " + wanted + ", this is " + type);
    if (type == Type.Simple.STRING && wanted.required() instanceof Type.EnumOf choices) {
      return ofEnum(mismatch, WrittenTexts.foreign(typed.expr(), choices), choices);
    }
    boolean number = type == Type.Simple.INT || type == Type.Simple.FLOAT;
    return wanted.required() == Type.Simple.DECIMAL && number
        ? mismatch.help("write `decimal(…)`; numbers become decimals only where it is said")
        : mismatch;
  }

  private Diagnostic ofEnum(
      Diagnostic mismatch, List<@Nullable String> foreign, Type.EnumOf choices) {
    String text = foreign.getFirst();
    return text == null
        ? mismatch.help("write `….as(" + choices + ")`; other texts fail when the step begins")
        : problems.suggest(
            mismatch.note("`" + text + "` is none of its values"),
            text,
            choices.values(),
            "values");
  }

  private static String place(String what, Type wanted) {
    return what + ", which is " + wanted;
  }

  private static String shown(Type wanted) {
    return wanted.equals(new Type.ListOf(Types.UNKNOWN)) ? "a list" : wanted.toString();
  }
}
