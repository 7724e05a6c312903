package dev.jobc.executor.store.memory;

import dev.jobc.executor.Cancelling;
import dev.jobc.executor.TaskError;
import dev.jobc.executor.core.RetryRule;
import dev.jobc.executor.core.RunCommand;
import dev.jobc.executor.core.RunEffect;
import dev.jobc.executor.core.RunEvent;
import dev.jobc.executor.core.RunMachine;
import dev.jobc.executor.core.ScopeImage;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.core.Transition;
import dev.jobc.executor.core.Tries;
import dev.jobc.executor.runner.TaskResult;
import dev.jobc.executor.store.Claimed;
import dev.jobc.executor.store.Commands;
import dev.jobc.executor.store.Completion;
import dev.jobc.executor.store.LetterStore;
import dev.jobc.executor.store.Outcome;
import dev.jobc.executor.store.Question;
import dev.jobc.executor.store.ResultKey;
import dev.jobc.executor.store.ResultStore;
import dev.jobc.executor.store.SignalValues;
import dev.jobc.executor.store.Work;
import dev.jobc.executor.store.memory.StoredRun.How;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Node;
import dev.jobc.plan.Pause;
import dev.jobc.plan.SubWorkflow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a batch of outcomes changes. Releases are left to the caller. */
final class MemoryBatch {
  private static final int LOG_CHUNK = 256 * 1024;

  final List<Job> releases = new ArrayList<>();
  final List<Long> ended = new ArrayList<>();
  final List<StepRef> stopped = new ArrayList<>();
  final Set<Claimed> refused = new HashSet<>();
  final List<Claimed> unended = new ArrayList<>();
  final MemoryGate gate;
  boolean halts;
  private final Set<Claimed> stillHeld = new HashSet<>();
  private final Books books;
  private final int worker;
  private final long now;

  MemoryBatch(Books books, int worker) {
    this.books = books;
    this.worker = worker;
    now = books.now();
    gate = new MemoryGate(books);
  }

  /** Somebody has this work, and goes on having it whatever becomes of its step here. */
  void stillHeld(Claimed claimed) {
    stillHeld.add(claimed);
  }

  void take(List<Completion> batch) {
    for (Completion one : batch) {
      take(one);
    }
    gate.settled(
        batch.stream().map(Completion::claimed).filter(one -> !stillHeld.contains(one)).toList());
    gate.ended(ended);
  }

  /** What limits say to it; after all else. */
  void settleLimits() {
    gate.settle();
    releases.addAll(gate.own());
  }

  /** The same, and its work goes to whoever comes first; the queues that have got some. */
  Set<Integer> release() {
    settleLimits();
    Set<Integer> queues = new HashSet<>(gate.queues());
    queues.addAll(books.release(releases));
    return queues;
  }

  private void take(Completion given) {
    StoredRun run = books.runs.get(given.claimed().work().runId());
    if (run == null || given.outcome() instanceof Outcome.Cancelled) {
      stopped(run, given);
      return;
    }
    if (books.isGivenUp(given.claimed().work())) {
      // Its attempt was given up while it ran, and the step goes on with another.
      if (Commands.carriesResult(given.outcome())) {
        refuse(run, given);
        unended.add(given.claimed());
      } else {
        stopped(run, given);
      }
      return;
    }
    Completion completion = answered(run, Commands.within(given, run.shape(), run.image));
    RunMachine.Decision decision =
        RunMachine.apply(run.image, Commands.of(completion), run.shape(), now);
    if (decision.events().isEmpty()) {
      if (Commands.carriesResult(completion.outcome())) {
        refuse(run, completion);
      }
      return;
    }
    books.observer.decided(run, run.image, decision);
    run.image = decision.image();
    record(run, completion, decision.events());
    follow(run, decision.events(), completion);
    ask(run, completion);
  }

  /** Asks something of a run as a whole; false when that changes nothing. */
  boolean order(StoredRun run, RunCommand command) {
    RunMachine.Decision decision = RunMachine.apply(run.image, command, run.shape(), now);
    books.observer.decided(run, run.image, decision);
    run.image = decision.image();
    Work nobodys =
        new Work(run.id.value(), run.plan.number(), ScopeImage.NOBODY, Tries.FIRST, now, now);
    stopped.addAll(
        command instanceof RunCommand.CancelStep ? RunMachine.stopped(decision) : List.of());
    follow(
        run,
        decision.events(),
        new Completion(
            new Claimed(nobodys, 0, now), 0, now, new Outcome.Cancelled(), TaskResult.Output.NONE));
    return !decision.events().isEmpty();
  }

  private void follow(StoredRun run, List<RunEvent> events, Completion completion) {
    for (RunEvent event : events) {
      if (event instanceof RunEvent.Ended end) {
        callOff(run, end);
      }
      for (RunEffect effect : RunMachine.react(event)) {
        perform(run, effect, completion);
      }
    }
  }

  /** Its end was decided before; the rules have nothing to say. */
  private void stopped(@org.jspecify.annotations.Nullable StoredRun run, Completion completion) {
    if (run != null && completion.startedAt() != 0) {
      run.attempts.add(new StoredRun.Attempt(completion, How.CANCELLED, worker, null));
    }
    unended.add(completion.claimed());
  }

