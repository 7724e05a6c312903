package dev.jobc.executor.work;

import dev.jobc.executor.RunId;
import dev.jobc.executor.TaskError;
import dev.jobc.executor.TraceContext;
import dev.jobc.executor.core.Need;
import dev.jobc.executor.core.Role;
import dev.jobc.executor.core.ScopeImage;
import dev.jobc.executor.core.Spread;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.core.Tries;
import dev.jobc.executor.runner.TaskCall;
import dev.jobc.executor.store.Claimed;
import dev.jobc.executor.store.Entry;
import dev.jobc.executor.store.Outcome;
import dev.jobc.executor.store.PlanStore;
import dev.jobc.executor.store.ResultKey;
import dev.jobc.executor.store.ResultStore;
import dev.jobc.executor.store.ValueStore;
import dev.jobc.executor.store.Work;
import dev.jobc.expr.EvaluationException;
import dev.jobc.expr.Evaluator;
import dev.jobc.expr.PlanExpr;
import dev.jobc.input.ConstraintCheck;
import dev.jobc.json.Json;
import dev.jobc.plan.FlowControl;
import dev.jobc.plan.Node;
import dev.jobc.plan.Pause;
import dev.jobc.plan.Plan;
import dev.jobc.plan.SubWorkflow;
import dev.jobc.plan.TaskPolicy;
import dev.jobc.plan.TaskPolicy.QueueChoice;
import dev.jobc.plan.TaskSpec;
import dev.jobc.type.Type;
import dev.jobc.type.TypeCheck;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns claimed work into a call for a runner, or does it at once when no task's code is needed.
 */
final class TaskPreparer {
  private final PlanStore plans;
  private final ValueStore store;
  private final ResultStore results;
  private final CallWork calls;
  private final QueueBoard queues;
  private final InstantSource clock;
  private final boolean traces;
  private final CallMaker maker;

  /**
   * @param traces whether this process records spans
   */
  TaskPreparer(
      PlanStore plans,
      ValueStore store,
      ResultStore results,
      CallWork calls,
      QueueBoard queues,
      InstantSource clock,
      boolean traces) {
    this.traces = traces;
    this.queues = queues;
    this.calls = calls;
    this.clock = clock;
    this.plans = plans;
    maker = new CallMaker(plans);
    this.store = store;
    this.results = results;
  }

  /** Work that is ready to go on. */
  sealed interface Prepared {
    /**
     * Something for a runner.
     *
     * @param guards what comes before the call
     * @param shares how its result may be used again; null when it may not
     */
    record Call(
        Plan plan,
        Limits limits,
        TaskPolicy.OnShutdown onShutdown,
        TaskCall call,
        Guards guards,
        @Nullable Sharing shares)
        implements Prepared {}

    /**
     * For how long what is found how.
     *
     * @param ttl milliseconds
     */
    record Sharing(ResultKey key, long ttl) {}

    record Done(Outcome outcome) implements Prepared {}
  }

  /** Whether limits have to be asked before it starts. */
  boolean isLimited(Claimed claimed, RunValues values) {
    return ValueCache.node(values, claimed.work().ref()) instanceof Node.Task task
        && (!task.policy().flow().equals(FlowControl.NONE) || queues.isLimited(claimed.queue()));
  }

  /**
   * The values that the work refers to must have been read.
   *
   * @param entry what limits say to it; null when it has not asked them
   */
  Prepared prepare(Claimed claimed, RunValues values, long callId, @Nullable Entry entry) {
    Work work = claimed.work();
    RunValues.Place place = values.place(work.ref());
    StepEnvironment env = StepEnvironment.of(work.runId(), place, values, store);
    ControlWork control = new ControlWork(work.runId(), values, store, env);
    try {
      Node node = ValueCache.node(values, work.ref());
      if (!isTriedAgain(node)) {
        return new Prepared.Done(control.of(work.ref(), work.tries(), node));
      }
      // A condition is looked at once: before the first attempt.
      if (work.tries().counted() == 1 && !control.holds(node)) {
        return new Prepared.Done(new Outcome.Unmet());
      }
      return switch (node) {
        case Node.Task task -> call(task, claimed, callId, values, env, entry);
        case Pause pause -> new Prepared.Done(pause(pause, work, values, env));
        case SubWorkflow other ->
            new Prepared.Done(
                calls.of(other, work, env, directory(work.runId()), called(work, values)));
        default -> throw new IllegalStateException("not tried again: " + node);
      };
    } catch (EvaluationException e) {
      return failed(TaskError.EXPRESSION_ERROR, e.getMessage());
    }
  }

