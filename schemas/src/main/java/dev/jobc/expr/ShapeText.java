package dev.jobc.expr;

import dev.jobc.type.Type;
import java.util.ArrayList;
import java.util.List;

/** Reads shapes as they are printed: {@code map<string, list<T>>}, {@code any}, {@code T?}. */
final class ShapeText {
  private ShapeText() {}

  /** Shapes with commas between. */
  static List<Shape> list(String text) {
    List<Shape> shapes = new ArrayList<>();
    int depth = 0;
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '<' ? 1 : c == '>' ? -1 : 0;
      if (c == ',' && depth == 0) {
        shapes.add(one(text.substring(from, i)));
        from = i + 2;
      }
    }
    if (!text.isEmpty()) {
      shapes.add(one(text.substring(from)));
    }
    return shapes;
  }

  static Shape one(String text) {
    if (text.endsWith("?")) {
      return new Shape.Maybe(one(text.substring(0, text.length() - 1)));
    }
    if (text.startsWith("list<")) {
      return new Shape.ListOf(one(text.substring(5, text.length() - 1)));
    }
    if (text.startsWith("map<string, ")) {
      return new Shape.MapOf(one(text.substring(12, text.length() - 1)));
    }
    if (text.equals("any")) {
      return Shape.Any.ANY;
    }
    return text.equals("T") ? new Shape.Variable(text) : new Shape.Exact(simple(text));
  }

  private static Type simple(String word) {
    for (Type.Simple simple : Type.Simple.values()) {
      if (simple.word().equals(word)) {
        return simple;
      }
    }
    throw new IllegalStateException("no type is called " + word);
  }
}
