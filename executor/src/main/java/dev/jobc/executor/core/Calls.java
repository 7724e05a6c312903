package dev.jobc.executor.core;

import dev.jobc.executor.core.RunEvent.CallsCounted;
import dev.jobc.executor.core.RunEvent.OutputsDropped;
import dev.jobc.plan.TaskSpec;
import dev.jobc.plan.TaskSpec.Callee;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Calls that the code of a task has made, and that came with its success. What the task gave is
 * kept; the step ends when all calls have ended, and what they called in turn. When one of them
 * fails the step does, and has given nothing.
 */
public final class Calls {
  /** So many calls may stand in each other. */
  public static final int MAX_DEPTH = 100;

  private final Cascade cascade;

  Calls(Cascade cascade) {
    this.cascade = cascade;
  }

  void open(RunCommand.Call call) {
    List<Integer> graphs = spawn(call.ref()).allow().stream().map(Callee::body).toList();
    int first = new Called(cascade).open(call.ref(), graphs, call.sizes());
    int all = call.sizes().stream().mapToInt(Integer::intValue).sum();
    cascade.emit(new CallsCounted(first, all));
    for (Caller caller : callers(cascade.image(), cascade.plan(), call.ref())) {
      cascade.emit(new CallsCounted(caller.counter().number(), all));
    }
  }

  void over(StepRef ref, ScopeImage one) {
    Result result = new Called(cascade).result(one, spawn(ref).allow().size());
    if (result == null) {
      return;
    }
    if (result.how() != How.SUCCEEDED) {
      cascade.emit(new OutputsDropped(ref));
    }
    switch (result.how()) {
      case CANCELLED -> cascade.end(ref, Transition.CALLED_OFF);
      case FAILED -> cascade.fail(ref, Transition.FAILED, result.fault());
      case SUCCEEDED, RETURNED -> cascade.end(ref, Transition.SUCCEEDED);
    }
  }

  private TaskSpec.Spawn spawn(StepRef ref) {
    TaskSpec.Spawn spawn = cascade.plan().spawn(cascade.node(ref));
    if (spawn == null) {
      throw new IllegalStateException("calls nothing: " + cascade.node(ref).id());
    }
    return spawn;
  }

  /** A step around another whose code has called it, and what counts its calls. */
  private record Caller(TaskSpec.Spawn spawn, String name, ScopeImage counter) {}

  /** The innermost first. */
  private static List<Caller> callers(RunImage image, PlanShape plan, StepRef ref) {
    List<Caller> callers = new ArrayList<>();
    StepRef at = ref;
    for (ScopeImage scope = image.scope(at.scope()); !scope.isOfWorkflow(); ) {
      at = scope.parent();
      ScopeImage outer = image.scope(at.scope());
      TaskSpec.Spawn spawn = plan.spawn(plan.node(outer.graph(), at.step()));
      if (spawn != null && scope.role() == Role.CALLS) {
        ScopeImage counter = image.scope(scope.number() - scope.first());
        callers.add(new Caller(spawn, plan.node(outer.graph(), at.step()).id(), counter));
      }
      scope = outer;
    }
    return callers;
  }

  /**
   * Why a task can't make so many calls; null when it can.
   *
   * @param ref its step
   */
  public static @Nullable String refusal(RunImage image, PlanShape plan, StepRef ref, int more) {
    List<Caller> callers = callers(image, plan, ref);
    if (callers.size() >= MAX_DEPTH) {
      return "calls that call may stand in each other %d times at most".formatted(MAX_DEPTH);
    }
    TaskSpec.Spawn own = plan.spawn(plan.node(image.scope(ref.scope()).graph(), ref.step()));
    if (own != null && more > own.maxItems()) {
      return tooMany(more, own);
    }
    for (Caller caller : callers) {
      long all = (long) caller.counter().calls() + more;
      if (all > caller.spawn().maxItems()) {
        return tooMany(all, caller.spawn())
            + " of `"
            + caller.name()
            + "`, which it was called for";
      }
    }
    return null;
  }

  private static String tooMany(long calls, TaskSpec.Spawn spawn) {
    return "%d calls are more than the `maxItems` of %d".formatted(calls, spawn.maxItems());
  }
}
