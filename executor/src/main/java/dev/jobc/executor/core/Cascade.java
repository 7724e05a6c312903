package dev.jobc.executor.core;

import dev.jobc.executor.RunState;
import dev.jobc.executor.core.RunEvent.Ended;
import dev.jobc.executor.core.RunEvent.ItemEnded;
import dev.jobc.executor.core.RunEvent.ItemStarted;
import dev.jobc.executor.core.RunEvent.Released;
import dev.jobc.executor.core.RunEvent.Requeued;
import dev.jobc.executor.core.RunEvent.RunEnded;
import dev.jobc.executor.core.RunEvent.ScopeOpened;
import dev.jobc.plan.Control;
import dev.jobc.plan.JoinRule;
import dev.jobc.plan.Node;
import dev.jobc.plan.Pause;
import dev.jobc.plan.RetryPolicy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** One command's consequences, followed until nothing more follows. Used once. */
final class Cascade {
  private final PlanShape plan;
  private final List<RunEvent> events = new ArrayList<>();
  private final Deque<StepRef> ended = new ArrayDeque<>();

  /** Released here: when two needs end in one cascade, both look at the step, once is enough. */
  private final Set<StepRef> released = new HashSet<>();

  private final long now;
  private RunImage image;

  Cascade(RunImage image, PlanShape plan, long now) {
    this.now = now;
    this.image = image;
    this.plan = plan;
  }

  List<RunEvent> events() {
    return events;
  }

  RunImage image() {
    return image;
  }

  void take(RunCommand command) {
    switch (command) {
      case RunCommand.Start start -> startItem(image.scope(StepRef.ROOT), 0);
      case RunCommand.Cancel cancel -> emit(new RunEnded(RunState.CANCELLED));
      case RunCommand.OfStep ofStep -> {
        if (image.ending(ofStep.ref()) == null) {
          takeStep(ofStep);
        }
      }
    }
    while (!ended.isEmpty()) {
      follow(ended.remove());
    }
  }

  private void takeStep(RunCommand.OfStep command) {
    StepRef ref = command.ref();
    switch (command) {
      case RunCommand.Succeed s -> end(ref, Transition.SUCCEEDED);
      case RunCommand.Decline d -> end(ref, Transition.DECLINED);
      case RunCommand.Fail fail -> fail(fail);
      case RunCommand.Expand expand -> expand(expand);
      case RunCommand.Pause pause ->
          emit(new RunEvent.Paused(ref, pause.tries().afterFailure(), pause.delay()));
      case RunCommand.Lose lose -> lose(lose);
      case RunCommand.GiveBack back -> {
        Tries next = back.started() ? back.tries().afterLoss() : back.tries();
        Tries uncounted = new Tries(next.attempt(), next.lost(), back.tries().streak());
        emit(new Requeued(ref, Transition.GIVEN_BACK, uncounted, 0));
      }
    }
  }

  private void fail(RunCommand.Fail fail) {
    RetryPolicy policy =
        node(fail.ref()) instanceof Node.Task task ? task.retry() : RetryPolicy.NONE;
    long salt = RetryRule.salt(fail.runId(), fail.ref(), fail.tries());
    OptionalLong delay = RetryRule.delay(policy, fail.error(), fail.tries(), fail.elapsed(), salt);
    if (delay.isEmpty()) {
      end(fail.ref(), Transition.FAILED);
    } else {
      Tries next = fail.tries().afterFailure();
      emit(new Requeued(fail.ref(), Transition.RETRIED, next, delay.getAsLong()));
    }
  }

  private void lose(RunCommand.Lose lose) {
    Tries next = lose.tries().afterLoss();
    if (next.streak() >= Tries.MAX_STREAK) {
      end(lose.ref(), Transition.ABANDONED);
    } else {
      emit(new Requeued(lose.ref(), Transition.LOST, next, 0));
    }
  }

  private void expand(RunCommand.Expand expand) {
    if (!(node(expand.ref()) instanceof Node.ForEach map)) {
      throw new IllegalStateException("step " + expand.ref() + " is no map");
    }
    if (expand.size() == 0 || plan.graph(map.body()).size() == 0) {
      end(expand.ref(), Transition.SUCCEEDED);
      return;
    }
    int number = image.lastNumber() + 1;
    emit(
        new ScopeOpened(
            ScopeImage.of(number, expand.ref(), Role.ITEMS, 0, map.body(), expand.size(), now)));
    int first = Math.min(map.maxParallel(), expand.size());
    for (int item = 0; item < first; item++) {
      emit(new ItemStarted(number, item));
      startItem(image.scope(number), item);
    }
  }

