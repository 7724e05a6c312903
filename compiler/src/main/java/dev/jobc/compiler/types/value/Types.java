package dev.jobc.compiler.types.value;

import dev.jobc.type.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Relations between types. */
public final class Types {
  /**
   * The type of what was already reported, and of the elements of an empty list: it fits everywhere
   * and everything fits it, so that one mistake gives one error. Compared by identity.
   */
  public static final Type UNKNOWN = new Type.RecordOf("?", Map.of("?", Type.Simple.NULL));

  private Types() {}

  /** Whether a value of one type may stand where the other is wanted. */
  public static boolean assignable(Type from, Type to) {
    if (from == UNKNOWN || to == UNKNOWN || from.equals(to)) {
      return true;
    }
    if (to == Type.Simple.JSON) {
      return !Secrets.isIn(from);
    }
    if (to instanceof Type.Optional(Type value)) {
      return from == Type.Simple.NULL || assignable(from.required(), value);
    }
    if (to instanceof Type.UnionOf(List<Type> options) && !(from instanceof Type.UnionOf)) {
      return options.stream().anyMatch(option -> assignable(from, option));
    }
    return switch (from) {
      case Type.Simple simple ->
          (simple == Type.Simple.INT && to == Type.Simple.FLOAT)
              || (simple == Type.Simple.STRING && to == Type.Simple.SECRET);
      case Type.EnumOf e ->
          to == Type.Simple.STRING
              || to == Type.Simple.SECRET
              || (to instanceof Type.EnumOf wide && wide.values().containsAll(e.values()));
      case Type.ListOf(Type element) ->
          to instanceof Type.ListOf(Type wanted) && assignable(element, wanted);
      case Type.MapOf(Type value) ->
          to instanceof Type.MapOf(Type wanted) && assignable(value, wanted);
      case Type.RecordOf record -> assignable(record, to);
      case Type.UnionOf union -> union.options().stream().allMatch(o -> assignable(o, to));
      case Type.Optional optional -> false;
    };
  }

  private static boolean assignable(Type.RecordOf from, Type to) {
    if (to instanceof Type.MapOf(Type value)) {
      return from.fields().values().stream().allMatch(field -> assignable(field, value));
    }
    if (!(to instanceof Type.RecordOf wanted)) {
      return false;
    }
    Set<String> names = new TreeSet<>(from.fields().keySet());
    names.addAll(wanted.fields().keySet());
    return names.stream()
        .allMatch(name -> fieldAssignable(from.fields().get(name), wanted.fields().get(name)));
  }

  public static boolean fieldAssignable(@Nullable Type from, @Nullable Type to) {
    if (to == null) {
      return false;
    }
    return from == null ? to.isOptional() || to == Type.Simple.JSON : assignable(from, to);
  }

  /** The narrowest type that both fit, null when there is none but {@code json}. */
  public static @Nullable Type join(Type a, Type b) {
    if (assignable(a, b)) {
      return assignable(b, a) && !settled(b).equals(b) ? a : b;
    }
    if (assignable(b, a)) {
      return a;
    }
    if (a == Type.Simple.NULL || b == Type.Simple.NULL || a.isOptional() || b.isOptional()) {
      return joinOptional(a, b);
    }
    if (a instanceof Type.EnumOf && b instanceof Type.EnumOf) {
      return Type.Simple.STRING;
    }
    return switch (a) {
      case Type.ListOf(Type x) when b instanceof Type.ListOf(Type y) -> {
        Type element = join(x, y);
        yield element == null ? null : new Type.ListOf(element);
      }
      case Type.MapOf(Type x) when b instanceof Type.MapOf(Type y) -> {
        Type value = join(x, y);
        yield value == null ? null : new Type.MapOf(value);
      }
      case Type.RecordOf x when b instanceof Type.RecordOf y -> joinRecords(x, y);
      default -> null;
    };
  }

