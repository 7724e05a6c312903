package dev.jobc.compiler.types.expr;

import static dev.jobc.diag.DiagnosticCode.MAYBE_MISSING;
import static dev.jobc.diag.DiagnosticCode.NOT_A_SCALAR;
import static dev.jobc.diag.DiagnosticCode.SECRET_IN_SOURCE;
import static dev.jobc.diag.DiagnosticCode.TYPE_MISMATCH;
import static dev.jobc.diag.DiagnosticCode.UNKNOWN_FIELD;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.types.value.PeerWords;
import dev.jobc.compiler.types.value.Taint;
import dev.jobc.compiler.types.value.Typed;
import dev.jobc.compiler.types.value.Types;
import dev.jobc.expr.Functions;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.model.TemplateDoc;
import dev.jobc.model.ValueDoc;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import dev.jobc.syntax.Expr;
import dev.jobc.syntax.Part;
import dev.jobc.type.Type;
import dev.jobc.type.TypeCheck;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** YAML values, with expressions and templates inside, against the types they must have. */
public final class ValueChecker {
  private final ExprChecker exprs;
  private final Problems problems;
  private final Calls calls;

  public ValueChecker(ExprChecker exprs, Problems problems) {
    this.exprs = exprs;
    this.problems = problems;
    this.calls = exprs.calls();
  }

  public ExprChecker exprs() {
    return exprs;
  }

  public Fit fit() {
    return new Fit(problems);
  }

  /** The type a value has by itself. */
  public Typed infer(ValueDoc value) {
    return switch (value) {
      case ValueDoc.Scalar(Json json, Span span) -> {
        if (json instanceof Json.Str(String text)) {
          words(text, span);
        }
        yield exprs.check(new Expr.Literal(json, span));
      }
      case ValueDoc.Expression expression -> exprs.check(expression.expr());
      case ValueDoc.Template template -> text(template.parts());
      case ValueDoc.ListOf list -> Literals.list(list.items().stream().map(this::infer).toList());
      case ValueDoc.MapOf map -> {
        Map<String, Typed> fields = new LinkedHashMap<>();
        map.entries().forEach(entry -> fields.put(entry.name().value(), infer(entry.value())));
        yield Literals.map(fields);
      }
      case ValueDoc.Broken broken -> Typed.BROKEN;
    };
  }

  /** A value of the wanted type; {@code what} names the place: "input `rows`". */
  public Typed check(ValueDoc value, Type wanted, String what) {
    if (wanted == Types.UNKNOWN) {
      return infer(value);
    }
    return switch (value) {
      case ValueDoc.Scalar(Json json, Span span) -> scalar(json, span, wanted, what);
      case ValueDoc.Expression expression -> exprs.check(expression.expr(), wanted, what);
      case ValueDoc.Template template ->
          exprs.require(text(template.parts()), wanted, template.span(), what);
      case ValueDoc.ListOf list -> list(list, wanted, what);
      case ValueDoc.MapOf map -> map(map, wanted, what);
      case ValueDoc.Broken broken -> Typed.BROKEN;
    };
  }

  /** A field that is text in the end, and shown or stored: no secret may be in it. */
  public Typed text(TemplateDoc template) {
    return fit().requireOpen(secretText(template), template.span(), "text that is shown or stored");
  }

  /** A field that is text in the end, and may be a secret. */
  public Typed secretText(TemplateDoc template) {
    return text(template.parts());
  }

  private Typed scalar(Json json, Span span, Type wanted, String what) {
    TypeCheck.Result result = TypeCheck.check(wanted, json);
    if (result.ok()) {
      inSource(json, span, wanted, what);
      if (json instanceof Json.Str(String text)) {
        words(text, span);
      }
      return Typed.constant(wanted, result.value());
    }
    var diagnostic =
        problems.at(TYPE_MISMATCH, span, what + " " + result.problems().get(0).message());
    boolean quote = wanted.required() == Type.Simple.STRING && json != Json.NULL;
    problems.report(quote ? diagnostic.help("put it in quotes to make it text") : diagnostic);
    return Typed.BROKEN;
  }

  /** Warns of text that looks like an expression. */
  private void words(String text, Span span) {
    PeerWords.warn(problems, text, span);
    BareReferences.warn(exprs.scope(), problems, text, span);
  }

  private void inSource(Json json, Span span, Type wanted, String what) {
    if (wanted.required() == Type.Simple.SECRET
        && json instanceof Json.Str(String text)
        && !text.isEmpty()) {
      problems.report(
          problems
              .at(SECRET_IN_SOURCE, span, what + " is a secret, and stands here for all to read")
              .note("it is stored in every plan made of this file")
              .help("keep it out of the file: `${{ secrets.<name> }}`"));
    }
  }

