package dev.jobc.compiler.types;

import static dev.jobc.diag.DiagnosticCode.SECRET_FLOWS;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.resolve.Unit;
import dev.jobc.compiler.types.expr.ExprChecker;
import dev.jobc.compiler.types.expr.Scope;
import dev.jobc.compiler.types.expr.ValueChecker;
import dev.jobc.compiler.types.value.Secrets;
import dev.jobc.compiler.types.value.Taint;
import dev.jobc.compiler.types.value.TypeResolver;
import dev.jobc.compiler.types.value.Typed;
import dev.jobc.compiler.types.value.Types;
import dev.jobc.diag.Diagnostics;
import dev.jobc.expr.PlanExpr;
import dev.jobc.model.CodeDoc;
import dev.jobc.model.InputDecl;
import dev.jobc.model.OutputDecl;
import dev.jobc.model.TaskDecl;
import dev.jobc.model.TemplateDoc;
import dev.jobc.plan.TaskSpec.Param;
import dev.jobc.source.Located;
import dev.jobc.source.Span;
import dev.jobc.type.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Types what one file declares: its types and its tasks, each once however often it is used. */
public final class UnitTyper {
  private final Unit unit;
  private final Problems problems;
  private final TypeResolver types;
  private final Map<TaskDecl, TypedTask> tasks = new IdentityHashMap<>();

  public UnitTyper(Unit unit, Problems problems) {
    this.unit = unit;
    this.problems = problems;
    this.types = new TypeResolver(unit.doc().types(), problems);
    types.resolveAll();
    unit.doc().tasks().forEach(task -> tasks.put(task, type(task)));
  }

  public Collection<TypedTask> tasks() {
    return unit.doc().tasks().stream().map(this::task).toList();
  }

  /** A task this file declares. */
  TypedTask task(TaskDecl decl) {
    TypedTask task = tasks.get(decl);
    if (task == null) {
      throw new IllegalArgumentException(decl.name().value() + " belongs to another file");
    }
    return task;
  }

  TypeResolver types() {
    return types;
  }

  Problems problems() {
    return problems;
  }

  private TypedTask type(TaskDecl decl) {
    List<Param> inputs = inputs(decl.inputs(), Scope.defaults());
    Map<String, Typed> names = new LinkedHashMap<>();
    for (Param input : inputs) {
      names.put(input.name(), new Typed(input.type(), new PlanExpr.TaskInput(input.name())));
    }
    String owner = "task `" + decl.name().value() + "`";
    ValueChecker checker = checker(Scope.running(names, owner));
    List<Param> outputs = outputs(decl.outputs());
    List<String> errors = ErrorSets.names(decl.errors(), problems);
    PolicyTyper policies = new PolicyTyper(this, checker, decl.name().value(), true);
    TypedTask task =
        code(checker, decl.name(), true, decl.code(), inputs, outputs, errors)
            .with(policies.type(decl.policy()), decl.description());
    new Caching(problems).declared(task, decl.inputs());
    return task;
  }

  /** Types the code of a task in a scope. */
  TypedTask code(
      ValueChecker checker,
      Located<String> name,
      boolean shared,
      CodeDoc code,
      List<Param> inputs,
      List<Param> outputs,
      List<String> errors) {
    Map<String, Typed> env = new LinkedHashMap<>();
    code.env().forEach(e -> env.put(e.name().value(), checker.secretText(e.value())));
    List<Typed> args = code.args().stream().map(arg -> open(checker, arg, "an argument")).toList();
    Typed stdin = code.stdin() == null ? null : open(checker, code.stdin(), "`stdin`");
    List<String> secrets =
        env.entrySet().stream().filter(e -> e.getValue().secret()).map(Map.Entry::getKey).toList();
    Taint taint = Taint.of(env.values()).and(Taint.of(args));
    boolean known = outputs.stream().allMatch(o -> o.type() != Types.UNKNOWN);
    return new TypedTask(
        unit,
        name.value(),
        shared,
        name.span(),
        code,
        inputs,
        outputs,
        known,
        errors,
        Typed.exprs(env),
        secrets,
        args.stream().map(Typed::expr).toList(),
        stdin == null ? null : stdin.expr(),
        stdin == null ? taint : taint.and(stdin.taint()),
        TypedPolicy.NONE,
        "");
  }

  /** A place as plans say it. */
  String source(Span span) {
    return unit.source(span);
  }

  /** Text that others on the machine, or readers of the plan, can see. */
  private static Typed open(ValueChecker checker, TemplateDoc text, String what) {
    return checker.fit().requireOpen(checker.secretText(text), text.span(), what);
  }

  ValueChecker checker(Scope scope) {
    return new ValueChecker(new ExprChecker(scope, types, problems), problems);
  }

  /** A checker whose complaints nobody sees. */
  ValueChecker quiet(Scope scope) {
    Problems unseen = new Problems(problems.file(), new Diagnostics());
    return new ValueChecker(new ExprChecker(scope, types, unseen), unseen);
  }

  /** Declared inputs with their defaults; a default knows only functions and facts of the run. */
  List<Param> inputs(List<InputDecl> decls, Scope scope) {
    ValueChecker checker = checker(scope);
    List<Param> inputs = new ArrayList<>();
    for (InputDecl decl : decls) {
      String name = decl.name().value();
      Type type = types.resolve(decl.type());
      PlanExpr otherwise =
          decl.defaultValue() == null
              ? null
              : checker.check(decl.defaultValue(), type, "the default of `" + name + "`").expr();
      inputs.add(
          new Param(
              name,
              type,
              otherwise,
              new ConstraintTyper(checker, problems).type(decl, type, otherwise)));
    }
    return inputs;
  }

  List<Param> outputs(List<OutputDecl> decls) {
    return decls.stream().map(this::output).toList();
  }

  private Param output(OutputDecl decl) {
    Type type = types.resolve(decl.type());
    if (Secrets.isIn(type)) {
      problems.report(
          problems
              .at(SECRET_FLOWS, decl.type().span(), "an output can't be a secret")
              .note("outputs are stored with the run and shown to whoever may read it")
              .help("fetch the secret in the step that needs it, or pass it as an input"));
      return new Param(decl.name().value(), Types.UNKNOWN, null);
    }
    return new Param(decl.name().value(), type, null);
  }
}
