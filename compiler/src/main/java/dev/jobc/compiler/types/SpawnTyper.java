package dev.jobc.compiler.types;

import static dev.jobc.diag.DiagnosticCode.TYPE_MISMATCH;
import static dev.jobc.diag.DiagnosticCode.UNKNOWN_TASK;

import dev.jobc.compiler.resolve.Layout;
import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.resolve.ResolvedWorkflow;
import dev.jobc.compiler.resolve.Step;
import dev.jobc.compiler.types.expr.Literals;
import dev.jobc.compiler.types.expr.Scope;
import dev.jobc.compiler.types.expr.ValueChecker;
import dev.jobc.compiler.types.presence.StepView.StepOutputs;
import dev.jobc.compiler.types.value.Typed;
import dev.jobc.compiler.types.value.Types;
import dev.jobc.diag.Diagnostic;
import dev.jobc.expr.PlanExpr;
import dev.jobc.expr.PlanExpr.Comprehension;
import dev.jobc.json.Json;
import dev.jobc.model.ControlBody;
import dev.jobc.model.StepBody;
import dev.jobc.model.StepDoc;
import dev.jobc.model.ValueDoc;
import dev.jobc.plan.Fan;
import dev.jobc.plan.Node;
import dev.jobc.plan.TaskSpec.Param;
import dev.jobc.source.Span;
import dev.jobc.type.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Types {@code spawn}: the calls, as far as they are known before the run, and the results. */
final class SpawnTyper {
  private static final String TASK = "task";
  private static final String WITH = "with";
  private static final int MAX_NOTES = 4;

  private final Layout layout;
  private final UnitTyper own;
  private final Function<Step, @Nullable TypedTask> tasks;
  private final Problems problems;

  SpawnTyper(ResolvedWorkflow workflow, UnitTyper own, Function<Step, @Nullable TypedTask> tasks) {
    this.layout = workflow.layout();
    this.own = own;
    this.tasks = tasks;
    this.problems = own.problems();
  }

  /** The name by which a call names the task of one of the steps inside. */
  static String name(Step allowed) {
    return allowed.doc().body() instanceof StepBody.Call call ? call.uses().value() : allowed.id();
  }

  /** The inputs of a task that is called, taken from its call. */
  static Map<String, PlanExpr> values(int graph, TypedTask task) {
    PlanExpr given = new PlanExpr.Field(new PlanExpr.Item(graph), WITH);
    Map<String, PlanExpr> values = new LinkedHashMap<>();
    task.inputs()
        .forEach(input -> values.put(input.name(), new PlanExpr.Field(given, input.name())));
    return values;
  }

  /** A list of {@code {task, outputs}}; an output that not every task has may be missing. */
  StepOutputs results(Step step, ControlBody.Spawn spawn, Map<Step, StepOutputs> outputs) {
    Map<String, Type> fields = new LinkedHashMap<>();
    Map<String, Integer> counts = new LinkedHashMap<>();
    List<String> names = new ArrayList<>();
    boolean known = true;
    for (StepDoc written : spawn.allow()) {
      Step task = step.child(written);
      StepOutputs given = outputs.get(task);
      known &= given != null && given.known();
      names.add(name(task));
      if (given != null) {
        given.type().fields().forEach((name, type) -> merge(fields, counts, name, type));
      }
    }
    fields.replaceAll(
        (name, type) -> counts.getOrDefault(name, 0) < names.size() ? type.optional() : type);
    Map<String, Type> result = new LinkedHashMap<>();
    result.put(TASK, new Type.EnumOf("", names));
    result.put("outputs", new Type.RecordOf("", fields));
    Type list = new Type.ListOf(new Type.RecordOf("", result));
    return new StepOutputs(new Type.RecordOf("", Map.of("results", list)), known);
  }

  private static void merge(
      Map<String, Type> fields, Map<String, Integer> counts, String name, Type type) {
    Type before = fields.get(name);
    Type joined = before == null ? type : Types.join(before, type);
    fields.put(name, joined == null ? Type.Simple.JSON : joined);
    counts.merge(name, 1, Integer::sum);
  }

  ControlNode spawn(Step step, ControlBody.Spawn doc, Scope scope) {
    Map<String, Type> call = new LinkedHashMap<>();
    call.put(TASK, Type.Simple.STRING);
    call.put(WITH, Type.Simple.JSON);
    Type one = new Type.RecordOf("", call);
    List<Step> allowed = doc.allow().stream().map(step::child).toList();
    Typed calls = calls(allowed, doc.calls(), one, own.checker(scope));
    List<Fan.Branch> allow =
        allowed.stream()
            .map(task -> new Fan.Branch(name(task), layout.inside(task).graph()))
            .toList();
    int most = doc.maxItems() == null ? Node.ForEach.DEFAULT_MAX_ITEMS : doc.maxItems().value();
    return head -> new Fan.Spawn(head, calls.expr(), allow, most);
  }

