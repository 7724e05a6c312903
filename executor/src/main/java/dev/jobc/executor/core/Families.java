package dev.jobc.executor.core;

import dev.jobc.executor.core.RunEvent.ItemEnded;
import dev.jobc.executor.core.RunEvent.ScopeMarked;
import dev.jobc.executor.core.ScopeImage.Progress;
import dev.jobc.plan.Control;
import dev.jobc.plan.Fan;
import dev.jobc.plan.Flow;
import dev.jobc.plan.Node;
import dev.jobc.plan.Pause;
import dev.jobc.plan.Repeat;
import dev.jobc.plan.ResultFrom;
import dev.jobc.plan.SubWorkflow;

/** Which class knows what a kind of step does; every family of steps has one. */
final class Families {
  private final Cascade cascade;
  private final Workflow workflow;
  private final Blocks blocks;
  private final Maps maps;
  private final Sagas sagas;

  Families(Cascade cascade) {
    this.cascade = cascade;
    workflow = new Workflow(cascade);
    blocks = new Blocks(cascade);
    maps = new Maps(cascade);
    sagas = new Sagas(cascade);
  }

  /** Whether a worker has to do something, if only evaluate, before a step can begin. */
  boolean needsWork(Node node) {
    return node.head().when() != null
        || switch (node) {
          case Node.Task t -> true;
          case Node.ForEach f -> true;
          case Node.Outputs o -> true;
          case Node.Join j -> false;
          case Flow.Block b -> false;
          case Flow.Switch s -> true;
          case Flow.Fail f -> true;
          case Flow.Return r -> true;
          case Repeat.Loop l -> true;
          case Repeat.Poll p -> false;
          case Fan.Race r -> false;
          case Fan.MapReduce m -> true;
          case Fan.Spawn s -> true;
          case Pause p -> true;
          case SubWorkflow s -> true;
        };
  }

  /** A step begins that has nothing to evaluate, or whose condition holds. */
  void begin(StepRef ref) {
    switch (cascade.node(ref)) {
      case Node.Join join -> cascade.end(ref, Transition.JOINED);
      case Flow.Block block -> blocks.begin(ref, block);
      case Repeat.Poll poll -> new Repeats(cascade).begin(ref, poll);
      case Fan.Race race -> new Races(cascade).begin(ref, race);
      case Node.Task t -> throw wrong(ref);
      case Node.ForEach f -> throw wrong(ref);
      case Node.Outputs o -> throw wrong(ref);
      case Control c -> throw wrong(ref);
    }
  }

  /** A worker has seen to it that a step goes on, unless what it was to begin was cut meanwhile. */
  void enter(RunCommand.Enter enter) {
    if (enter.scope() == RunCommand.Enter.NEW) {
      begin(enter.ref());
    } else if (waits(cascade.image().scope(enter.scope()))) {
      cascade.start(enter.scope(), 0);
      if (cascade.node(enter.ref()) instanceof Flow.Block block) {
        blocks.begun(enter.ref(), block, cascade.image().scope(enter.scope()));
      }
    }
  }

  /** The wait before a try of the workflow is over. */
  void tryAgain(RunCommand.TryAgain again) {
    if (waits(cascade.image().scope(again.scope()))) {
      cascade.start(again.scope(), 0);
    }
  }

  private static boolean waits(ScopeImage scope) {
    return scope.released() == 0 && !scope.has(Progress.CUT);
  }

  /** A map that a run takes up goes on. */
  void goOn(StepRef ref, ScopeImage scope) {
    if (cascade.node(ref) instanceof Node.ForEach map) {
      maps.goOn(scope, map);
    } else {
      throw wrong(ref);
    }
  }

  /** A worker has worked out what a step runs. */
  void open(RunCommand.Open open) {
    switch (cascade.node(open.ref())) {
      case Node.ForEach map -> maps.open(open, map);
      case Flow.Switch choice -> new Choices(cascade).open(open);
      case Repeat repeat -> new Repeats(cascade).open(open);
      case Fan.MapReduce parts -> new MapReduces(cascade).open(open, parts);
      case Node.Task t -> throw wrong(open.ref());
      case Node.Join j -> throw wrong(open.ref());
      case Node.Outputs o -> throw wrong(open.ref());
      case Control c -> throw wrong(open.ref());
    }
  }

  /** A worker has worked out what calls a step makes. */
  void spawn(RunCommand.Spawn spawn) {
    if (cascade.node(spawn.ref()) instanceof Fan.Spawn node) {
      new Spawns(cascade).open(spawn, node);
    } else {
      throw wrong(spawn.ref());
    }
  }