  private static @Nullable Type joinOptional(Type a, Type b) {
    if (a == Type.Simple.NULL) {
      return b.optional();
    }
    if (b == Type.Simple.NULL) {
      return a.optional();
    }
    Type value = join(a.required(), b.required());
    return value == null ? null : value.optional();
  }

  private static @Nullable Type joinRecords(Type.RecordOf a, Type.RecordOf b) {
    if (!a.fields().keySet().equals(b.fields().keySet())) {
      return null;
    }
    Map<String, Type> fields = new LinkedHashMap<>();
    for (Map.Entry<String, Type> field : a.fields().entrySet()) {
      Type other = b.fields().get(field.getKey());
      Type joined = other == null ? null : join(field.getValue(), other);
      if (joined == null) {
        return null;
      }
      fields.put(field.getKey(), joined);
    }
    return new Type.RecordOf("", fields);
  }

  /** Whether {@code ==} between the two can ever hold. */
  public static boolean comparable(Type a, Type b) {
    Type x = a.required();
    Type y = b.required();
    boolean dynamic = x == Type.Simple.JSON || y == Type.Simple.JSON;
    boolean nullable = a == Type.Simple.NULL || b == Type.Simple.NULL;
    return dynamic || (nullable ? mayBeNull(a) && mayBeNull(b) : join(x, y) != null);
  }

  public static boolean mayBeNull(Type type) {
    return type.isOptional() || type == Type.Simple.NULL || type == UNKNOWN;
  }

  /** Whether a value has one obvious text. */
  public static boolean isScalar(Type type) {
    return switch (type) {
      case Type.Simple simple ->
          switch (simple) {
            case STRING, INT, FLOAT, BOOL, DECIMAL, DURATION, TIMESTAMP, DATE -> true;
            case BYTES, FILE, DIR, JSON, SECRET, NULL -> false;
          };
      case Type.EnumOf e -> true;
      case Type.ListOf l -> false;
      case Type.MapOf m -> false;
      case Type.RecordOf r -> r == UNKNOWN;
      case Type.UnionOf u -> u.options().stream().allMatch(Types::isScalar);
      case Type.Optional o -> false;
    };
  }

  /** Whether a value of the type can turn out to be of the other. */
  public static boolean possible(Type type, Type other) {
    Type from = type.required();
    Type to = other.required();
    if (from == UNKNOWN || from == Type.Simple.JSON || to == Type.Simple.JSON) {
      return true;
    }
    if (from instanceof Type.UnionOf(List<Type> options)) {
      return options.stream().anyMatch(option -> possible(option, to));
    }
    return join(from, to) != null || (from == Type.Simple.STRING && to instanceof Type.EnumOf);
  }

  /** A record as the map it may stand for; null when its fields have no common type. */
  public static @Nullable Type asMap(Type type) {
    if (!(type instanceof Type.RecordOf record) || type == UNKNOWN) {
      return null;
    }
    Type value = UNKNOWN;
    for (Type field : record.fields().values()) {
      Type joined = join(value, field);
      if (joined == null) {
        return null;
      }
      value = joined;
    }
    return new Type.MapOf(value);
  }

  /** The type with every unknown part replaced by {@code json}, and {@code null} too. */
  public static Type settled(Type type) {
    if (type == UNKNOWN || type == Type.Simple.NULL) {
      return Type.Simple.JSON;
    }
    return switch (type) {
      case Type.Simple simple -> simple;
      case Type.EnumOf e -> e;
      case Type.ListOf(Type element) -> new Type.ListOf(settled(element));
      case Type.MapOf(Type value) -> new Type.MapOf(settled(value));
      case Type.RecordOf(String name, Map<String, Type> fields) -> {
        Map<String, Type> settled = new LinkedHashMap<>();
        fields.forEach((field, inner) -> settled.put(field, settled(inner)));
        yield new Type.RecordOf(name, settled);
      }
      case Type.UnionOf union ->
          new Type.UnionOf(union.options().stream().map(Types::settled).toList());
      case Type.Optional(Type value) -> settled(value).optional();
    };
  }
}
