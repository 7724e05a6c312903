package dev.jobc.executor.store.memory;

import dev.jobc.executor.Cancelling;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.TaskError;
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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Ends runs from outside, with those that they have called. */
final class MemoryEnder {
  private final Books books;
  private final List<Long> ended = new ArrayList<>();
  private final List<Work> callers = new ArrayList<>();

  MemoryEnder(Books books) {
    this.books = books;
  }

  Map<RunId, RunState> cancel(Collection<RunId> runs, Cancelling how) {
    Map<RunId, RunState> found = new TreeMap<>();
    for (RunId id : runs) {
      StoredRun run = books.runs.get(id.value());
      if (run != null) {
        found.put(id, run.image.status());
        end(run, new RunCommand.Cancel(how == Cancelling.AT_ONCE), StoredRun.Kind.RUN_CANCELLED);
      }
    }
    wake();
    return found;
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
    return batch.stopped.size();
  }

  /** The wait before a further try is over. */
  MemoryBatch tryAgain(StoredRun run, int scope) {
    MemoryBatch batch = new MemoryBatch(books, 0);
    batch.order(run, new RunCommand.TryAgain(scope));
    return batch;
  }

  /** Its time is over. */
  List<Long> runOut(StoredRun run) {
    long limit = run.shape().plan().policy().timeout();
    TaskError error =
        new TaskError(TaskError.TIMEOUT, "the run took longer than its limit of " + limit + " ms");
    if (end(run, new RunCommand.RunOut(), StoredRun.Kind.RUN_OUT)) {
      run.error = JsonText.writeBytes(error.toJson());
    }
    wake();
    return ended;
  }

  private boolean end(StoredRun run, RunCommand command, StoredRun.Kind kind) {
    boolean atOnce = command instanceof RunCommand.Cancel cancel && cancel.atOnce();
    if (run.shape().cleansUp() && !atOnce) {
      return cleanUp(run, command, kind, new MemoryBatch(books, 0));
    }
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
        end(child, new RunCommand.Cancel(false), StoredRun.Kind.RUN_CANCELLED);
      }
    }
    return true;
  }

  /** The run ends when what cleans up has. */
  private boolean cleanUp(
      StoredRun run, RunCommand command, StoredRun.Kind kind, MemoryBatch batch) {
    if (!batch.order(run, command)) {
      return false;
    }
    run.events.add(new StoredRun.Event(kind, null, 0, books.now()));
    books.enqueue(batch.releases.stream().filter(job -> job.delay() <= 0).toList());
    books.defer(batch.releases.stream().filter(job -> job.delay() > 0).toList());
    ended.addAll(batch.ended);
    return true;
  }

  /** Nobody waits any more in a run that has ended along with what it called. */
  private void wake() {
    long now = books.now();
    for (Work caller : callers) {
      if (!ended.contains(caller.runId())) {
        Work work =
            new Work(
                caller.runId(), caller.planId(), caller.ref(), caller.tries(), caller.since(), now);
        books.enqueue(List.of(Job.control(work, 0)));
      }
    }
  }
}
