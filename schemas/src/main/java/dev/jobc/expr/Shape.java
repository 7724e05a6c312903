package dev.jobc.expr;

import dev.jobc.type.Type;

/**
 * The type of a parameter or result of a function, which may leave parts open: {@code list<T>}.
 * Every variable of a signature stands for one type in all its places.
 */
public sealed interface Shape {
  /** Exactly this type, or one that may stand for it. */
  record Exact(Type type) implements Shape {
    @Override
    public String toString() {
      return type.toString();
    }
  }

  /** Some type that is never missing. */
  record Variable(String name) implements Shape {
    @Override
    public String toString() {
      return name;
    }
  }

  record ListOf(Shape element) implements Shape {
    @Override
    public String toString() {
      return "list<" + element + ">";
    }
  }

  record MapOf(Shape value) implements Shape {
    @Override
    public String toString() {
      return "map<string, " + value + ">";
    }
  }

  /** The value, or {@code null}. */
  record Maybe(Shape value) implements Shape {
    @Override
    public String toString() {
      return value + "?";
    }
  }

  /** Anything, also what may be missing. */
  enum Any implements Shape {
    ANY;

    @Override
    public String toString() {
      return "any";
    }
  }
}
