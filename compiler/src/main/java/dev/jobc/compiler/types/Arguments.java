package dev.jobc.compiler.types;

import static dev.jobc.diag.DiagnosticCode.MISSING_ARGUMENT;
import static dev.jobc.diag.DiagnosticCode.OUTSIDE_CONSTRAINT;
import static dev.jobc.diag.DiagnosticCode.UNKNOWN_ARGUMENT;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.resolve.Unit;
import dev.jobc.compiler.types.expr.ValueChecker;
import dev.jobc.compiler.types.value.Typed;
import dev.jobc.diag.Suggestions;
import dev.jobc.input.ConstraintCheck;
import dev.jobc.json.Json;
import dev.jobc.model.InputDecl;
import dev.jobc.model.StepBody.ArgDoc;
import dev.jobc.plan.TaskSpec.Param;
import dev.jobc.source.Span;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Values for the declared inputs of what is called.
 *
 * @param what the callee for messages: "task `load`"
 * @param params its inputs
 * @param declarer the file that declares them
 * @param decls their declarations
 */
record Arguments(String what, List<Param> params, Unit declarer, List<InputDecl> decls) {

  /** Checks values against inputs; what is wrong is reported and left out. */
  Map<String, Typed> check(Span call, List<ArgDoc> args, ValueChecker checker, Problems problems) {
    Map<String, Param> known =
        params.stream().collect(Collectors.toMap(Param::name, param -> param));
    Map<String, Typed> with = new LinkedHashMap<>();
    Set<String> misspelt = new HashSet<>();
    for (ArgDoc arg : args) {
      Param param = known.get(arg.name().value());
      if (param == null) {
        unknown(arg, known.keySet(), problems);
        String meant = Suggestions.nearest(arg.name().value(), known.keySet());
        misspelt.add(meant == null ? "" : meant);
        checker.infer(arg.value());
      } else {
        String place = "input `" + param.name() + "`";
        Typed value = checker.check(arg.value(), param.type(), place);
        keeps(param, value, arg.value().span(), place, problems);
        with.put(param.name(), value);
      }
    }
    for (Param param : params) {
      boolean given = with.containsKey(param.name()) || misspelt.contains(param.name());
      if (isRequired(param) && !given) {
        missing(call, param, problems);
      }
    }
    return with;
  }

  /** What is known before the run keeps {@code pattern}, {@code min} and the like. */
  private static void keeps(Param param, Typed value, Span span, String place, Problems problems) {
    if (value.constant() instanceof Json constant) {
      ConstraintCheck.problems(param.constraints(), param.type(), constant)
          .forEach(problem -> problems.report(OUTSIDE_CONSTRAINT, span, place + " " + problem));
    }
  }

  static boolean isRequired(Param param) {
    return param.defaultValue() == null && !param.type().isOptional();
  }

  private void unknown(ArgDoc arg, Set<String> known, Problems problems) {
    String name = arg.name().value();
    String message = what + " has no input `" + name + "`";
    problems.report(
        problems.suggest(
            problems.at(UNKNOWN_ARGUMENT, arg.name().span(), message), name, known, "inputs"));
  }

  private void missing(Span call, Param param, Problems problems) {
    InputDecl decl =
        decls.stream()
            .filter(input -> input.name().value().equals(param.name()))
            .findFirst()
            .orElseThrow();
    problems.report(
        problems
            .at(MISSING_ARGUMENT, call, what + " needs the input `" + param.name() + "`")
            .label(declarer.doc().source().place(decl.name().span()), "declared here")
            .help("add `" + param.name() + ":` under `with:`; it is " + param.type()));
  }
}
