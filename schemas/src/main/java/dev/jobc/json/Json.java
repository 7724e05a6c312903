package dev.jobc.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value. Integers and fractions are told apart, because jobc's {@code int} is 64 bits wide
 * and must survive a trip through every language unchanged.
 *
 * <p>Instances are immutable; equality is by content. Objects keep the order in which their members
 * were written.
 */
public sealed interface Json {

  /** The JSON {@code null}. */
  enum Null implements Json {
    NULL
  }

  /** {@code true} or {@code false}. */
  record Bool(boolean value) implements Json {}

  /** A number without fraction or exponent, in the range of a signed 64-bit integer. */
  record Int(long value) implements Json {}

  /** Any other number; always finite. */
  record Float(double value) implements Json {
    public Float {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("JSON has no number " + value);
      }
    }
  }

  /** A string of Unicode characters. */
  record Str(String value) implements Json {}

  /** An ordered list. */
  record Arr(List<Json> items) implements Json {
    public Arr {
      items = List.copyOf(items);
    }
  }

  /** Members by name, in the order in which they were written. */
  record Obj(Map<String, Json> members) implements Json {
    public Obj {
      members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    /** The member of that name, or null when there is none. */
    public @Nullable Json get(String name) {
      return members.get(name);
    }
  }

  Null NULL = Null.NULL;
  Bool TRUE = new Bool(true);
  Bool FALSE = new Bool(false);

  static Json of(boolean value) {
    return value ? TRUE : FALSE;
  }

  static Json of(long value) {
    return new Int(value);
  }

  static Json of(double value) {
    return new Float(value);
  }

  static Json of(String value) {
    return new Str(value);
  }

  static Arr array(List<? extends Json> items) {
    return new Arr(new ArrayList<>(items));
  }

  static Arr strings(List<String> items) {
    return new Arr(items.stream().<Json>map(Str::new).toList());
  }

  static Obj object(Map<String, ? extends Json> members) {
    return new Obj(new LinkedHashMap<>(members));
  }

  /** Starts an object that is built member by member. */
  static ObjectBuilder object() {
    return new ObjectBuilder();
  }

  /** Collects members in order; a null value leaves its member out. */
  final class ObjectBuilder {
    private final Map<String, Json> members = new LinkedHashMap<>();

    private ObjectBuilder() {}

    public ObjectBuilder put(String name, @Nullable Json value) {
      if (value != null) {
        members.put(name, value);
      }
      return this;
    }

    public ObjectBuilder put(String name, @Nullable String value) {
      return put(name, value == null ? null : new Str(value));
    }

    public ObjectBuilder put(String name, @Nullable Long value) {
      return put(name, value == null ? null : new Int(value));
    }

    public ObjectBuilder put(String name, long value) {
      return put(name, new Int(value));
    }

    public ObjectBuilder put(String name, boolean value) {
      return put(name, Json.of(value));
    }

    public Obj build() {
      return new Obj(members);
    }
  }
}
