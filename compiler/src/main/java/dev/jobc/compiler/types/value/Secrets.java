package dev.jobc.compiler.types.value;

import dev.jobc.type.Type;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where secrets are in types. A secret is a text that can only become part of another secret: no
 * condition, number or length is made from it, so that nothing can be told from what a run shows.
 */
public final class Secrets {
  private Secrets() {}

  /** Whether a value of the type is or holds a secret. */
  public static boolean isIn(Type type) {
    return type.holds(Type.Simple.SECRET);
  }

  /** The type as if its secrets were plain text. */
  public static Type revealed(Type type) {
    return isIn(type) ? replace(type, Type.Simple.SECRET, Type.Simple.STRING) : type;
  }

  /** The type with every text in it a secret. */
  public static Type concealed(Type type) {
    return replace(type, Type.Simple.STRING, Type.Simple.SECRET);
  }

  private static Type replace(Type type, Type from, Type to) {
    return switch (type) {
      case Type.Simple simple -> simple == from ? to : simple;
      case Type.EnumOf e -> from == Type.Simple.STRING ? to : e;
      case Type.ListOf(Type element) -> new Type.ListOf(replace(element, from, to));
      case Type.MapOf(Type value) -> new Type.MapOf(replace(value, from, to));
      case Type.RecordOf(String name, Map<String, Type> fields) -> {
        if (type == Types.UNKNOWN) {
          yield type;
        }
        Map<String, Type> replaced = new LinkedHashMap<>();
        fields.forEach((field, inner) -> replaced.put(field, replace(inner, from, to)));
        yield new Type.RecordOf("", replaced);
      }
      case Type.UnionOf union ->
          new Type.UnionOf(union.options().stream().map(o -> replace(o, from, to)).toList());
      case Type.Optional(Type value) -> replace(value, from, to).optional();
    };
  }
}
