package dev.jobc.executor.store.postgres;

import dev.jobc.executor.core.PlanShape;
import dev.jobc.executor.core.RunCommand;
import dev.jobc.executor.core.RunEffect;
import dev.jobc.executor.core.RunEvent;
import dev.jobc.executor.core.RunImage;
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
import dev.jobc.executor.store.Work;
import dev.jobc.plan.Node;
import dev.jobc.plan.SubWorkflow;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One locked run, taken through the rules outcome by outcome. */
final class RuledRun {
  private final long runId;
  private final PlanShape plan;
  private final OutcomeTransaction batch;
  private final Map<Integer, byte @Nullable []> given = new HashMap<>();
  private List<StepRef> stopped = List.of();
  private @Nullable RunCommand ordered;
  private RunImage before;
  private RunImage image;

  RuledRun(long runId, PlanShape plan, RunImage image, OutcomeTransaction batch) {
    this.runId = runId;
    this.plan = plan;
    this.image = image;
    before = image;
    this.batch = batch;
  }

  RunImage image() {
    return image;
  }

  byte @Nullable [] items(long run, ScopeImage scope) {
    return given.get(scope.number());
  }

  /** The steps whose surroundings an outcome is about. */
  static Stream<StepRef> touched(Completion completion) {
    StepRef ref = completion.claimed().work().ref();
    int scope =
        switch (completion.outcome()) {
          case Outcome.Entered entered -> entered.scope();
          case Outcome.Opened opened -> opened.after();
          case Outcome.Late late -> late.scope();
          case Outcome.Succeeded s -> RunCommand.Enter.NEW;
          case Outcome.Declined d -> RunCommand.Enter.NEW;
          case Outcome.Unmet u -> RunCommand.Enter.NEW;
          case Outcome.Spawned s -> RunCommand.Enter.NEW;
          case Outcome.Called c -> RunCommand.Enter.NEW;
          case Outcome.Shared s -> RunCommand.Enter.NEW;
          case Outcome.Reused r -> RunCommand.Enter.NEW;
          case Outcome.Failed f -> RunCommand.Enter.NEW;
          case Outcome.GivenBack g -> RunCommand.Enter.NEW;
          case Outcome.Cancelled c -> RunCommand.Enter.NEW;
          case Outcome.Paused p -> RunCommand.Enter.NEW;
          case Outcome.Returned r -> RunCommand.Enter.NEW;
          case Outcome.Routed r -> RunCommand.Enter.NEW;
          case Outcome.Held h -> RunCommand.Enter.NEW;
          case Outcome.Lost l -> RunCommand.Enter.NEW;
        };
    return scope == RunCommand.Enter.NEW ? Stream.of(ref) : Stream.of(ref, new StepRef(scope, 0));
  }

  /** The run as it was, as far as it was looked at. */
  RunImage before() {
    return before;
  }

  void take(Completion given) throws SQLException {
    if (given.outcome() instanceof Outcome.Cancelled) {
      stopped(given);
      return;
    }
    Completion completion = Commands.within(given, plan, image);
    RunMachine.Decision decision = apply(Commands.of(completion));
    image = decision.image();
    if (decision.events().isEmpty()) {
      refuse(completion);
      return;
    }
    record(completion, decision.events());
    follow(decision.events(), completion);
  }

  /** Asks something of the run as a whole; false when that changes nothing. */
  boolean order(RunCommand command, int planId) throws SQLException {
    ordered = command;
    RunMachine.Decision decision = apply(command);
    image = decision.image();
    stopped = command instanceof RunCommand.CancelStep ? RunMachine.stopped(decision) : List.of();
    Work nobodys =
        new Work(runId, planId, ScopeImage.NOBODY, Tries.FIRST, batch.now(), batch.now());
    follow(
        decision.events(),
        new Completion(
            new Claimed(nobodys, 0, batch.now()),
            0,
            batch.now(),
            new Outcome.Cancelled(),
            TaskResult.Output.NONE));
    return !decision.events().isEmpty();
  }

