package dev.jobc.compiler.types.expr;

import static dev.jobc.diag.DiagnosticCode.UNKNOWN_SECRET;
import static dev.jobc.diag.DiagnosticCode.UNKNOWN_VAR;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.types.value.Taint;
import dev.jobc.compiler.types.value.Typed;
import dev.jobc.expr.PlanExpr;
import dev.jobc.model.RunDoc;
import dev.jobc.source.Located;
import dev.jobc.type.Type;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What {@code secrets.<name>} and {@code vars.<name>} stand for in a workflow, and which are read.
 */
public final class Globals {
  private final Map<String, Located<String>> secrets = new LinkedHashMap<>();
  private final Map<String, Located<String>> declared = new LinkedHashMap<>();
  private final Map<String, Typed> vars = new HashMap<>();
  private final Set<Located<String>> read;

  /**
   * The names a workflow declares; its values get their types by {@link #define}.
   *
   * @param read gets the declarations that expressions refer to
   */
  public Globals(RunDoc doc, Set<Located<String>> read) {
    this.read = read;
    doc.secrets().forEach(name -> secrets.put(name.value(), name));
    doc.vars().forEach(value -> declared.put(value.name().value(), value.name()));
  }

  /** Says what a named value is, for those below it and for the steps. */
  public void define(String name, Typed value) {
    vars.put(name, value);
  }

  /** The secrets that are listed. */
  Set<String> secretNames() {
    return Collections.unmodifiableSet(secrets.keySet());
  }

  /** The named values that are declared. */
  Set<String> varNames() {
    return Collections.unmodifiableSet(declared.keySet());
  }

  /** A secret by its name. */
  public Typed secret(Located<String> name, Problems problems) {
    Located<String> listed = secrets.get(name.value());
    if (listed == null) {
      String message = "the workflow lists no secret `" + name.value() + "`";
      problems.report(
          problems
              .suggest(
                  problems.at(UNKNOWN_SECRET, name.span(), message),
                  name.value(),
                  new TreeSet<>(secrets.keySet()),
                  "secrets")
              .note("a secret is listed before it is used: `secrets: [" + name.value() + "]`"));
      return Typed.BROKEN;
    }
    read.add(listed);
    return new Typed(
        Type.Simple.SECRET,
        new PlanExpr.Secret(name.value()),
        Taint.secret(problems.place(name.span())));
  }

  /** A named value by its name. */
  Typed var(Located<String> name, Problems problems) {
    Located<String> declaration = declared.get(name.value());
    if (declaration == null) {
      String message = "the workflow has no named value `" + name.value() + "`";
      problems.report(
          problems.suggest(
              problems.at(UNKNOWN_VAR, name.span(), message),
              name.value(),
              new TreeSet<>(declared.keySet()),
              "named values"));
      return Typed.BROKEN;
    }
    Typed value = vars.get(name.value());
    if (value == null) {
      problems.report(
          problems
              .at(UNKNOWN_VAR, name.span(), "`vars." + name.value() + "` has no value yet")
              .label(problems.place(declaration.span()), "declared here")
              .note("a named value can use those above it"));
      return Typed.BROKEN;
    }
    read.add(declaration);
    return value;
  }
}
