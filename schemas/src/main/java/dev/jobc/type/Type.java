package dev.jobc.type;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The type of a value that flows between steps. Every name is resolved: a plan needs no type
 * declarations beside it.
 *
 * <p>{@code toString} prints the form an author would write.
 */
public sealed interface Type {

  /** Types without parts. The word is how an author writes them and how plans store them. */
  enum Simple implements Type {
    STRING("string"),
    /** Signed, 64 bits. */
    INT("int"),
    /** IEEE 754 double, finite. */
    FLOAT("float"),
    BOOL("bool"),
    /** Exact, written as a JSON string. */
    DECIMAL("decimal"),
    /** A span of time, ISO-8601 in JSON ({@code PT30M}). */
    DURATION("duration"),
    /** An instant, RFC 3339 in JSON. */
    TIMESTAMP("timestamp"),
    /** A calendar day, {@code 2026-11-22}. */
    DATE("date"),
    /** Base64 in JSON. */
    BYTES("bytes"),
    FILE("file"),
    DIR("dir"),
    /** Any JSON value; must be narrowed before use. */
    JSON("json"),
    /** A value that may flow only into task inputs and environment declared secret. */
    SECRET("secret"),
    /** The type of {@code null} alone; never written by an author. */
    NULL("null");

    private final String word;

    Simple(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }

    @Override
    public String toString() {
      return word;
    }
  }

  /** Whether it is that type, or has it somewhere inside. */
  default boolean holds(Simple part) {
    return switch (this) {
      case Simple simple -> simple == part;
      case EnumOf e -> false;
      case ListOf(Type element) -> element.holds(part);
      case MapOf(Type value) -> value.holds(part);
      case RecordOf record -> record.fields().values().stream().anyMatch(t -> t.holds(part));
      case UnionOf union -> union.options().stream().anyMatch(t -> t.holds(part));
      case Optional(Type value) -> value.holds(part);
    };
  }

  record ListOf(Type element) implements Type {
    @Override
    public String toString() {
      return "list<" + element + ">";
    }
  }

  /** Keys are always strings, as in JSON. */
  record MapOf(Type value) implements Type {
    @Override
    public String toString() {
      return "map<string, " + value + ">";
    }
  }

  /** One of a fixed set of strings. The name is empty for an enum written in place. */
  record EnumOf(String name, List<String> values) implements Type {
    public EnumOf {
      values = List.copyOf(values);
    }

    @Override
    public String toString() {
      return name.isEmpty() ? "enum [" + String.join(", ", values) + "]" : name;
    }
  }

  /** Fields by name, in declared order. The name is empty for a record written in place. */
  record RecordOf(String name, Map<String, Type> fields) implements Type {
    public RecordOf {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    @Override
    public String toString() {
      return name.isEmpty()
          ? fields.entrySet().stream()
              .map(field -> field.getKey() + ": " + field.getValue())
              .collect(Collectors.joining(", ", "{", "}"))
          : name;
    }
  }

  /** A value of any of the options, told apart by their JSON kinds. */
  record UnionOf(List<Type> options) implements Type {
    public UnionOf {
      options = List.copyOf(options);
    }

    @Override
    public String toString() {
      return options.stream().map(Type::toString).collect(Collectors.joining(" | "));
    }
  }

  /** A value that may be missing, {@code null} in JSON. */
  record Optional(Type value) implements Type {
    public Optional {
      if (value instanceof Optional) {
        throw new IllegalArgumentException("optional of optional");
      }
    }

    @Override
    public String toString() {
      return (value instanceof UnionOf ? "(" + value + ")" : value) + "?";
    }
  }

  /** This type, allowed to be missing. */
  default Type optional() {
    return this instanceof Optional || this == Simple.NULL || this == Simple.JSON
        ? this
        : new Optional(this);
  }

  /** This type, known to be present. */
  default Type required() {
    return this instanceof Optional(Type value) ? value : this;
  }

  default boolean isOptional() {
    return this instanceof Optional;
  }
}
