package dev.jobc.compiler.types.value;

import dev.jobc.type.Type;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How large types are when everything they name is written out, as it is in a plan. A dozen types
 * of two fields, each of the next type, are thousands of parts: every type is counted once however
 * often it is named.
 */
final class TypeSizes {
  /** So many fields, elements, options and values of enums a type has at most, all levels. */
  static final long MAX_PARTS = 10_000;

  /** So many levels, as in YAML. */
  static final int MAX_DEPTH = 64;

  static final String LARGE = "has more than 10,000 parts when all it names is written out";
  static final String DEEP = "is more than " + MAX_DEPTH + " levels deep";

  private final Map<Type, Size> sizes = new IdentityHashMap<>();

  /** Parts, the type itself among them, and levels; neither grows far above its limit. */
  private record Size(long parts, int depth) {}

  /** What is too much about a type; null when nothing is. */
  @Nullable String excess(Type type) {
    Size size = size(type);
    if (size.parts > MAX_PARTS) {
      return LARGE;
    }
    return size.depth > MAX_DEPTH ? DEEP : null;
  }

  /** Its parts, the type itself among them; above {@link #MAX_PARTS} only that they are more. */
  long of(Type type) {
    return size(type).parts;
  }

  private Size size(Type type) {
    Size known = sizes.get(type);
    if (known == null) {
      known = measure(type);
      sizes.put(type, known);
    }
    return known;
  }

  private Size measure(Type type) {
    return switch (type) {
      case Type.Simple simple -> new Size(1, 1);
      case Type.EnumOf e -> new Size(1 + e.values().size(), 1);
      case Type.ListOf(Type element) -> around(List.of(element));
      case Type.MapOf(Type value) -> around(List.of(value));
      case Type.Optional(Type value) -> around(List.of(value));
      case Type.RecordOf record -> around(record.fields().values());
      case Type.UnionOf union -> around(union.options());
    };
  }

  private Size around(Collection<Type> inner) {
    long parts = 1;
    int depth = 0;
    for (Type type : inner) {
      Size size = size(type);
      parts = Math.min(parts + size.parts, MAX_PARTS + 1);
      depth = Math.max(depth, size.depth);
    }
    return new Size(parts, depth + 1);
  }
}