  /** Releases what needs nothing; a workflow without steps has ended as soon as it starts. */
  private void startItem(ScopeImage scope, int item) {
    GraphShape graph = plan.graph(scope.graph());
    if (graph.size() == 0) {
      endItem(scope, item);
    }
    for (int root : graph.roots()) {
      release(new StepRef(scope.number(), item * graph.size() + root));
    }
  }

  private void release(StepRef ref) {
    switch (node(ref)) {
      case Node.Join join -> end(ref, Transition.JOINED);
      case Node.Task task -> emitRelease(ref);
      case Node.ForEach map -> emitRelease(ref);
      case Node.Outputs outputs -> emitRelease(ref);
      case Pause pause -> emitRelease(ref);
      case Control control -> throw new IllegalStateException("refused at submit: " + control);
    }
  }

  private void emitRelease(StepRef ref) {
    if (released.add(ref)) {
      emit(new Released(ref));
    }
  }

  private void end(StepRef ref, Transition transition) {
    emit(new Ended(ref, transition));
    ended.add(ref);
  }

  /** What the end of a step means for the steps after it, its item, its map and the run. */
  private void follow(StepRef ref) {
    ScopeImage scope = image.scope(ref.scope());
    GraphShape graph = plan.graph(scope.graph());
    int base = ref.step() / graph.size() * graph.size();
    for (int next : graph.dependents(ref.step() - base)) {
      settle(graph, new StepRef(ref.scope(), base + next), base);
    }
    boolean complete = image.allEnded(ref.scope(), base, base + graph.size());
    // Steps that ended in this cascade and are not followed yet would see the same complete item.
    if (complete && ended.stream().noneMatch(other -> sameItem(other, ref, graph.size()))) {
      endItem(scope, base / graph.size());
    }
  }

  private static boolean sameItem(StepRef a, StepRef b, int size) {
    return a.scope() == b.scope() && a.step() / size == b.step() / size;
  }

  private void settle(GraphShape graph, StepRef ref, int base) {
    if (image.ending(ref) != null) {
      return;
    }
    boolean failed = false;
    boolean skipped = false;
    for (int need : graph.needs(ref.step() - base)) {
      Ending ending = image.ending(new StepRef(ref.scope(), base + need));
      if (ending == null) {
        return;
      }
      failed |= ending.isFailure();
      skipped |= ending == Ending.DECLINED;
    }
    if (failed) {
      end(ref, Transition.PRECLUDED);
    } else if (skipped && node(ref).head().rule() == JoinRule.ALL_SUCCESS) {
      end(ref, Transition.PASSED_OVER);
    } else {
      release(ref);
    }
  }

  private void endItem(ScopeImage before, int item) {
    int size = plan.graph(before.graph()).size();
    boolean failed = anyFailed(before.number(), item * size, (item + 1) * size);
    if (before.isRoot()) {
      emit(new RunEnded(failed ? RunState.FAILED : RunState.SUCCEEDED));
      return;
    }
    emit(new ItemEnded(before.number(), item, failed ? How.FAILED : How.SUCCEEDED, null));
    ScopeImage scope = image.scope(before.number());
    if (scope.failed() == 0 && scope.released() < scope.size()) {
      int next = scope.released();
      emit(new ItemStarted(scope.number(), next));
      startItem(image.scope(scope.number()), next);
    } else if (scope.isOver()) {
      end(scope.parent(), scope.failed() > 0 ? Transition.FAILED : Transition.SUCCEEDED);
    }
  }

  private boolean anyFailed(int scope, int from, int to) {
    for (int step = from; step < to; step++) {
      Ending ending = image.ending(new StepRef(scope, step));
      if (ending != null && ending.isFailure()) {
        return true;
      }
    }
    return false;
  }

  private Node node(StepRef ref) {
    return plan.node(image.scope(ref.scope()).graph(), ref.step());
  }

  private void emit(RunEvent event) {
    image = RunMachine.evolve(image, event);
    events.add(event);
  }
}
