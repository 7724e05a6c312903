package dev.jobc.compiler.types.expr;

import dev.jobc.compiler.types.value.Types;
import dev.jobc.expr.Overload;
import dev.jobc.expr.Shape;
import dev.jobc.type.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Chooses the overload for arguments: the first that fits exactly, else the first that fits. */
public final class Overloads {
  private final boolean widening;
  private final Map<String, Type> bound = new HashMap<>();

  private Overloads(boolean widening) {
    this.widening = widening;
  }

  /** An overload and the type of its value for these arguments. */
  record Match(Overload overload, Type result) {}

  static @Nullable Match choose(List<Overload> overloads, List<Type> args) {
    Match exact = choose(overloads, args, false);
    return exact != null ? exact : choose(overloads, args, true);
  }

  private static @Nullable Match choose(
      List<Overload> overloads, List<Type> args, boolean widening) {
    for (Overload overload : overloads) {
      Overloads attempt = new Overloads(widening);
      if (overload.params().size() == args.size() && attempt.fits(overload.params(), args)) {
        return new Match(overload, attempt.instantiate(overload.result()));
      }
    }
    return null;
  }

  private boolean fits(List<Shape> params, List<Type> args) {
    for (int i = 0; i < args.size(); i++) {
      if (!fits(params.get(i), args.get(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean fits(Shape shape, Type type) {
    return switch (shape) {
      case Shape.Any any -> true;
      case Shape.Exact(Type wanted) ->
          wanted.equals(type) || (widening && Types.assignable(type, wanted));
      case Shape.ListOf(Shape element) ->
          type == Types.UNKNOWN || (type instanceof Type.ListOf(Type item) && fits(element, item));
      case Shape.MapOf(Shape value) ->
          type == Types.UNKNOWN
              || (type instanceof Type.MapOf(Type item) && fits(value, item))
              || (widening
                  && Types.asMap(type) instanceof Type.MapOf(Type item)
                  && fits(value, item));
      case Shape.Maybe(Shape value) -> fits(value, type.required());
      case Shape.Variable(String name) -> bind(name, type);
    };
  }

  private boolean bind(String name, Type type) {
    Type before = bound.get(name);
    Type joined = before == null ? type : Types.join(before, type);
    if (joined == null) {
      return false;
    }
    bound.put(name, joined);
    return true;
  }

  private Type instantiate(Shape shape) {
    return switch (shape) {
      case Shape.Any any -> Type.Simple.JSON;
      case Shape.Exact(Type type) -> type;
      case Shape.ListOf(Shape element) -> new Type.ListOf(instantiate(element));
      case Shape.MapOf(Shape value) -> new Type.MapOf(instantiate(value));
      case Shape.Maybe(Shape value) -> instantiate(value).optional();
      case Shape.Variable(String name) -> bound.getOrDefault(name, Types.UNKNOWN);
    };
  }
}
