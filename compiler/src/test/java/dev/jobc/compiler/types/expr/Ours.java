package dev.jobc.compiler.types.expr;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.types.value.TypeResolver;
import dev.jobc.compiler.types.value.Typed;
import dev.jobc.diag.Diagnostics;
import dev.jobc.expr.EvaluationException;
import dev.jobc.expr.Evaluator;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.source.SourceFile;
import dev.jobc.source.Span;
import dev.jobc.syntax.Expr;
import dev.jobc.syntax.SyntaxParser;
import dev.jobc.type.Type;
import dev.jobc.yaml.ScalarText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Compiles and evaluates one expression as a workflow would, nothing folded. */
final class Ours {
  private Ours() {}

  /** A variable of an expression. */
  record Variable(Type type, Json value) {}

  static Outcome outcome(String text, Map<String, Variable> variables) {
    Diagnostics diagnostics = new Diagnostics();
    Typed typed = check(text, variables, diagnostics, false);
    if (!diagnostics.sorted().isEmpty()) {
      return new Outcome.Refused(diagnostics.sorted().get(0).message());
    }
    try {
      Json value = Evaluator.evaluate(typed.expr(), new Inputs(variables));
      return new Outcome.Value(show(typed.type(), value));
    } catch (EvaluationException e) {
      return new Outcome.Failed(e.getMessage());
    }
  }

  static Typed check(
      String text, Map<String, Variable> variables, Diagnostics diagnostics, boolean folding) {
    SourceFile file = new SourceFile("expression", text);
    ScalarText scalar =
        new ScalarText(file, text, ScalarText.Style.LITERAL, new Span(0, text.length()));
    Expr expr = SyntaxParser.expression(scalar, diagnostics);
    if (expr == null) {
      return Typed.BROKEN;
    }
    Problems problems = new Problems(file, diagnostics);
    Scope scope = Scope.running(Map.of(), "a test");
    for (Map.Entry<String, Variable> variable : variables.entrySet()) {
      PlanExpr name = new PlanExpr.WorkflowInput(variable.getKey());
      scope = scope.with(variable.getKey(), new Typed(variable.getValue().type(), name));
    }
    TypeResolver types = new TypeResolver(List.of(), problems);
    return new ExprChecker(scope, types, problems, new Calls(problems, folding)).check(expr);
  }

  /** Numbers of one value are one text; bytes and times say what they are. */
  static String show(Type type, Json value) {
    return switch (value) {
      case Json.Int(long whole) when type == Type.Simple.FLOAT -> number(whole);
      case Json.Float(double number) -> number(number);
      case Json.Str(String text) when type instanceof Type.Simple simple ->
          switch (simple) {
            case STRING -> JsonText.write(value);
            default -> simple + " " + text;
          };
      case Json.Arr(List<Json> items) -> {
        Type element = type instanceof Type.ListOf(Type e) ? e : Type.Simple.STRING;
        yield items.stream().map(i -> show(element, i)).collect(Collectors.joining(", ", "[", "]"));
      }
      case Json.Obj(Map<String, Json> members) ->
          members.entrySet().stream()
              .map(
                  m ->
                      JsonText.write(Json.of(m.getKey()))
                          + ": "
                          + show(member(type, m), m.getValue()))
              .sorted()
              .collect(Collectors.joining(", ", "{", "}"));
      default -> JsonText.write(value);
    };
  }

  private static Type member(Type type, Map.Entry<String, Json> member) {
    return switch (type) {
      case Type.MapOf(Type value) -> value;
      case Type.RecordOf record ->
          record.fields().getOrDefault(member.getKey(), Type.Simple.STRING);
      default -> Type.Simple.STRING;
    };
  }

  static String number(double number) {
    return "float " + (number == 0 ? 0.0 : number);
  }

  static Map<String, Variable> none() {
    return new LinkedHashMap<>();
  }
}