  /** Whether workers get the step more than once before it ends, and count that. */
  private static boolean isTriedAgain(Node node) {
    return node instanceof Node.Task || node instanceof Pause || node instanceof SubWorkflow;
  }

  private String directory(long runId) {
    ValueStore.RunInput input = store.inputs(List.of(runId)).get(runId);
    return input == null ? "" : input.directory();
  }

  /** The runs that a run calls are below it in its trace. */
  private @Nullable TraceContext called(Work work, RunValues values) {
    TraceContext trace = values.trace();
    return trace != null && trace.sampled() && traces ? TaskTrace.run(work.runId(), trace) : trace;
  }

  private static Prepared failed(String name, @Nullable String message) {
    TaskError error = new TaskError(name, message == null ? name : message);
    return new Prepared.Done(new Outcome.Failed(error));
  }

  private Outcome pause(Pause pause, Work work, RunValues values, StepEnvironment env)
      throws EvaluationException {
    return new PauseWork(env, name(pause, work.ref(), values), clock.instant())
        .of(pause, work.tries());
  }

  private Prepared call(
      Node.Task task,
      Claimed claimed,
      long callId,
      RunValues values,
      StepEnvironment env,
      @Nullable Entry entry)
      throws EvaluationException {
    Limits limits = new Limits(task.timeouts(), claimed, clock.instant());
    TaskError late = limits.late();
    if (late != null) {
      return new Prepared.Done(new Outcome.Failed(late));
    }
    Plan plan = values.plan().shape().plan();
    TaskSpec spec = plan.tasks().get(task.task());
    List<String> problems = new ArrayList<>();
    Json.Obj inputs = inputs(task, spec, env, problems);
    if (!problems.isEmpty()) {
      return failed(TaskError.EXPRESSION_ERROR, String.join("\n", problems));
    }
    StepEnvironment inner = env.with(inputs);
    TaskError objection = maker.objection(task.policy().checks(), inner);
    if (objection != null) {
      return new Prepared.Done(new Outcome.Failed(objection));
    }
    TaskPolicy.Cache cache = task.policy().cache();
    Prepared.Sharing shares = null;
    if (cache != null) {
      TaskCall like = maker.call(callId, plan, spec, inputs, 0, Map.of(), inner);
      ResultKey key = CallMaker.key(cache, plan, claimed.work().runId(), like, inner);
      Optional<ResultStore.Result> known = results.find(key);
      if (known.isPresent()) {
        return new Prepared.Done(new Outcome.Reused(known.get().outputs(), known.get().run()));
      }
      shares = new Prepared.Sharing(key, cache.ttl());
    }
    if (entry instanceof Entry.Refused refused) {
      return refused(refused);
    }
    if (claimed.queue() == Claimed.ANY) {
      return new Prepared.Done(new Outcome.Routed(queue(task, inner)));
    }
    if (entry == null && isLimited(claimed, values)) {
      List<Need> needs = Needs.of(task.policy().flow(), plan, spec.name(), inner);
      return new Prepared.Done(new Outcome.Held(needs, claimed.queue()));
    }
    Map<String, String> facts = facts(task, claimed, values, inner);
    TaskCall call = maker.call(callId, plan, spec, inputs, limits.attempt(), facts, inner);
    boolean alone = values.graph(claimed.work().ref()) == values.plan().shape().checks();
    Guards guards =
        maker.guards(
            task.policy().checks(), plan, call, areDue(task, claimed.work().tries()), alone, inner);
    TaskPolicy.OnShutdown onShutdown = task.policy().onShutdown();
    return new Prepared.Call(
        plan,
        limits,
        onShutdown == null ? TaskPolicy.OnShutdown.RESUBMIT : onShutdown,
        call,
        guards,
        shares);
  }

  /** Programs run before the first attempt, and before the others when they may be tried again. */
  private static boolean areDue(Node.Task task, Tries tries) {
    return tries.counted() == 1 || task.retry().errors().contains(TaskError.CHECK_FAILED);
  }

