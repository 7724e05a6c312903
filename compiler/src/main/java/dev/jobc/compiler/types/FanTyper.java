package dev.jobc.compiler.types;

import static dev.jobc.diag.DiagnosticCode.HIDDEN_NAME;
import static dev.jobc.diag.DiagnosticCode.TYPE_MISMATCH;

import dev.jobc.compiler.resolve.Block;
import dev.jobc.compiler.resolve.Layout;
import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.resolve.ResolvedWorkflow;
import dev.jobc.compiler.resolve.Step;
import dev.jobc.compiler.types.expr.Scope;
import dev.jobc.compiler.types.expr.Turns;
import dev.jobc.compiler.types.expr.ValueChecker;
import dev.jobc.compiler.types.presence.StepView;
import dev.jobc.compiler.types.presence.StepView.StepOutputs;
import dev.jobc.compiler.types.value.Typed;
import dev.jobc.compiler.types.value.Types;
import dev.jobc.expr.PlanExpr;
import dev.jobc.json.Json;
import dev.jobc.model.ControlBody;
import dev.jobc.model.FlowDoc;
import dev.jobc.model.StepDoc;
import dev.jobc.plan.Fan;
import dev.jobc.source.Span;
import dev.jobc.type.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Types {@code race} and {@code mapReduce}. */
final class FanTyper {
  private static final String WINNER = "winner";
  private static final String ITEMS = "items";
  private static final String PARTS = "parts";

  private final Layout layout;
  private final UnitTyper own;
  private final Problems problems;
  private final Map<Step, StepOutputs> outputs;
  private final Map<Block, Scope> scopes;

  FanTyper(
      ResolvedWorkflow workflow,
      UnitTyper own,
      Map<Step, StepOutputs> outputs,
      Map<Block, Scope> scopes) {
    this.layout = workflow.layout();
    this.own = own;
    this.problems = own.problems();
    this.outputs = outputs;
    this.scopes = scopes;
  }

  /** Which branch has won, and the outputs that every branch has. */
  StepOutputs winner(Step race, ControlBody.Race doc) {
    Map<String, Type> common = null;
    List<String> names = new ArrayList<>();
    boolean known = true;
    for (StepDoc written : doc.branches()) {
      Step branch = race.child(written);
      StepOutputs given = outputs.get(branch);
      known &= given == null || given.known();
      names.add(branch.id());
      Map<String, Type> fields = given == null ? Map.of() : given.type().fields();
      common = common == null ? new LinkedHashMap<>(fields) : both(common, fields);
    }
    Map<String, Type> fields = new LinkedHashMap<>();
    fields.put(WINNER, new Type.EnumOf("", names));
    boolean empty =
        doc.branches().stream().anyMatch(branch -> FlowDoc.isTrue(branch.flow().continueOnError()));
    if (common != null) {
      common.forEach((name, type) -> fields.putIfAbsent(name, empty ? type.optional() : type));
    }
    return new StepOutputs(new Type.RecordOf("", fields), known && !names.isEmpty());
  }

  private static Map<String, Type> both(Map<String, Type> a, Map<String, Type> b) {
    Map<String, Type> both = new LinkedHashMap<>();
    a.forEach(
        (name, type) -> {
          Type other = b.get(name);
          Type joined = other == null ? null : Types.join(type, other);
          if (joined != null) {
            both.put(name, joined);
          }
        });
    return both;
  }

  ControlNode race(Step step, ControlBody.Race doc) {
    List<Fan.Branch> branches =
        doc.branches().stream()
            .map(step::child)
            .map(branch -> new Fan.Branch(branch.id(), layout.body(branch.home())))
            .toList();
    return head -> new Fan.Race(head, branches);
  }

  ControlNode mapReduce(Step step, ControlBody.MapReduce doc, Scope scope, StepView view) {
    ValueChecker checker = own.checker(scope.at(view));
    Span over = doc.over().span();
    Typed items = new MapTyper(problems).listOf(checker, checker.infer(doc.over()), over, "`over`");
    Typed list = MapTyper.stored(items, checker, over);
    Typed partitions = PolicyTyper.positive(checker, problems, doc.partitions(), "`partitions`");
    Block map = step.child(doc.map()).home();
    Block reduce = step.child(doc.reduce()).home();
    Block combine = doc.combine() == null ? null : step.child(doc.combine()).home();
    scopes.put(map, Turns.numbered(given(map, ITEMS, list, scope, doc), layout.body(map)));
    Type result = result(map);
    Typed results = new Typed(new Type.ListOf(result), new PlanExpr.Const(Json.NULL));
    scopes.put(reduce, given(reduce, PARTS, results, scope, doc));
    if (combine != null) {
      scopes.put(combine, given(combine, PARTS, results, scope, doc));
      checkCombine(combine, result);
    }
    int mapGraph = layout.body(map);
    int reduceGraph = layout.body(reduce);
    Integer combineGraph = combine == null ? null : layout.body(combine);
    return head ->
        new Fan.MapReduce(
            head, list.expr(), partitions.expr(), mapGraph, combineGraph, reduceGraph);
  }

  /** What one part gives; unknown when that could not be made out. */
  private Type result(Block block) {
    StepOutputs given = outputs.get(block.steps().getFirst());
    return given == null || !given.known() ? Types.UNKNOWN : given.type();
  }

  private Scope given(
      Block block, String name, Typed value, Scope outer, ControlBody.MapReduce doc) {
    if (outer.names().containsKey(name)) {
      problems.report(
          problems
              .at(HIDDEN_NAME, doc.anchor(), "a map-reduce calls its own values `" + name + "`")
              .help("call the item of the map around it something else, with `as:`"));
    }
    PlanExpr item = new PlanExpr.Item(layout.body(block));
    return outer.with(name, new Typed(value.type(), item, value.taint()));
  }

  private void checkCombine(Block combine, Type result) {
    Step step = combine.steps().getFirst();
    Type combined = result(combine);
    if (!Types.assignable(combined, result)) {
      problems.report(
          problems
              .at(
                  TYPE_MISMATCH,
                  step.doc().anchor(),
                  "`combine` gives " + combined + ", but `map` gives " + result)
              .help("give the same outputs: what is combined takes the place of its parts"));
    }
  }
}
