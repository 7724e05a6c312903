package dev.jobc.compiler.types.expr;

import static dev.jobc.diag.DiagnosticCode.JSON_NOT_NARROWED;
import static dev.jobc.diag.DiagnosticCode.MAYBE_MISSING;
import static dev.jobc.diag.DiagnosticCode.NOT_SELECTABLE;
import static dev.jobc.diag.DiagnosticCode.UNKNOWN_FIELD;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.types.value.Taint;
import dev.jobc.compiler.types.value.Typed;
import dev.jobc.compiler.types.value.Types;
import dev.jobc.diag.Diagnostic;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import dev.jobc.syntax.Expr;
import dev.jobc.type.Type;
import java.util.List;
import java.util.regex.Pattern;

/** {@code object.field} and {@code object[index]}. */
final class Selections {
  /** Longer text is not repeated in a help. */
  private static final int MOST_QUOTED = 60;

  private static final Pattern NAMED = Pattern.compile("\\[\\s*[\"'].*");

  private final ExprChecker checker;
  private final Problems problems;
  private final Calls calls;
  private final Names names;

  Selections(ExprChecker checker, Problems problems) {
    this.checker = checker;
    this.problems = problems;
    this.calls = checker.calls();
    this.names = checker.names();
  }

  /** Checks a part of an expression whose absence is provided for. */
  Typed lenient(Expr expr) {
    return switch (expr) {
      case Expr.Field field -> field(field, true);
      case Expr.Index index -> index(index, true);
      default -> checker.check(expr);
    };
  }

  /** A selection; a lenient one answers null for what a map or list doesn't have. */
  Typed field(Expr.Field field, boolean lenient) {
    Typed reference = names.reference(field);
    if (reference != null) {
      return reference;
    }
    Typed object = checker.check(field.object());
    Located<String> name = field.field();
    Type type = object.type().required();
    if (type instanceof Type.RecordOf record && !object.isBroken() && type != Types.UNKNOWN) {
      return recordField(object, record, name);
    }
    if (object.type() instanceof Type.MapOf map) {
      return mapValue(
          object, map, Typed.constant(Type.Simple.STRING, Json.of(name.value())), lenient);
    }
    return noField(object, field);
  }

  private Typed recordField(Typed object, Type.RecordOf record, Located<String> name) {
    Type type = record.fields().get(name.value());
    if (type == null) {
      String message = "a value of type " + record + " has no field `" + name.value() + "`";
      problems.report(
          problems.suggest(
              problems.at(UNKNOWN_FIELD, name.span(), message),
              name.value(),
              record.fields().keySet(),
              "fields"));
      return Typed.BROKEN;
    }
    Type result = object.type().isOptional() ? type.optional() : type;
    return new Typed(result, Turns.select(object.expr(), name.value()), object.taint());
  }

  private static Typed mapValue(Typed map, Type.MapOf type, Typed key, boolean lenient) {
    return lenient
        ? new Typed(
            type.value().optional(),
            new PlanExpr.Call("get_or_null", List.of(map.expr(), key.expr())),
            Taint.of(List.of(map, key)))
        : new Typed(
            type.value(), new PlanExpr.Index(map.expr(), key.expr()), Taint.of(List.of(map, key)));
  }

  private static Typed item(Typed list, Type element, Typed at, boolean lenient) {
    Taint taint = Taint.of(List.of(list, at));
    return lenient
        ? new Typed(
            element.optional(),
            new PlanExpr.Call("item_or_null", List.of(list.expr(), at.expr())),
            taint)
        : new Typed(element, new PlanExpr.Index(list.expr(), at.expr()), taint);
  }

  private Typed noField(Typed object, Expr.Field field) {
    Located<String> name = field.field();
    String what = "field `" + name.value() + "`";
    boolean plain = object.type() instanceof Type.ListOf || object.type() == Type.Simple.STRING;
    String method = FunctionCalls.method(name.value());
    if (plain && method != null && object.type() != Types.UNKNOWN) {
      problems.report(
          problems
              .at(NOT_SELECTABLE, name.span(), hasNo(object, what))
              .help("a function is called with brackets: `." + method + "()`"));
      return Typed.BROKEN;
    }
    return notSelectable(object, what, "." + name.value(), field.object(), name.span());
  }

  private Typed notSelectable(Typed object, String what, String selection, Expr target, Span span) {
    if (object.type() == Types.UNKNOWN) {
      return Typed.BROKEN;
    }
    if (object.type().isOptional()) {
      problems.report(Missing.at(problems, MAYBE_MISSING, target.span(), object.type()));
    } else if (object.type() == Type.Simple.JSON) {
      problems.report(json(selection, target));
    } else {
      problems.report(NOT_SELECTABLE, span, hasNo(object, what));
    }
    return Typed.BROKEN;
  }

  private Typed noElements(Typed object, Expr.Index index) {
    Span target = index.object().span();
    String selection = new Span(target.end(), index.span().end()).of(problems.file().text());
    return notSelectable(object, "elements", selection, index.object(), target);
  }

  private static String hasNo(Typed object, String what) {
    return "a value of type " + object.type() + " has no " + what;
  }

  /** A part of json is one of a map or of a list, which has to be said. */
  private Diagnostic json(String selection, Expr target) {
    Diagnostic error = problems.at(JSON_NOT_NARROWED, target.span(), Missing.JSON_MESSAGE);
    String written = error.place().text();
    boolean named = selection.startsWith(".") || NAMED.matcher(selection).matches();
    String type = named ? "map<string, json>" : "list<json>";
    return written.length() > MOST_QUOTED || written.contains("\n")
        ? Missing.json(error)
        : error.help("say what it is: `" + written + ".as(" + type + ")" + selection + "`");
  }

  /** {@code record["field"]}, and a literal map at a key that is not known before the run. */
  private Typed element(Expr.Index index, Typed object, Type.RecordOf record, boolean lenient) {
    Typed key = checker.check(index.index(), Type.Simple.STRING, "the name of a field");
    if (key.isBroken()) {
      return key;
    }
    if (key.constant() instanceof Json.Str(String name)) {
      return recordField(object, record, new Located<>(name, index.index().span()));
    }
    if (Types.asMap(record) instanceof Type.MapOf map) {
      return mapValue(object, map, key, lenient);
    }
    return noElements(object, index);
  }

  Typed index(Expr.Index index, boolean lenient) {
    Typed object = checker.check(index.object());
    return switch (object.type()) {
      case Type.ListOf(Type element) -> {
        Typed at = checker.check(index.index(), Type.Simple.INT, "an index of a list");
        yield object.isBroken() || at.isBroken()
            ? Typed.BROKEN
            : calls.fold(item(object, element, at, lenient), List.of(object, at), index.span());
      }
      case Type.MapOf map -> {
        Typed key = checker.check(index.index(), Type.Simple.STRING, "a key of a map");
        yield key.isBroken() ? key : mapValue(object, map, key, lenient);
      }
      case Type.RecordOf record when object.type() != Types.UNKNOWN ->
          element(index, object, record, lenient);
      default -> {
        checker.check(index.index());
        yield noElements(object, index);
      }
    };
  }
}