  /** A list written in place is checked call by call. */
  private Typed calls(List<Step> allowed, ValueDoc doc, Type one, ValueChecker checker) {
    Type wanted = new Type.ListOf(one);
    if (doc instanceof ValueDoc.ListOf(List<ValueDoc> items, Span span)) {
      List<Typed> calls = new ArrayList<>();
      for (ValueDoc item : items) {
        Typed found = checker.infer(item);
        calls.add(checker.fit().require(found, one, item.span(), "a call"));
        PlanExpr alone = new PlanExpr.ListOf(List.of(found.expr()));
        checkCalls(allowed, new Typed(new Type.ListOf(found.type()), alone), item.span());
      }
      return Literals.list(wanted, calls);
    }
    Typed found = checker.infer(doc);
    Typed calls = checker.fit().require(found, wanted, doc.span(), "`calls`");
    if (!calls.isBroken()) {
      checkCalls(allowed, found, doc.span());
    }
    return calls;
  }

  private void checkCalls(List<Step> tasks, Typed calls, Span span) {
    Set<String> allowed = new TreeSet<>();
    tasks.forEach(task -> allowed.add(name(task)));
    Set<String> named = new TreeSet<>();
    constantNames(calls.expr(), named);
    if (!(calls.type() instanceof Type.ListOf(Type.RecordOf call))) {
      return;
    }
    if (call.fields().get(TASK) instanceof Type.EnumOf some) {
      named.addAll(some.values());
    }
    for (String name : named) {
      if (!allowed.contains(name) && !allowed.isEmpty()) {
        String message = "`allow` does not name the task `" + name + "`";
        Span at = literal(name, span);
        problems.report(
            problems.suggest(problems.at(UNKNOWN_TASK, at, message), name, allowed, "tasks"));
      }
    }
    if (call.fields().get(WITH) instanceof Type.RecordOf with) {
      List<Step> possible =
          tasks.stream().filter(task -> named.isEmpty() || named.contains(name(task))).toList();
      checkValues(possible, with, span);
    }
  }

  /** The name itself when it stands once in the calls, else all of them. */
  private Span literal(String name, Span calls) {
    String quoted = Pattern.quote(name);
    List<MatchResult> found =
        Pattern.compile("(?<=(['\"]))" + quoted + "(?=\\1)|(?<=\\btask: )" + quoted + "\\b")
            .matcher(calls.of(problems.file().text()))
            .results()
            .toList();
    return found.size() != 1
        ? calls
        : new Span(
            calls.start() + found.getFirst().start(), calls.start() + found.getFirst().end());
  }

  /** Names of tasks that stand in the expression itself. */
  private static void constantNames(PlanExpr expr, Set<String> names) {
    switch (expr) {
      case PlanExpr.ListOf list -> list.items().forEach(item -> constantNames(item, names));
      case Comprehension c when c.kind() == Comprehension.Kind.MAP ->
          constantNames(c.body(), names);
      case PlanExpr.Cond cond -> {
        constantNames(cond.then(), names);
        constantNames(cond.otherwise(), names);
      }
      case PlanExpr.MapOf map -> {
        if (map.entries().get(TASK) instanceof PlanExpr.Const(Json.Str(String name))) {
          names.add(name);
        }
      }
      case PlanExpr.Const(Json.Arr(List<Json> items)) ->
          items.forEach(item -> constantNames(new PlanExpr.Const(item), names));
      case PlanExpr.Const(Json.Obj object) -> {
        if (object.get(TASK) instanceof Json.Str(String name)) {
          names.add(name);
        }
      }
      default -> {}
    }
  }

  /** Values of a known shape must suit one of the tasks. */
  private void checkValues(List<Step> possible, Type.RecordOf with, Span span) {
    List<String> misfits = new ArrayList<>();
    for (Step step : possible) {
      TypedTask task = tasks.apply(step);
      List<String> found = task == null ? List.of() : misfits(step, task, with);
      if (found.isEmpty()) {
        return;
      }
      misfits.addAll(found);
    }
    Diagnostic error =
        problems.at(TYPE_MISMATCH, span, "the values of these calls suit none of the tasks");
    for (String misfit : misfits.subList(0, Math.min(misfits.size(), MAX_NOTES))) {
      error = error.note(misfit);
    }
    if (!misfits.isEmpty()) {
      problems.report(error);
    }
  }

  private static List<String> misfits(Step step, TypedTask task, Type.RecordOf with) {
    String owner = "task `" + name(step) + "` ";
    List<String> misfits = new ArrayList<>();
    Set<String> unknown = new TreeSet<>(with.fields().keySet());
    for (Param input : task.inputs()) {
      unknown.remove(input.name());
      Type given = with.fields().get(input.name());
      if (given == null && Arguments.isRequired(input)) {
        misfits.add(owner + "needs the input `" + input.name() + "`, which is " + input.type());
      } else if (given != null && !Types.assignable(given, input.type())) {
        misfits.add(owner + "wants " + input.type() + " as `" + input.name() + "`, not " + given);
      }
    }
    unknown.forEach(name -> misfits.add(owner + "has no input `" + name + "`"));
    return misfits;
  }
}
