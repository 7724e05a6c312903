package dev.jobc.compiler.types.expr;

import com.google.protobuf.ByteString;
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.NullableType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.CelByteString;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.type.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The same expression by the official implementation of CEL. */
final class Theirs {
  private static final CelOptions OPTIONS =
      CelOptions.current().enableHeterogeneousNumericComparisons(true).build();

  private Theirs() {}

  static Outcome outcome(String text, Map<String, Ours.Variable> variables) {
    CelBuilder builder =
        CelFactory.standardCelBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS);
    Map<String, Object> bindings = new HashMap<>();
    variables.forEach(
        (name, variable) -> {
          builder.addVar(name, type(variable.type()));
          bindings.put(name, value(variable.type(), variable.value()));
        });
    Cel cel = builder.build();
    CelAbstractSyntaxTree tree;
    try {
      tree = cel.compile(text).getAst();
    } catch (CelValidationException e) {
      return new Outcome.Refused(String.valueOf(e.getMessage()));
    }
    try {
      return new Outcome.Value(show(cel.createProgram(tree).eval(bindings)));
    } catch (CelEvaluationException e) {
      return new Outcome.Failed(String.valueOf(e.getMessage()));
    }
  }

  private static CelType type(Type type) {
    return switch (type) {
      case Type.Simple simple ->
          switch (simple) {
            case INT -> SimpleType.INT;
            case FLOAT -> SimpleType.DOUBLE;
            case BOOL -> SimpleType.BOOL;
            case STRING -> SimpleType.STRING;
            case BYTES -> SimpleType.BYTES;
            case TIMESTAMP -> SimpleType.TIMESTAMP;
            case DURATION -> SimpleType.DURATION;
            case JSON, DATE, DECIMAL, FILE, DIR, SECRET, NULL ->
                throw new IllegalArgumentException("CEL has no " + simple);
          };
      case Type.ListOf(Type element) -> ListType.create(type(element));
      case Type.MapOf(Type value) -> MapType.create(SimpleType.STRING, type(value));
      case Type.Optional(Type value) -> NullableType.create(type(value));
      default -> throw new IllegalArgumentException("CEL has no " + type);
    };
  }

  private static Object value(Type type, Json value) {
    return switch (value) {
      case Json.Null n -> dev.cel.common.values.NullValue.NULL_VALUE;
      case Json.Bool(boolean b) -> b;
      case Json.Int(long whole) when type == Type.Simple.FLOAT -> (double) whole;
      case Json.Int(long whole) -> whole;
      case Json.Float(double number) -> number;
      case Json.Str(String text) ->
          type == Type.Simple.TIMESTAMP
              ? Instant.parse(text)
              : type == Type.Simple.DURATION
                  ? Duration.parse(text)
                  : type == Type.Simple.BYTES
                      ? CelByteString.of(Base64.getDecoder().decode(text))
                      : text;
      case Json.Arr(List<Json> items) -> {
        Type element = type instanceof Type.ListOf(Type e) ? e : Type.Simple.STRING;
        yield items.stream().map(item -> value(element, item)).toList();
      }
      case Json.Obj(Map<String, Json> members) -> {
        Type element = type instanceof Type.MapOf(Type e) ? e : Type.Simple.STRING;
        Map<String, Object> map = new LinkedHashMap<>();
        members.forEach((name, member) -> map.put(name, value(element, member)));
        yield map;
      }
    };
  }

  static String show(Object value) {
    return switch (value) {
      case Double number -> Ours.number(number);
      case Long whole -> whole.toString();
      case Boolean b -> b.toString();
      case String text -> JsonText.write(Json.of(text));
      case CelByteString bytes ->
          "bytes " + Base64.getEncoder().encodeToString(bytes.toByteArray());
      case ByteString bytes -> "bytes " + Base64.getEncoder().encodeToString(bytes.toByteArray());
      case Instant instant -> "timestamp " + instant;
      case Duration span -> "duration " + span;
      case List<?> items ->
          items.stream().map(Theirs::show).collect(Collectors.joining(", ", "[", "]"));
      case Map<?, ?> members ->
          members.entrySet().stream()
              .map(m -> show(m.getKey()) + ": " + show(m.getValue()))
              .sorted()
              .collect(Collectors.joining(", ", "{", "}"));
      case dev.cel.common.values.NullValue n -> "null";
      default -> value.getClass().getSimpleName() + " " + value;
    };
  }
}
