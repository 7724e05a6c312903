package dev.jobc.compiler.types.value;

import dev.jobc.type.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the options of a union are told apart: by what they look like in JSON, in their order. */
final class Unions {
  private Unions() {}

  /** An option that takes every value the new one could have; null when there is none. */
  static @Nullable Type hiding(List<Type> options, Type option) {
    return options.stream().filter(earlier -> takesAll(earlier, option)).findFirst().orElse(null);
  }

  static String message(Type option, Type before) {
    return option.equals(before)
        ? "`" + option + "` twice in a union"
        : "a value is never `"
            + option
            + "` here: `"
            + before
            + "` before it takes every such value";
  }

  private static boolean takesAll(Type earlier, Type option) {
    if (earlier.equals(option) || earlier == Type.Simple.JSON) {
      return true;
    }
    if (earlier == Type.Simple.STRING || earlier == Type.Simple.SECRET) {
      return isText(option);
    }
    return option == Type.Simple.INT
            && (earlier == Type.Simple.FLOAT || earlier == Type.Simple.DECIMAL)
        || (earlier instanceof Type.EnumOf && Types.assignable(option, earlier));
  }

  private static boolean isText(Type option) {
    return switch (option) {
      case Type.Simple simple ->
          switch (simple) {
            case STRING, DURATION, TIMESTAMP, DATE, BYTES, FILE, DIR, SECRET -> true;
            case INT, FLOAT, BOOL, DECIMAL, JSON, NULL -> false;
          };
      case Type.EnumOf e -> true;
      case Type.ListOf l -> false;
      case Type.MapOf m -> false;
      case Type.RecordOf r -> false;
      case Type.UnionOf u -> false;
      case Type.Optional o -> isText(o.value());
    };
  }
}