  private Typed list(ValueDoc.ListOf list, Type wanted, String what) {
    if (wanted.required() instanceof Type.ListOf(Type element)) {
      List<Typed> items = new ArrayList<>();
      for (ValueDoc item : list.items()) {
        items.add(check(item, element, "an item of " + what));
      }
      return Literals.list(wanted, items);
    }
    return exprs.require(infer(list), wanted, list.span(), what);
  }

  private Typed map(ValueDoc.MapOf map, Type wanted, String what) {
    return switch (wanted.required()) {
      case Type.RecordOf record -> record(map, record, wanted, what);
      case Type.MapOf(Type value) -> {
        Map<String, Typed> fields = new LinkedHashMap<>();
        for (ValueDoc.Entry entry : map.entries()) {
          String place = "`" + entry.name().value() + "` of " + what;
          fields.put(entry.name().value(), check(entry.value(), value, place));
        }
        yield Literals.map(wanted, fields);
      }
      default -> exprs.require(infer(map), wanted, map.span(), what);
    };
  }

  private Typed record(ValueDoc.MapOf map, Type.RecordOf record, Type wanted, String what) {
    Map<String, Typed> fields = new LinkedHashMap<>();
    boolean broken = false;
    for (ValueDoc.Entry entry : map.entries()) {
      Located<String> name = entry.name();
      Type type = record.fields().get(name.value());
      if (type == null) {
        unknownField(record, name);
        broken = true;
      } else {
        fields.put(name.value(), check(entry.value(), type, "`" + name.value() + "` of " + what));
      }
    }
    Set<String> missing = new LinkedHashSet<>(record.fields().keySet());
    missing.removeAll(fields.keySet());
    missing.removeIf(name -> Types.fieldAssignable(null, record.fields().get(name)));
    if (!missing.isEmpty() && !broken) {
      String message =
          what + " wants " + record + ", `" + String.join("`, `", missing) + "` is missing";
      problems.report(TYPE_MISMATCH, map.span(), message);
      broken = true;
    }
    return broken ? Typed.BROKEN : Literals.map(wanted, fields);
  }

  private void unknownField(Type.RecordOf record, Located<String> name) {
    String message = "a value of type " + record + " has no field `" + name.value() + "`";
    problems.report(
        problems.suggest(
            problems.at(UNKNOWN_FIELD, name.span(), message),
            name.value(),
            record.fields().keySet(),
            "fields"));
  }

  /** Text with holes: each hole a scalar, converted to text. */
  private Typed text(List<Part> parts) {
    List<Typed> texts = new ArrayList<>();
    for (Part part : parts) {
      if (part instanceof Part.Text(String literal, Span place)) {
        if (parts.size() == 1) {
          words(literal, place);
        } else {
          PeerWords.warn(problems, literal, place);
        }
      }
      texts.add(
          switch (part) {
            case Part.Text(String text, Span span) ->
                Typed.constant(Type.Simple.STRING, Json.of(text));
            case Part.Hole hole -> hole(hole.expression());
          });
    }
    if (texts.stream().anyMatch(Typed::isBroken)) {
      return Typed.BROKEN;
    }
    if (texts.size() == 1) {
      return texts.get(0);
    }
    if (texts.isEmpty()) {
      return Typed.constant(Type.Simple.STRING, Json.of(""));
    }
    return calls.fold(
        new Typed(
            texts.stream().anyMatch(Typed::secret) ? Type.Simple.SECRET : Type.Simple.STRING,
            new PlanExpr.Template(texts.stream().map(Typed::expr).toList()),
            Taint.of(texts)),
        texts,
        parts.get(0).span());
  }

  private Typed hole(Expr expr) {
    Typed value = exprs.check(expr);
    Type type = value.type();
    if (value.isBroken()) {
      return value;
    }
    if (type == Type.Simple.STRING || type == Type.Simple.SECRET) {
      return value;
    }
    if (type instanceof Type.EnumOf) {
      return value.as(Type.Simple.STRING);
    }
    if (type instanceof Type.UnionOf && Types.isScalar(type)) {
      return new Typed(
          Type.Simple.STRING, new PlanExpr.Template(List.of(value.expr())), value.taint());
    }
    if (Types.isScalar(type)) {
      Located<String> string = new Located<>("string", expr.span());
      return calls.call(
          string, Functions.named("string"), List.of(value), List.of(expr.span()), expr.span());
    }
    boolean text = Types.isScalar(type.required()) || type.required() == Type.Simple.SECRET;
    if (type.isOptional() && text) {
      problems.report(Missing.at(problems, MAYBE_MISSING, expr.span(), type));
      return Typed.BROKEN;
    }
    if (type == Type.Simple.JSON) {
      return exprs.require(value, Type.Simple.STRING, expr.span(), "text");
    }
    problems.report(
        problems
            .at(NOT_A_SCALAR, expr.span(), "a value of type " + type + " cannot be put into text")
            .help("write `toJson(…)` to put its JSON there"));
    return Typed.BROKEN;
  }
}
