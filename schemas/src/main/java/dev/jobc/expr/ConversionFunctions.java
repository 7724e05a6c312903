package dev.jobc.expr;

import static dev.jobc.expr.FunctionTable.ANY;
import static dev.jobc.expr.FunctionTable.BOOL;
import static dev.jobc.expr.FunctionTable.DATE;
import static dev.jobc.expr.FunctionTable.DURATION;
import static dev.jobc.expr.FunctionTable.FLOAT;
import static dev.jobc.expr.FunctionTable.INT;
import static dev.jobc.expr.FunctionTable.JSON;
import static dev.jobc.expr.FunctionTable.STRING;
import static dev.jobc.expr.FunctionTable.TIMESTAMP;
import static dev.jobc.expr.FunctionTable.number;
import static dev.jobc.expr.FunctionTable.of;
import static dev.jobc.expr.FunctionTable.text;

import dev.jobc.json.Json;
import dev.jobc.json.JsonException;
import dev.jobc.json.JsonText;
import dev.jobc.type.Type;
import dev.jobc.type.TypeCheck;
import dev.jobc.type.TypeJson;
import dev.jobc.type.TypeText;
import java.util.List;

/** From one type to another, and between values and JSON text. */
final class ConversionFunctions {
  private ConversionFunctions() {}

  static void addTo(FunctionTable table) {
    for (Shape shape : List.of(STRING, INT, FLOAT, BOOL, DATE, TIMESTAMP, DURATION)) {
      table.function(
          "string_of_" + shape, "string", of(shape), STRING, (args, budget) -> string(args.get(0)));
    }
    table.function("int_of_int", "int", of(INT), INT, (args, budget) -> args.get(0));
    table.function(
        "int_of_float", "int", of(FLOAT), INT, (args, budget) -> truncate(number(args, 0)));
    table.function(
        "int_of_string", "int", of(STRING), INT, (args, budget) -> parse(Type.Simple.INT, args));
    table.function(
        "float_of_float", "float", of(FLOAT), FLOAT, (args, budget) -> Json.of(number(args, 0)));
    table.function(
        "float_of_string",
        "float",
        of(STRING),
        FLOAT,
        (args, budget) -> parse(Type.Simple.FLOAT, args));
    table.function("bool_of_bool", "bool", of(BOOL), BOOL, (args, budget) -> args.get(0));
    table.function(
        "bool_of_string",
        "bool",
        of(STRING),
        BOOL,
        (args, budget) -> parse(Type.Simple.BOOL, args));
    table.either("to_json", "toJson", of(ANY), STRING, ConversionFunctions::toJson);
    table.either("from_json", "fromJson", of(STRING), JSON, ConversionFunctions::fromJson);
    table.internal(
        "is",
        of(ANY, JSON),
        BOOL,
        (args, budget) -> Json.of(TypeCheck.check(TypeJson.read(args.get(1)), args.get(0)).ok()));
    table.internal("as", of(ANY, JSON), ANY, (args, budget) -> cast(args.get(0), args.get(1)));
  }

  private static Json string(Json value) {
    return Json.of(TextFormat.plain(value));
  }

  private static Json truncate(double value) throws EvaluationException {
    if (value >= 0x1p63 || value < -0x1p63) {
      throw new EvaluationException("int overflow: int(" + value + ")");
    }
    return Json.of((long) value);
  }

  private static Json parse(Type type, List<Json> args) throws EvaluationException {
    TypeCheck.Result result = TypeText.parse(type, text(args, 0));
    if (!result.ok()) {
      throw new EvaluationException(type + "() " + result.problems().get(0).message());
    }
    return result.value();
  }

  private static Json toJson(List<Json> args, Budget budget) throws EvaluationException {
    String text = JsonText.write(args.get(0));
    budget.spend(text.length());
    return Json.of(text);
  }

  private static Json fromJson(List<Json> args, Budget budget) throws EvaluationException {
    budget.spend(text(args, 0).length());
    try {
      return JsonText.parse(text(args, 0));
    } catch (JsonException e) {
      throw new EvaluationException("fromJson: " + e.getMessage());
    }
  }

  private static Json cast(Json value, Json type) throws EvaluationException {
    TypeCheck.Result result = TypeCheck.check(TypeJson.read(type), value);
    if (!result.ok()) {
      throw new EvaluationException("as(" + TypeJson.read(type) + "): " + result.describe());
    }
    return result.value();
  }
}
