package dev.jobc.compiler.types.value;

import static dev.jobc.diag.DiagnosticCode.HIDDEN_OPTION;
import static dev.jobc.diag.DiagnosticCode.RECURSIVE_TYPE;
import static dev.jobc.diag.DiagnosticCode.TYPE_TOO_LARGE;
import static dev.jobc.diag.DiagnosticCode.UNKNOWN_TYPE;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.Fix;
import dev.jobc.model.WorkflowDoc.TypeDecl;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import dev.jobc.syntax.TypeExpr;
import dev.jobc.type.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Written types to types, by the names of one file. What declared types share is held once, but
 * whatever walks a type walks it as often as it is named: so a type has a limit ({@link
 * TypeSizes}).
 */
public final class TypeResolver {
  private final Map<String, TypeDecl> declared = new LinkedHashMap<>();
  private final Map<String, Type> resolved = new HashMap<>();
  private final Deque<String> underWay = new ArrayDeque<>();
  private final TypeSizes sizes = new TypeSizes();
  private final Problems problems;

  public TypeResolver(List<TypeDecl> types, Problems problems) {
    this.problems = problems;
    types.forEach(type -> declared.putIfAbsent(type.name().value(), type));
  }

  /** Resolves every declared type, so that an unused one is checked too. */
  public void resolveAll() {
    declared.values().forEach(type -> named(type.name()));
  }

  /** The type; {@link Types#UNKNOWN} in the place of what is reported. */
  public Type resolve(TypeExpr type) {
    return bounded(build(type), type.span(), "this type");
  }

  /** The same without a look at how large it is in the end. */
  private Type build(TypeExpr type) {
    return switch (type) {
      case TypeExpr.Name(String name, Span span) -> named(new Located<>(name, span));
      case TypeExpr.ListOf(TypeExpr element, Span span) -> new Type.ListOf(build(element));
      case TypeExpr.MapOf(TypeExpr value, Span span) -> new Type.MapOf(build(value));
      case TypeExpr.Optional(TypeExpr value, Span span) -> build(value).optional();
      case TypeExpr.Union union -> union(union);
      case TypeExpr.RecordOf record -> record("", record);
      case TypeExpr.EnumOf e -> new Type.EnumOf("", values(e));
      case TypeExpr.Broken broken -> Types.UNKNOWN;
    };
  }

  private Type named(Located<String> name) {
    for (Type.Simple simple : Type.Simple.values()) {
      if (simple.word().equals(name.value()) && simple != Type.Simple.NULL) {
        return simple;
      }
    }
    TypeDecl decl = declared.get(name.value());
    if (decl == null) {
      return unknown(name);
    }
    Type known = resolved.get(name.value());
    return known != null ? known : declare(name, decl);
  }

  private Type declare(Located<String> name, TypeDecl decl) {
    if (underWay.contains(name.value())) {
      problems.report(
          RECURSIVE_TYPE, name.span(), "the type `" + name.value() + "` contains itself");
      return Types.UNKNOWN;
    }
    if (underWay.size() >= TypeSizes.MAX_DEPTH) {
      return tooLarge(decl.name().span(), called(decl), TypeSizes.DEEP);
    }
    underWay.push(name.value());
    Type type =
        switch (decl.type()) {
          case TypeExpr.RecordOf record -> record(name.value(), record);
          case TypeExpr.EnumOf e -> new Type.EnumOf(name.value(), values(e));
          default -> build(decl.type());
        };
    underWay.pop();
    Type known = bounded(type, decl.name().span(), called(decl));
    resolved.put(name.value(), known);
    return known;
  }

  private static String called(TypeDecl decl) {
    return "the type `" + decl.name().value() + "`";
  }

  private Type bounded(Type type, Span span, String what) {
    String why = sizes.excess(type);
    return why == null ? type : tooLarge(span, what, why);
  }

  private Type tooLarge(Span span, String what, String why) {
    problems.report(
        problems
            .at(TYPE_TOO_LARGE, span, what + " " + why)
            .note("a type that is named twice in another counts twice")
            .help("use `json` for a part of it, and `.as(…)` where the part is read"));
    return Types.UNKNOWN;
  }

  private Type record(String name, TypeExpr.RecordOf record) {
    Map<String, Type> fields = new LinkedHashMap<>();
    record.fields().forEach(field -> fields.put(field.name().value(), build(field.type())));
    return new Type.RecordOf(name, fields);
  }

  private static List<String> values(TypeExpr.EnumOf e) {
    return e.values().stream().map(Located::value).toList();
  }

  private Type unknown(Located<String> name) {
    Set<String> known = new TreeSet<>(declared.keySet());
    for (Type.Simple simple : Type.Simple.values()) {
      if (simple != Type.Simple.NULL) {
        known.add(simple.word());
      }
    }
    String message = "no type is called `" + name.value() + "`";
    Diagnostic error = problems.at(UNKNOWN_TYPE, name.span(), message);
    String ours = PeerWords.ofType(name.value());
    problems.report(
        ours == null
            ? problems.suggest(error, name.value(), known, "types")
            : renamed(error, name.value(), ours));
    return Types.UNKNOWN;
  }

  private static Diagnostic renamed(Diagnostic error, String theirs, String ours) {
    String help = "write `" + ours + "`";
    Fix fix = Fix.replace(help, error.place(), ours);
    return error.help(help).fix(PeerWords.isExactly(theirs) ? fix : fix.toChoose());
  }

  /** Options are tried in order, so one that comes too late is never seen. */
  private Type union(TypeExpr.Union union) {
    List<Type> options = new ArrayList<>();
    long size = 0;
    boolean optional = false;
    for (TypeExpr written : union.options()) {
      Type type = resolve(written);
      if (type == Types.UNKNOWN) {
        return type;
      }
      size += sizes.of(type);
      if (size > TypeSizes.MAX_PARTS) {
        return tooLarge(union.span(), "this type", TypeSizes.LARGE);
      }
      optional |= type.isOptional();
      for (Type option : options(type.required())) {
        Type before = Unions.hiding(options, option);
        if (before != null) {
          problems.report(
              problems
                  .at(HIDDEN_OPTION, written.span(), Unions.message(option, before))
                  .help("leave it out, or write the narrower type first"));
          return Types.UNKNOWN;
        }
        options.add(option);
      }
    }
    Type type = new Type.UnionOf(options);
    return optional ? type.optional() : type;
  }

  private static List<Type> options(Type type) {
    return type instanceof Type.UnionOf(List<Type> inner) ? inner : List.of(type);
  }
}
