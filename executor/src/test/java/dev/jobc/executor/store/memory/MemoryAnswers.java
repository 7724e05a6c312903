package dev.jobc.executor.store.memory;

import dev.jobc.executor.EngineException;
import dev.jobc.executor.InvalidInputException;
import dev.jobc.executor.OpenQuestion;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.core.Tries;
import dev.jobc.executor.runner.TaskResult;
import dev.jobc.executor.store.Answers;
import dev.jobc.executor.store.Claimed;
import dev.jobc.executor.store.Completion;
import dev.jobc.executor.store.Outcome;
import dev.jobc.executor.store.Question;
import dev.jobc.executor.store.SignalValues;
import dev.jobc.executor.store.Work;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Node;
import dev.jobc.plan.Pause;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Answers in memory. */
final class MemoryAnswers implements Answers {
  private static final Given UNTAKEN = new Given(false, List.of(), Set.of());

  private final Books books;

  MemoryAnswers(Books books) {
    this.books = books;
  }

  @Override
  public List<Asked> open(Optional<RunId> id) {
    synchronized (books) {
      List<Asked> open = new ArrayList<>();
      waiting(id).forEach(one -> open.add(asked(one)));
      return open;
    }
  }

  private List<StoredRun.Waiting> waiting(Optional<RunId> id) {
    return books.runs.values().stream()
        .filter(run -> id.isEmpty() || id.get().equals(run.id))
        .flatMap(
            run -> run.questions.values().stream().filter(one -> !run.isOver(one.work().ref())))
        .sorted(
            Comparator.<StoredRun.Waiting>comparingLong(StoredRun.Waiting::askedAt)
                .thenComparingLong(one -> one.work().runId())
                .thenComparingInt(one -> one.work().ref().scope())
                .thenComparingInt(one -> one.work().ref().step()))
        .toList();
  }

  private Asked asked(StoredRun.Waiting one) {
    StoredRun run = books.runs.get(one.work().runId());
    Question question = one.question();
    Node node = MemoryBatch.node(run, one.work().ref());
    return new Asked(
        new OpenQuestion(
            run.id,
            run.shape().plan().name(),
            question.place(),
            question.kind(),
            question.name(),
            question.prompt(),
            node instanceof Pause.Approval approval ? approval.form() : List.of(),
            MemoryView.instant(one.askedAt())),
        one.work().ref(),
        question.defaults());
  }

  @Override
  public Given signal(RunId id, String name, Json.Obj values) {
    synchronized (books) {
      StoredRun run = goingOn(id);
      List<Pause.WaitFor> named = SignalValues.waits(run.shape().plan(), name);
      if (named.stream().allMatch(wait -> SignalValues.outputs(wait, values).isEmpty())) {
        throw new InvalidInputException(SignalValues.problems(named.getFirst(), values));
      }
      for (StoredRun.Waiting waiting : waiting(Optional.of(id))) {
        if (waiting.question().kind() == OpenQuestion.Kind.SIGNAL
            && waiting.question().name().equals(name)
            && MemoryBatch.node(run, waiting.work().ref()) instanceof Pause.WaitFor wait) {
          Optional<Json.Obj> outputs = SignalValues.outputs(wait, values);
          if (outputs.isPresent()) {
            byte[] body = JsonText.writeBytes(outputs.get());
            return end(waiting, new Outcome.Succeeded(body));
          }
        }
      }
      run.signals.add(new StoredRun.Signal(name, values));
      return UNTAKEN;
    }
  }

  @Override
  public Given answer(RunId id, StepRef ref, Outcome outcome) {
    synchronized (books) {
      StoredRun run = goingOn(id);
      StoredRun.Waiting waiting = run.questions.get(ref);
      return waiting == null || run.isOver(ref) ? UNTAKEN : end(waiting, outcome);
    }
  }

  private StoredRun goingOn(RunId id) {
    StoredRun run = books.runs.get(id.value());
    if (run == null) {
      throw new EngineException(EngineException.Kind.NOT_FOUND, "no run `" + id + "`");
    }
    if (run.image.status() != RunState.RUNNING) {
      throw new EngineException(
          EngineException.Kind.TOO_LATE,
          "run " + id + " has ended already: " + run.image.status().word());
    }
    return run;
  }

  private Given end(StoredRun.Waiting waiting, Outcome outcome) {
    Work asked = waiting.work();
    long now = books.now();
    // The count of losses begins anew.
    Tries next = new Tries(waiting.next().attempt(), waiting.next().lost(), 0);
    Tries tries = outcome instanceof Outcome.Lost ? next.lastStraw() : next;
    Work work = new Work(asked.runId(), asked.planId(), asked.ref(), tries, asked.since(), now);
    Claimed claimed = new Claimed(work, books.fence(), now);
    StoredRun run = books.runs.get(asked.runId());
    if (outcome instanceof Outcome.Lost) {
      run.events.add(new StoredRun.Event(StoredRun.Kind.STEP_GIVEN_UP, work, 0, now));
    } else if (outcome instanceof Outcome.GivenBack) {
      run.events.add(new StoredRun.Event(StoredRun.Kind.STEP_RELEASED, work, 0, now));
    }
    MemoryBatch changes = new MemoryBatch(books, 0);
    changes.take(List.of(new Completion(claimed, now, now, outcome, TaskResult.Output.NONE)));
    if (waiting.timed()) {
      books.halted.add(asked.runId());
    }
    Set<Integer> queues = changes.release();
    return new Given(true, changes.ended, queues);
  }
}
