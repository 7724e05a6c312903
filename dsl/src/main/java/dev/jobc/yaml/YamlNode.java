package dev.jobc.yaml;

import dev.jobc.json.Json;
import dev.jobc.source.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A YAML node with its place. Aliases are replaced by what they stand for, so a node may occur more
 * than once; its span is where it was written.
 */
public sealed interface YamlNode {

  Span span();

  /** Kind in an author's words, with article: {@code a list}. */
  String kind();

  /** Keys are unique. */
  record Mapping(List<Entry> entries, Span span) implements YamlNode {
    public Mapping {
      entries = List.copyOf(entries);
    }

    /** The entry of that key, or null. */
    public @Nullable Entry get(String key) {
      for (Entry entry : entries) {
        if (entry.name().equals(key)) {
          return entry;
        }
      }
      return null;
    }

    @Override
    public String kind() {
      return "a map";
    }
  }

  record Sequence(List<YamlNode> items, Span span) implements YamlNode {
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String kind() {
      return "a list";
    }
  }

  /**
   * A scalar.
   *
   * @param value resolved by the core schema: null, bool, int, float or string
   * @param text as it was decoded, before it was resolved
   */
  record Scalar(Json value, ScalarText text) implements YamlNode {
    @Override
    public Span span() {
      return text.span();
    }

    /** Whether it was written as a number that does not fit, which has been reported. */
    public boolean isLostNumber() {
      return text.style() == ScalarText.Style.PLAIN
          && value instanceof Json.Str
          && CoreSchema.resolve(text.value()) == null;
    }

    public boolean isNull() {
      return value == Json.NULL;
    }

    @Override
    public String kind() {
      return switch (value) {
        case Json.Null n -> "nothing";
        case Json.Bool b -> "a boolean";
        case Json.Int i -> "a number";
        case Json.Float f -> "a number";
        case Json.Str s -> "text";
        case Json.Arr a -> throw new IllegalStateException("a scalar is no list");
        case Json.Obj o -> throw new IllegalStateException("a scalar is no object");
      };
    }
  }

  /** A key and its value. */
  record Entry(Scalar key, YamlNode value) {
    /** The key as it was written, without quotes. */
    public String name() {
      return key.text().value();
    }

    /** From the key to the end of the value. */
    public Span span() {
      return key.span().union(value.span());
    }
  }
}
