package dev.jobc.compiler.types;

import static dev.jobc.diag.DiagnosticCode.HIDDEN_OPTION;
import static dev.jobc.diag.DiagnosticCode.RECURSIVE_TYPE;
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

/** Written types to types, by the names of one file. */
final class TypeResolver {
  private final Map<String, TypeDecl> declared = new LinkedHashMap<>();
  private final Map<String, Type> resolved = new HashMap<>();
  private final Deque<String> underWay = new ArrayDeque<>();
  private final Problems problems;

  TypeResolver(List<TypeDecl> types, Problems problems) {
    this.problems = problems;
    types.forEach(type -> declared.putIfAbsent(type.name().value(), type));
  }

  /** Resolves every declared type, so that an unused one is checked too. */
  void resolveAll() {
    declared.values().forEach(type -> named(type.name()));
  }

  /** The type; {@link Types#UNKNOWN} in the place of what is reported. */
  Type resolve(TypeExpr type) {
    return switch (type) {
      case TypeExpr.Name(String name, Span span) -> named(new Located<>(name, span));
      case TypeExpr.ListOf(TypeExpr element, Span span) -> new Type.ListOf(resolve(element));
      case TypeExpr.MapOf(TypeExpr value, Span span) -> new Type.MapOf(resolve(value));
      case TypeExpr.Optional(TypeExpr value, Span span) -> resolve(value).optional();
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
    underWay.push(name.value());
    Type type =
        switch (decl.type()) {
          case TypeExpr.RecordOf record -> record(name.value(), record);
          case TypeExpr.EnumOf e -> new Type.EnumOf(name.value(), values(e));
          default -> resolve(decl.type());
        };
    underWay.pop();
    resolved.put(name.value(), type);
    return type;
  }

  private Type record(String name, TypeExpr.RecordOf record) {
    Map<String, Type> fields = new LinkedHashMap<>();
    record.fields().forEach(field -> fields.put(field.name().value(), resolve(field.type())));
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
    boolean optional = false;
    for (TypeExpr written : union.options()) {
      Type type = resolve(written);
      if (type == Types.UNKNOWN) {
        return type;
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