  /** A task has succeeded, and its code has made calls. */
  void call(RunCommand.Call call) {
    if (cascade.node(call.ref()) instanceof Node.Task) {
      new Calls(cascade).open(call);
    } else {
      throw wrong(call.ref());
    }
  }

  /** A step of an instance has ended, or it has none. */
  void instanceMayBeOver(ScopeImage scope, int item) {
    GraphShape graph = cascade.plan().graph(scope.graph());
    int base = item * graph.size();
    if (scope.isWorkflow() && graph.hasOutputs()) {
      workflow.mayBeOver();
    } else if (cascade.image().allEnded(scope.number(), base, base + graph.size())) {
      over(scope, item);
    }
  }

  /** Every step of an instance has ended. */
  void over(ScopeImage scope, int item) {
    GraphShape graph = cascade.plan().graph(scope.graph());
    Result result = Result.of(cascade.image(), graph, scope, item, resultFrom(scope));
    Fault fault = result.fault();
    cascade.emit(
        new ItemEnded(
            scope.number(),
            item,
            result.how(),
            fault == null ? null : fault.passedOn(cascade.nextNumber())));
    ScopeImage now = cascade.image().scope(scope.number());
    if (now.role() == Role.ITEMS) {
      maps.itemOver(now);
      return;
    }
    if (now.role() == Role.PARTS || now.role() == Role.COMBINE) {
      new MapReduces(cascade).instanceOver(now);
    }
    if (now.isOver()) {
      over(now);
    }
  }

  private ResultFrom resultFrom(ScopeImage scope) {
    if (scope.role() != Role.BODY) {
      return ResultFrom.ALL;
    }
    if (scope.isOfWorkflow()) {
      return cascade.plan().plan().resultFrom();
    }
    return cascade.node(scope.parent()) instanceof Flow.Block block
        ? block.resultFrom()
        : ResultFrom.ALL;
  }

  /** A graph that a step runs is over, and nothing more of it will start. */
  private void over(ScopeImage scope) {
    if (scope.isOfWorkflow()) {
      workflow.over(scope);
      return;
    }
    StepRef ref = scope.parent();
    if (scope.role() == Role.UNDO) {
      sagas.over(scope, blocks);
      return;
    }
    if (cascade.image().ending(ref) != null) {
      // It did not wait for this one.
      return;
    }
    switch (cascade.node(ref)) {
      case Flow.Block block -> blocks.over(ref, block, scope);
      case Flow.Switch choice -> new Choices(cascade).over(ref, scope);
      case Repeat.Loop loop -> new Repeats(cascade).over(ref, scope);
      case Repeat.Poll poll -> new Repeats(cascade).over(ref, poll, scope);
      case Fan.Race race -> new Races(cascade).over(ref, race, scope);
      case Fan.MapReduce parts -> new MapReduces(cascade).over(ref, scope);
      case Fan.Spawn spawn -> new Spawns(cascade).over(ref, spawn, scope);
      case Node.Task task -> new Calls(cascade).over(ref, scope);
      case Node.Join j -> throw wrong(ref);
      case Node.ForEach f -> throw wrong(ref);
      case Node.Outputs o -> throw wrong(ref);
      case Control c -> throw wrong(ref);
    }
  }

  /** A step has succeeded that can be undone. */
  void completed(StepRef ref, int compensate) {
    sagas.completed(ref, compensate);
  }

  /** A scope that waited for its time was cut. */
  void neverStarted(ScopeImage scope) {
    cascade.emit(new ScopeMarked(scope.number(), Progress.OVER));
    over(cascade.image().scope(scope.number()));
  }

  /** The run is cancelled while nothing of it goes on but its outputs. */
  void outputsCut() {
    workflow.outputsCut();
  }

  /** Whether work that looks after a step may outlive it. */
  boolean isWatched(Node node) {
    return (node instanceof Repeat.Poll poll && poll.timeout() > 0)
        || (node instanceof Flow.Block block && Blocks.isLimited(block));
  }

  /** Whether a step runs graphs again and again, so that it can end while one of them goes on. */
  boolean mayRunGraphs(StepRef ref) {
    Node node = cascade.node(ref);
    return node instanceof Repeat || node instanceof Flow.Block;
  }

  private IllegalStateException wrong(StepRef ref) {
    return new IllegalStateException("not for this kind of step: " + cascade.node(ref));
  }
}