  /** Steps that were cancelled by an order. */
  List<StepRef> stopped() {
    return stopped;
  }

  private void follow(List<RunEvent> events, Completion completion) throws SQLException {
    for (RunEvent event : events) {
      if (event instanceof RunEvent.Ended end && isCallGivenUp(end)) {
        batch.callOff(runId, end.ref());
      }
      for (RunEffect effect : RunMachine.react(event)) {
        perform(effect, completion);
      }
    }
  }

  /** Loads what turns out to be missing, and asks again. */
  private RunMachine.Decision apply(RunCommand command) throws SQLException {
    while (true) {
      try {
        return RunMachine.apply(image, command, plan, batch.now());
      } catch (RunImage.MissingException missing) {
        RunImage more = batch.part(runId, plan, image, missing.part());
        before = before.and(more, missing.part());
        image = image.and(more, missing.part());
      }
    }
  }

  private boolean isCallGivenUp(RunEvent.Ended end) {
    return plan.calls()
        && (end.transition() == Transition.CALLED_OFF || ordered != null)
        && plan.node(image.scope(end.ref().scope()).graph(), end.ref().step())
            instanceof SubWorkflow;
  }

  /** Its end was decided before, when its run or step was ended; the rules have nothing to say. */
  private void stopped(Completion completion) {
    if (completion.startedAt() != 0) {
      batch.history().attempt(completion, Codes.CANCELLED, batch.worker());
    }
    batch.unended().add(completion.claimed());
  }

  /** Its attempt was given up while it ran, and the step goes on with another. */
  void tooLate(Completion completion) {
    if (Commands.carriesResult(completion.outcome())) {
      batch.refuse(completion);
      batch.unended().add(completion.claimed());
    } else {
      stopped(completion);
    }
  }

  /** A lease entry whose step had ended is spent, nothing is late about it. */
  private void refuse(Completion completion) {
    if (Commands.carriesResult(completion.outcome())) {
      batch.refuse(completion);
    }
  }

  private void record(Completion completion, List<RunEvent> events) {
    boolean again = events.get(0) instanceof RunEvent.Requeued;
    int code =
        switch (completion.outcome()) {
          case Outcome.Succeeded s -> Codes.SUCCEEDED;
          case Outcome.Declined d -> Codes.DECLINED;
          case Outcome.Failed f -> again ? Codes.RETRIED : Codes.FAILED;
          case Outcome.Unmet u -> Codes.UNMET;
          case Outcome.Returned r -> Codes.SUCCEEDED;
          case Outcome.Entered e -> Codes.EVALUATED;
          case Outcome.Opened o -> Codes.EVALUATED;
          case Outcome.Spawned s -> Codes.EVALUATED;
          case Outcome.Called c -> Codes.CALLED;
          case Outcome.Shared s -> Codes.SUCCEEDED;
          case Outcome.Reused r -> Codes.REUSED;
          case Outcome.Late l -> Codes.EVALUATED;
          case Outcome.GivenBack g -> Codes.GIVEN_BACK;
          case Outcome.Routed r -> Codes.GIVEN_BACK;
          case Outcome.Held h -> Codes.GIVEN_BACK;
          case Outcome.Cancelled c -> Codes.CANCELLED;
          case Outcome.Paused p -> Codes.PAUSED;
          case Outcome.Lost l -> lost(events.get(0));
        };
    boolean neverBegan =
        completion.outcome() instanceof Outcome.Held
            || completion.outcome() instanceof Outcome.Routed
            || completion.outcome() instanceof Outcome.GivenBack(boolean s) && !s;
    if (!neverBegan) {
      boolean gone = code == Codes.FAILED || code == Codes.ABANDONED;
      batch.history().attempt(completion, code, batch.worker(), gone ? letter(completion) : null);
    }
    if (completion.outcome() instanceof Outcome.Lost && batch.worker() != History.NOBODY) {
      Work work = completion.claimed().work();
      batch.history().event(work, Codes.EVENT_LEASE_LOST, batch.worker(), batch.now(), null);
    }
    if (image.ending(completion.claimed().work().ref()) == null) {
      batch.unended().add(completion.claimed());
    }
  }