  void refuse(StoredRun run, Completion completion) {
    Work work = completion.claimed().work();
    run.events.add(new StoredRun.Event(StoredRun.Kind.LATE_RESULT_REFUSED, work, worker, now));
    refused.add(completion.claimed());
  }

  /** A step that is about to wait for a signal which has come already does not wait. */
  private static Completion answered(StoredRun run, Completion completion) {
    StepRef ref = completion.claimed().work().ref();
    if (!(completion.outcome() instanceof Outcome.Paused)
        || run.isOver(ref)
        || !(node(run, ref) instanceof Pause.WaitFor wait)) {
      return completion;
    }
    for (StoredRun.Signal signal : run.signals) {
      Optional<Json.Obj> outputs = SignalValues.outputs(wait, signal.values());
      if (signal.name().equals(wait.signal()) && outputs.isPresent()) {
        run.signals.remove(signal);
        return new Completion(
            completion.claimed(),
            completion.startedAt(),
            completion.finishedAt(),
            new Outcome.Succeeded(JsonText.writeBytes(outputs.get())),
            completion.written());
      }
    }
    return completion;
  }

  private void ask(StoredRun run, Completion completion) {
    Work work = completion.claimed().work();
    Node node = node(run, work.ref());
    if (RetryRule.isHeld(node)) {
      hold(run, completion);
    }
    if (!(node instanceof Pause)) {
      return;
    }
    if (run.isOver(work.ref())) {
      run.questions.remove(work.ref());
    } else if (completion.outcome() instanceof Outcome.Paused(long delay, Question question)
        && question != null) {
      run.questions.putIfAbsent(
          work.ref(),
          new StoredRun.Waiting(work, work.tries().afterFailure(), question, delay >= 0, now));
    }
  }

  private void hold(StoredRun run, Completion completion) {
    Work work = completion.claimed().work();
    if (completion.outcome() instanceof Outcome.Lost && !run.isOver(work.ref())) {
      Question question = Question.held(work.ref(), run.image, run.shape());
      run.questions.put(
          work.ref(), new StoredRun.Waiting(work, work.tries().afterLoss(), question, false, now));
    } else {
      run.questions.remove(work.ref());
    }
  }

  static Node node(StoredRun run, StepRef ref) {
    return run.shape().node(run.image.scope(ref.scope()).graph(), ref.step());
  }

  private void callOff(StoredRun run, RunEvent.Ended end) {
    StoredRun.Called called = run.called.get(end.ref());
    if (end.transition() == Transition.CALLED_OFF
        && called != null
        && node(run, end.ref()) instanceof SubWorkflow) {
      new MemoryEnder(books).cancel(List.of(called.run()), Cancelling.GENTLY);
    }
  }

  private void record(StoredRun run, Completion completion, List<RunEvent> events) {
    Outcome outcome = completion.outcome();
    Work work = completion.claimed().work();
    boolean again = events.getFirst() instanceof RunEvent.Requeued;
    How how = how(outcome, again, events.getFirst() instanceof RunEvent.Paused);
    boolean neverBegan =
        outcome instanceof Outcome.Held
            || outcome instanceof Outcome.Routed
            || outcome instanceof Outcome.GivenBack(boolean s) && !s;
    if (!neverBegan) {
      byte[] error = error(outcome);
      run.attempts.add(new StoredRun.Attempt(completion, how, worker, error));
      keep(run, completion);
      if (outcome instanceof Outcome.Shared(byte[] outputs, ResultKey key, long ttl)) {
        books.results.put(
            key,
            new Books.Later<>(books.millis() + ttl, 0, new ResultStore.Result(run.id, outputs)));
      }
      boolean gone = how == How.FAILED || how == How.ABANDONED;
      if (gone && error != null && LetterStore.keeps(node(run, work.ref()), outcome)) {
        int attempt = work.tries().attempt();
        long at = completion.finishedAt();
        books.keep(new Books.Letter(work.runId(), work.ref(), attempt, error, at));
      }
    }
    if (outcome instanceof Outcome.Lost && worker != 0) {
      run.events.add(new StoredRun.Event(StoredRun.Kind.LEASE_LOST, work, worker, now));
    }
    if (run.image.ending(work.ref()) == null) {
      unended.add(completion.claimed());
    }
  }

  private static How how(Outcome outcome, boolean again, boolean paused) {
    return switch (outcome) {
      case Outcome.Succeeded s -> How.SUCCEEDED;
      case Outcome.Declined d -> How.DECLINED;
      case Outcome.Failed f -> again ? How.RETRIED : How.FAILED;
      case Outcome.Unmet u -> How.UNMET;
      case Outcome.Returned r -> How.SUCCEEDED;
      case Outcome.Entered e -> How.EVALUATED;
      case Outcome.Opened o -> How.EVALUATED;
      case Outcome.Spawned s -> How.EVALUATED;
      case Outcome.Called c -> How.CALLED;
      case Outcome.Shared s -> How.SUCCEEDED;
      case Outcome.Reused r -> How.REUSED;
      case Outcome.Late l -> How.EVALUATED;
      case Outcome.GivenBack g -> How.GIVEN_BACK;
      case Outcome.Routed r -> How.GIVEN_BACK;
      case Outcome.Held h -> How.GIVEN_BACK;
      case Outcome.Cancelled c -> How.CANCELLED;
      case Outcome.Paused p -> How.PAUSED;
      case Outcome.Lost l -> again ? How.LOST : paused ? How.HELD : How.ABANDONED;
    };
  }

