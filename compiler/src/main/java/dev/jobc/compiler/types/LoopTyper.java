package dev.jobc.compiler.types;

import static dev.jobc.diag.DiagnosticCode.SECRET_FLOWS;
import static dev.jobc.diag.DiagnosticCode.UNCLEAR_TYPE;

import dev.jobc.compiler.resolve.Block;
import dev.jobc.compiler.resolve.Layout;
import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.resolve.ResolvedWorkflow;
import dev.jobc.compiler.resolve.Step;
import dev.jobc.compiler.types.expr.Fit;
import dev.jobc.compiler.types.expr.Foregone;
import dev.jobc.compiler.types.expr.Scope;
import dev.jobc.compiler.types.expr.Turns;
import dev.jobc.compiler.types.expr.ValueChecker;
import dev.jobc.compiler.types.presence.StepView;
import dev.jobc.compiler.types.presence.StepView.StepOutputs;
import dev.jobc.compiler.types.value.Secrets;
import dev.jobc.compiler.types.value.Typed;
import dev.jobc.compiler.types.value.Types;
import dev.jobc.expr.PlanExpr;
import dev.jobc.model.ControlBody;
import dev.jobc.model.ControlBody.StateDoc;
import dev.jobc.model.FlowDoc.ConditionDoc;
import dev.jobc.plan.Repeat;
import dev.jobc.source.Located;
import dev.jobc.type.Type;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Types {@code loop} and {@code poll}. */
final class LoopTyper {
  private static final Foregone.Effects LOOP =
      new Foregone.Effects(
          "always true, so there is one iteration",
          "always false, so the loop always fails with `LoopLimit`",
          "compare with `loop.state` or an output; a loop without `until` runs `maxIterations`"
              + " times");

  private static final Foregone.Effects POLL =
      new Foregone.Effects(
          "always true, so there is one question",
          "always false, so the step always ends by its timeout",
          "compare with `self.outputs`; without `until` success is the answer");

  private final Layout layout;
  private final UnitTyper own;
  private final Problems problems;
  private final Map<Step, StepOutputs> outputs;
  private final Map<Block, Scope> scopes;

  LoopTyper(
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

  /** The outputs of a loop are its state; a type that isn't written is that of the first value. */
  void declare(Step step, ControlBody.Loop loop, Scope scope) {
    Map<String, Type> types = new LinkedHashMap<>();
    for (StateDoc state : loop.state()) {
      Type type =
          state.type() == null
              ? own.quiet(scope).infer(state.initial()).type()
              : own.types().resolve(state.type());
      boolean clear = state.type() != null || Types.settled(type).equals(type);
      boolean open = clear && !Secrets.isIn(type);
      types.put(state.name().value(), open ? type : Types.UNKNOWN);
    }
    if (!types.isEmpty()) {
      outputs.put(step, new StepOutputs(new Type.RecordOf("", types), true));
    }
  }

  ControlNode loop(Step step, ControlBody.Loop loop, Scope scope, StepView view) {
    Block block = step.block(loop.block());
    int graph = layout.body(block);
    ValueChecker before = own.checker(scope.at(view));
    Map<String, PlanExpr> initial = new LinkedHashMap<>();
    Map<String, Typed> current = new LinkedHashMap<>();
    for (StateDoc state : loop.state()) {
      String name = state.name().value();
      Typed given = before.check(state.initial(), type(step, name), "`" + name + "`");
      Typed value = open(state, given, before.fit());
      demandType(state, type(step, name), value);
      initial.put(name, value.expr());
      PlanExpr carried = Turns.select(new PlanExpr.Item(graph), name);
      current.put(name, new Typed(type(step, name), carried, value.taint()));
    }
    Scope inside = Turns.looped(scope, graph, Turns.record(current));
    scopes.put(block, inside);
    Map<String, Typed> next = next(step, loop, current, own.checker(inside.at(view.after(block))));
    Scope behind = Turns.looped(scope, graph, Turns.record(next));
    PlanExpr until = until(loop.until(), behind.at(view.after(block)), LOOP);
    Map<String, PlanExpr> nextExprs = new LinkedHashMap<>();
    next.forEach((name, value) -> nextExprs.put(name, value.expr()));
    int most = loop.maxIterations().value();
    long delay = millis(loop.delay());
    return head -> new Repeat.Loop(head, initial, nextExprs, until, most, delay, graph);
  }

  /** A state is stored with the run, and can be read when the loop has ended. */
  private Typed open(StateDoc state, Typed initial, Fit fit) {
    if (state.type() != null && Secrets.isIn(own.types().resolve(state.type()))) {
      String message = "the state of a loop can't be a secret";
      problems.report(
          problems
              .at(SECRET_FLOWS, state.type().span(), message)
              .note("it is stored with the run, and is an output of the loop")
              .help("let the steps of the loop take the secret as an input"));
      return Typed.BROKEN;
    }
    return fit.requireOpen(
        initial, state.initial().span(), "the state of a loop, which is its output");
  }

  private Type type(Step step, String name) {
    StepOutputs declared = outputs.get(step);
    Type type = declared == null ? null : declared.type().fields().get(name);
    return type == null ? Types.UNKNOWN : type;
  }

  /** A type that could not be told before, though nothing is wrong with the value. */
  private void demandType(StateDoc state, Type type, Typed value) {
    if (type == Types.UNKNOWN && state.type() == null && !value.isBroken()) {
      String name = state.name().value();
      problems.report(
          problems
              .at(UNCLEAR_TYPE, state.name().span(), "the type of `" + name + "` isn't clear")
              .help("write it: `" + name + ": { type: …, initial: … }`"));
    }
  }

  private Map<String, Typed> next(
      Step step, ControlBody.Loop loop, Map<String, Typed> current, ValueChecker checker) {
    Map<String, Typed> next = new LinkedHashMap<>(current);
    for (StateDoc state : loop.state()) {
      String name = state.name().value();
      if (state.next() != null) {
        String what = "the next `" + name + "`";
        Typed value = checker.check(state.next(), type(step, name), what);
        if (!value.isBroken()) {
          next.put(name, value);
        }
      }
    }
    return next;
  }

  private @Nullable PlanExpr until(
      @Nullable ConditionDoc condition, Scope scope, Foregone.Effects effects) {
    if (condition == null) {
      return null;
    }
    ValueChecker checker = own.checker(scope);
    Typed until = checker.exprs().check(condition.expr(), Type.Simple.BOOL, "`until`");
    Foregone.warn(problems, scope, condition.expr(), until, condition.key(), effects);
    return until.expr();
  }

  ControlNode poll(Step step, ControlBody.Poll poll, Scope scope, StepView view) {
    Step task = step.child(poll.task());
    Block block = task.home();
    int graph = layout.body(block);
    Layout.Coordinates at = layout.inside(task);
    StepOutputs given = outputs.get(task);
    Scope answered = scope;
    if (given != null) {
      Type type = given.known() ? given.type() : Types.UNKNOWN;
      Typed found = new Typed(type, new PlanExpr.StepOutputs(at.graph(), at.node()));
      answered = scope.with("self", Turns.record(Map.of("outputs", found)));
    }
    PlanExpr until = until(poll.until(), answered.at(view.after(block)), POLL);
    long every = poll.every().value().toMillis();
    long timeout = millis(poll.timeout());
    return head -> new Repeat.Poll(head, graph, every, timeout, until);
  }

  static long millis(@Nullable Located<Duration> written) {
    return written == null ? 0 : written.value().toMillis();
  }
}