  private static int lost(RunEvent first) {
    return switch (first) {
      case RunEvent.Requeued r -> Codes.LOST;
      case RunEvent.Paused p -> Codes.HELD;
      default -> Codes.ABANDONED;
    };
  }

  /** The name of the task that becomes a dead letter; null when the step does not. */
  private @Nullable String letter(Completion completion) {
    StepRef ref = completion.claimed().work().ref();
    Node node = plan.node(image.scope(ref.scope()).graph(), ref.step());
    return LetterStore.keeps(node, completion.outcome()) && node instanceof Node.Task task
        ? plan.plan().tasks().get(task.task()).name()
        : null;
  }

  private void perform(RunEffect effect, Completion completion) throws SQLException {
    switch (effect) {
      case RunEffect.Enqueue enqueue -> enqueue(enqueue, completion);
      case RunEffect.KeepScope keep -> {
        // Written with the image: the counts are final only when the batch is through.
        if (keep.scope().parent().equals(completion.claimed().work().ref())) {
          keepGiven(keep.scope(), completion.outcome());
        }
      }
      case RunEffect.Halt halt -> batch.halt(runId);
      case RunEffect.KeepOutputs keep -> {
        byte[] given = given(completion.outcome());
        if (given != null && plan.root().hasOutputs()) {
          StepRef outputs = new StepRef(StepRef.ROOT, plan.root().size() - 1);
          batch.give(runId, outputs, given);
        }
      }
      case RunEffect.TryLater later -> batch.tryLater(runId, later.scope(), later.delay());
      case RunEffect.DropOutputs drop -> batch.drop(runId, drop.ref());
      case RunEffect.AnnounceEnd end -> {
        batch.ended().add(runId);
        if (plan.asks()) {
          batch.forgetQuestions(runId);
        }
      }
    }
  }

  private static byte @Nullable [] given(Outcome outcome) {
    return outcome instanceof Outcome.Returned returned
        ? returned.outputs()
        : Outcome.outputs(outcome);
  }

  private void keepGiven(ScopeImage scope, Outcome outcome) {
    if (outcome instanceof Outcome.Opened opened) {
      given.put(scope.number(), opened.given());
    } else if (outcome instanceof Outcome.Spawned spawned) {
      given.put(scope.number(), spawned.calls().get(scope.first()).given());
    } else if (outcome instanceof Outcome.Called called) {
      given.put(scope.number(), called.calls().get(scope.first()).given());
    }
  }

  private void enqueue(RunEffect.Enqueue enqueue, Completion completion) {
    Work cause = completion.claimed().work();
    boolean first = enqueue.tries().equals(Tries.FIRST) && !enqueue.ref().equals(cause.ref());
    long since = first ? batch.now() : cause.since();
    Work work = new Work(runId, cause.planId(), enqueue.ref(), enqueue.tries(), since, batch.now());
    int graph = image.scope(enqueue.ref().scope()).graph();
    Node node = plan.node(graph, enqueue.ref().step());
    boolean same = enqueue.ref().equals(cause.ref());
    if (same && node instanceof Node.Task task && completion.outcome() instanceof Outcome.Held h) {
      batch.permits().ask(Release.in(h.queue(), work, task, 0), h.needs());
    } else if (same
        && node instanceof Node.Task task
        && completion.outcome() instanceof Outcome.Routed(int queue)) {
      batch.releases().add(Release.in(queue, work, task, 0));
    } else {
      batch.releases().add(Release.of(work, node, enqueue.delay(), batch.plans()));
    }
  }
}