  private static byte @org.jspecify.annotations.Nullable [] error(Outcome outcome) {
    TaskError error =
        switch (outcome) {
          case Outcome.Failed failed -> failed.error();
          case Outcome.Late late -> late.error();
          case Outcome.Lost lost ->
              new TaskError(TaskError.WORKER_LOST, "the worker that ran it died");
          default -> null;
        };
    return error == null ? null : JsonText.writeBytes(error.toJson());
  }

  private static void keep(StoredRun run, Completion completion) {
    Work work = completion.claimed().work();
    byte[] body = Outcome.outputs(completion.outcome());
    if (body != null) {
      run.outputs.put(work.ref(), body);
    }
    if (completion.outcome() instanceof Outcome.Reused reused) {
      run.reused.put(work.ref(), reused.from());
    }
    log(run, work, false, completion.written().stdout());
    log(run, work, true, completion.written().stderr());
  }

  private static void log(StoredRun run, Work work, boolean stderr, byte[] bytes) {
    for (int start = 0; start < bytes.length; start += LOG_CHUNK) {
      int end = Math.min(bytes.length, start + LOG_CHUNK);
      run.logs.add(
          new StoredRun.Log(work, stderr, start, java.util.Arrays.copyOfRange(bytes, start, end)));
    }
  }

  private void perform(StoredRun run, RunEffect effect, Completion completion) {
    Outcome outcome = completion.outcome();
    Work cause = completion.claimed().work();
    switch (effect) {
      case RunEffect.Enqueue enqueue -> enqueue(run, enqueue, completion);
      case RunEffect.KeepScope keep -> {
        if (keep.scope().parent().equals(cause.ref())) {
          keep(run, keep.scope(), outcome);
        }
      }
      case RunEffect.Halt halt -> {
        books.halted.add(cause.runId());
        halts = true;
      }
      case RunEffect.KeepOutputs keep -> {
        byte[] outputs =
            outcome instanceof Outcome.Returned returned
                ? returned.outputs()
                : Outcome.outputs(outcome);
        if (outputs != null && run.shape().root().hasOutputs()) {
          run.outputs.put(new StepRef(StepRef.ROOT, run.shape().root().size() - 1), outputs);
        }
      }
      case RunEffect.TryLater later -> {
        StepRef any = new StepRef(later.scope(), 0);
        books.arm(
            later.delay(),
            Books.Limit.TRY,
            new Work(cause.runId(), cause.planId(), any, Tries.FIRST, 0, 0));
      }
      case RunEffect.DropOutputs drop -> run.outputs.remove(drop.ref());
      case RunEffect.AnnounceEnd end -> {
        ended.add(cause.runId());
        over(run);
        if (run.caller != null) {
          releases.add(Job.control(awake(run.caller), 0));
        }
      }
    }
  }

  private Work awake(Work caller) {
    return new Work(
        caller.runId(), caller.planId(), caller.ref(), caller.tries(), caller.since(), now);
  }

  private void over(StoredRun run) {
    run.finishedAt = now;
    run.questions.clear();
    run.signals.clear();
  }

  private static void keep(StoredRun run, ScopeImage scope, Outcome outcome) {
    if (outcome instanceof Outcome.Opened opened && opened.given() != null) {
      run.items.put(scope.number(), opened.given());
    } else if (outcome instanceof Outcome.Spawned spawned) {
      run.items.put(scope.number(), spawned.calls().get(scope.first()).given());
    } else if (outcome instanceof Outcome.Called called) {
      run.items.put(scope.number(), called.calls().get(scope.first()).given());
    }
  }

  private void enqueue(StoredRun run, RunEffect.Enqueue enqueue, Completion completion) {
    Work cause = completion.claimed().work();
    boolean first = enqueue.tries().equals(Tries.FIRST) && !enqueue.ref().equals(cause.ref());
    long since = first ? now : cause.since();
    Work work = new Work(cause.runId(), cause.planId(), enqueue.ref(), enqueue.tries(), since, now);
    Node node = node(run, enqueue.ref());
    boolean same = enqueue.ref().equals(cause.ref());
    if (same
        && node instanceof Node.Task task
        && completion.outcome() instanceof Outcome.Held held) {
      gate.ask(Job.in(held.queue(), work, task, 0), held.needs());
    } else if (same
        && node instanceof Node.Task task
        && completion.outcome() instanceof Outcome.Routed(int queue)) {
      releases.add(Job.in(queue, work, task, 0));
    } else {
      releases.add(Job.of(work, node, enqueue.delay(), books.plans));
    }
  }
}