  /** The one of several queues that the key of a task stands for. */
  private int queue(Node.Task task, StepEnvironment env) throws EvaluationException {
    QueueChoice choice = task.policy().queues();
    if (choice == null || choice.key() == null) {
      throw new IllegalStateException("a task whose queue is named waits there");
    }
    String key = CallMaker.text(choice.key(), env);
    List<String> of = choice.of();
    return plans.queue(of.get(Spread.byKey(key == null ? "" : key, of.size())));
  }

  private static Prepared refused(Entry.Refused refused) {
    String name = refused.fails() ? TaskError.LIMIT_REACHED : TaskError.CANCELLED;
    return failed(name, "no room at `" + refused.key() + "`");
  }

  private static Json.Obj inputs(
      Node.Task task, TaskSpec spec, StepEnvironment env, List<String> problems)
      throws EvaluationException {
    Json.ObjectBuilder inputs = Json.object();
    for (TaskSpec.Param param : spec.inputs()) {
      PlanExpr given = task.with().getOrDefault(param.name(), param.defaultValue());
      Json value = given == null ? Json.NULL : Evaluator.evaluate(given, env);
      if (value == Json.NULL && param.defaultValue() != null && !accepts(param.type())) {
        value = Evaluator.evaluate(param.defaultValue(), env);
      }
      TypeCheck.Result checked =
          TypeCheck.check("input `" + param.name() + "`", param.type(), value);
      checked.problems().forEach(problem -> problems.add(problem.toString()));
      if (checked.ok()) {
        ConstraintCheck.problems(param.constraints(), param.type(), checked.value())
            .forEach(problem -> problems.add("input `" + param.name() + "` " + problem));
      }
      inputs.put(param.name(), checked.value());
    }
    return inputs.build();
  }

  private static boolean accepts(Type type) {
    return TypeCheck.check(type, Json.NULL).ok();
  }

  private Map<String, String> facts(
      Node.Task task, Claimed claimed, RunValues values, StepEnvironment env)
      throws EvaluationException {
    Work work = claimed.work();
    String run = new RunId(work.runId()).toString();
    String step = name(task, work.ref(), values);
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("JOBC_RUN_ID", run);
    facts.put("JOBC_STEP", step);
    facts.put("JOBC_ATTEMPT", Integer.toString(work.tries().attempt()));
    facts.put("JOBC_IDEMPOTENCY_KEY", key(task, work.runId(), step, values, env));
    facts.put("JOBC_FENCE", Long.toString(claimed.fence()));
    TaskTrace.tell(facts, task, work, values.trace(), traces);
    return facts;
  }

  /** The same for every attempt, also in a run that takes up this one. */
  private static String key(
      Node.Task task, long runId, String step, RunValues values, StepEnvironment env)
      throws EvaluationException {
    PlanExpr own = task.policy().idempotencyKey();
    String text = own == null ? null : CallMaker.text(own, env);
    Long origin = values.origin();
    return text == null ? new RunId(origin == null ? runId : origin) + "/" + step : text;
  }

  /**
   * The step's id with the numbers of the instances it belongs to, outermost first; one that code
   * has called comes after the name of its caller: {@code site.walk[0].walk[2]}.
   */
  static String name(Node step, StepRef ref, RunValues values) {
    StringBuilder numbers = new StringBuilder();
    for (StepRef at = ref; at.scope() != StepRef.ROOT; ) {
      ScopeImage scope = values.open(at.scope()).scope();
      numbers.insert(0, number(scope, values.number(values.place(at))));
      if (scope.isOfWorkflow()) {
        break;
      }
      at = scope.parent();
      if (scope.role() == Role.CALLS && ValueCache.node(values, at) instanceof Node.Task caller) {
        return name(caller, at, values) + "." + step.id() + numbers;
      }
    }
    return step.id() + numbers;
  }

  /** The first try of a block is not told from having no other. */
  private static String number(ScopeImage scope, long number) {
    return switch (scope.role()) {
      case ITEMS, TURN, PARTS, COMBINE, CALLS -> "[" + number + "]";
      case BODY -> scope.first() == 0 ? "" : "~" + (scope.first() + 1);
      case CATCH, FINALLY, CASE, BRANCH, REDUCE, UNDO, CHECK -> "";
    };
  }
}
