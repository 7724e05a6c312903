package dev.jobc.executor.store.memory;

import dev.jobc.executor.Cancelling;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.TaskError;
import dev.jobc.executor.core.Holding;
import dev.jobc.executor.core.RunCommand;
import dev.jobc.executor.core.RunMachine;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.core.Tries;
import dev.jobc.executor.runner.TaskResult;
import dev.jobc.executor.store.Claimed;
import dev.jobc.executor.store.Completion;
import dev.jobc.executor.store.Outcome;
import dev.jobc.executor.store.Work;
import dev.jobc.json.JsonText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Ends runs from outside, with those that they have called. */
final class MemoryEnder {
  private final Books books;
  private final List<Long> ended = new ArrayList<>();
  private final List<Work> callers = new ArrayList<>();
  private final Set<Integer> queues = new HashSet<>();

  MemoryEnder(Books books) {
    this.books = books;
  }

  Map<RunId, RunState> cancel(Collection<RunId> runs, Cancelling how) {
    Map<RunId, RunState> found = new TreeMap<>();
    boolean atOnce = how == Cancelling.AT_ONCE;
    for (RunId id : runs) {
      StoredRun run = books.runs.get(id.value());
      if (run != null) {
        found.put(id, run.image.status());
        end(run, new RunCommand.Cancel(atOnce), StoredRun.Kind.RUN_CANCELLED, null, atOnce);
      }
    }
    write();
    return found;
  }

  /** It makes way for another run. */
  void makeWay(StoredRun run) {
    String message = "made way for another run of the same concurrency key";
    TaskError error = new TaskError(TaskError.CANCELLED, message);
    end(run, new RunCommand.Cancel(false), StoredRun.Kind.RUN_CANCELLED, error, false);
  }

  /** Limits don't let it begin. */
  void refuse(StoredRun run, boolean fails, String message) {
    RunState state = fails ? RunState.FAILED : RunState.CANCELLED;
    StoredRun.Kind kind = fails ? StoredRun.Kind.RUN_REFUSED : StoredRun.Kind.RUN_CANCELLED;
    String name = fails ? TaskError.LIMIT_REACHED : TaskError.CANCELLED;
    end(run, new RunCommand.Refuse(state), kind, new TaskError(name, message), true);
  }

  /** It has ended by itself, as soon as it had begun. */
  void over(StoredRun run) {
    ended.add(run.id.value());
    if (run.caller != null) {
      callers.add(run.caller);
    }
  }

  /** Returns how many instances of the step that were. */
  int cancelStep(StoredRun run, RunCommand.CancelStep command) {
    MemoryBatch batch = new MemoryBatch(books, 0);
    cleanUp(run, command, StoredRun.Kind.STEP_CANCELLED, batch);
    TaskError error = new TaskError(TaskError.CANCELLED, "somebody has cancelled it");
    for (StepRef ref : batch.stopped) {
      long attempt =
          run.attempts.stream()
              .filter(one -> one.work().ref().equals(ref) && one.how() != StoredRun.How.GIVEN_BACK)
              .count();
      Work work =
          new Work(
              run.id.value(),
              run.plan.number(),
              ref,
              new Tries((int) attempt + 1, 0, 0),
              books.now(),
              books.now());
      boolean over = run.image.ending(ref) != null;
      run.attempts.add(
          new StoredRun.Attempt(
              new Completion(
                  new Claimed(work, 0, books.now()),
                  0,
                  books.now(),
                  new Outcome.Failed(error),
                  TaskResult.Output.NONE),
              over ? StoredRun.How.FAILED : StoredRun.How.EVALUATED,
              0,
              JsonText.writeBytes(error.toJson())));
    }
    write();
    return batch.stopped.size();
  }

  /** The wait before a further try is over. */
  void tryAgain(StoredRun run, int scope) {
    order(run, new RunCommand.TryAgain(scope), new MemoryBatch(books, 0));
  }

  /** Its time is over. */
  void runOut(StoredRun run) {
    long limit = run.shape().plan().policy().timeout();
    TaskError error =
        new TaskError(TaskError.TIMEOUT, "the run took longer than its limit of " + limit + " ms");
    end(run, new RunCommand.RunOut(), StoredRun.Kind.RUN_OUT, error, false);
  }

  private void end(
      StoredRun run,
      RunCommand wanted,
      StoredRun.Kind kind,
      @Nullable TaskError error,
      boolean atOnce) {
    RunCommand command = run.isHeld() ? Holding.unbegun(wanted) : wanted;
    boolean ends =
        run.shape().cleansUp() && !atOnce && !run.isHeld()
            ? cleanUp(run, command, kind, new MemoryBatch(books, 0))
            : end(run, command, kind);
    if (ends && error != null && run.error == null) {
      run.error = JsonText.writeBytes(error.toJson());
    }
  }

  private boolean end(StoredRun run, RunCommand command, StoredRun.Kind kind) {
    RunMachine.Decision decision = RunMachine.apply(run.image, command, run.shape(), books.now());
    if (decision.events().isEmpty()) {
      return false;
    }
    books.observer.decided(run, run.image, decision);
    run.image = decision.image();
    run.finishedAt = books.now();
    run.events.add(new StoredRun.Event(kind, null, 0, books.now()));
    run.questions.clear();
    run.signals.clear();
    books.halted.add(run.id.value());
    ended.add(run.id.value());
    if (run.caller != null) {
      callers.add(run.caller);
    }
    for (StoredRun.Called called : run.called.values()) {
      StoredRun child = books.runs.get(called.run().value());
      if (child != null) {
        RunCommand gently = new RunCommand.Cancel(false);
        end(child, gently, StoredRun.Kind.RUN_CANCELLED, null, false);
      }
    }
    return true;
  }

  /** The run ends when what cleans up has. */
  private boolean cleanUp(
      StoredRun run, RunCommand command, StoredRun.Kind kind, MemoryBatch batch) {
    if (!order(run, command, batch)) {
      return false;
    }
    run.events.add(new StoredRun.Event(kind, null, 0, books.now()));
    return true;
  }

  private boolean order(StoredRun run, RunCommand command, MemoryBatch batch) {
    boolean changes = batch.order(run, command);
    queues.addAll(books.release(batch.releases));
    ended.addAll(batch.ended);
    return changes;
  }

  /** The second half: who waited for the runs goes on. */
  void write() {
    long now = books.now();
    for (Work caller : callers) {
      // Nobody waits any more in a run that has ended along with what it called.
      if (!ended.contains(caller.runId())) {
        Work work =
            new Work(
                caller.runId(), caller.planId(), caller.ref(), caller.tries(), caller.since(), now);
        books.enqueue(List.of(Job.control(work, 0)));
      }
    }
    callers.clear();
    MemoryGate gate = new MemoryGate(books);
    gate.ended(ended);
    gate.settle();
    queues.addAll(gate.queues());
  }

  /** The runs that have ended; others have begun to clean up. */
  List<Long> ended() {
    return ended;
  }

  /** Queues that have got work. */
  Set<Integer> queues() {
    return queues;
  }
}
