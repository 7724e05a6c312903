package dev.jobc.executor.store.memory;

import dev.jobc.executor.DeadLetter;
import dev.jobc.executor.DeadLetters;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.core.Resumption;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.store.LetterStore;
import dev.jobc.executor.store.RunNeeds;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Dead letters in memory. */
final class MemoryLetters implements LetterStore {
  private final Books books;

  MemoryLetters(Books books) {
    this.books = books;
  }

  private DeadLetter letter(Map.Entry<Long, Books.Letter> entry) {
    Books.Letter letter = entry.getValue();
    StoredRun run = books.runs.get(letter.runId());
    return LetterStore.letter(
        entry.getKey(),
        MemoryView.summary(run),
        run.shape(),
        MemoryView.scopes(run),
        letter.ref(),
        letter.attempt(),
        letter.error(),
        MemoryView.instant(letter.at()));
  }

  private Stream<DeadLetter> fitting(DeadLetters.Filter filter) {
    Instant before = filter.failedBefore();
    return books.letters.descendingMap().entrySet().stream()
        .filter(one -> filter.ids().isEmpty() || filter.ids().contains(one.getKey()))
        .map(this::letter)
        .filter(
            one ->
                (filter.namespace() == null || filter.namespace().equals(one.run().namespace()))
                    && (filter.workflow() == null || filter.workflow().equals(one.run().workflow()))
                    && (filter.task() == null || filter.task().equals(one.task()))
                    && (before == null || one.failedAt().isBefore(before)));
  }

  @Override
  public List<DeadLetter> find(DeadLetters.Filter filter, @Nullable Long before, int limit) {
    synchronized (books) {
      return fitting(filter)
          .filter(one -> before == null || one.id() < before)
          .limit(limit)
          .toList();
    }
  }

  @Override
  public long count(DeadLetters.Filter filter) {
    synchronized (books) {
      return fitting(filter).count();
    }
  }

  @Override
  public DeadLetters.Retried retry(RunId id, Set<Long> letters, RunNeeds.Source needs) {
    synchronized (books) {
      StoredRun run = books.runs.get(id.value());
      Set<Long> missing = new TreeSet<>(letters);
      missing.removeIf(one -> books.letters.containsKey(one) && isOf(one, id));
      if (run == null || !missing.isEmpty()) {
        throw LetterStore.missing(id, missing);
      }
      if (!run.image.status().ended()) {
        throw LetterStore.goesOn(id);
      }
      if (run.caller != null) {
        throw LetterStore.called(id, new RunId(run.caller.runId()));
      }
      Set<Integer> tops = new HashSet<>();
      letters.forEach(one -> tops.add(top(run, books.letters.get(one).ref())));
      Set<Integer> again = new HashSet<>(tops);
      again.removeIf(
          node ->
              node < 0 || !Resumption.isGood(run.image.ending(new StepRef(StepRef.ROOT, node))));
      if (again.isEmpty()
          && run.image.status() == RunState.SUCCEEDED
          && tops.stream().allMatch(node -> node < 0)) {
        throw LetterStore.nothingLeft(id);
      }
      Set<Long> before = new HashSet<>(books.letters.keySet());
      RunId taken = new MemoryRuns(books).resume(id, again, needs);
      before.removeAll(books.letters.keySet());
      return new DeadLetters.Retried(taken, before);
    }
  }

  private boolean isOf(long letter, RunId run) {
    return books.letters.get(letter).runId() == run.value();
  }

  /** The node of the workflow that a step is in; -1 for a handler of the workflow. */
  private static int top(StoredRun run, StepRef ref) {
    StepRef at = ref;
    while (at.scope() > StepRef.ROOT) {
      at = run.image.scope(at.scope()).parent();
    }
    return at.scope() == StepRef.ROOT ? at.step() : -1;
  }

  @Override
  public long discard(DeadLetters.Filter filter) {
    synchronized (books) {
      List<Long> gone = fitting(filter).map(DeadLetter::id).toList();
      gone.forEach(books.letters::remove);
      return gone.size();
    }
  }

  @Override
  public long keepNewest(long most) {
    synchronized (books) {
      List<Long> gone = books.letters.descendingKeySet().stream().skip(most).toList();
      gone.forEach(books.letters::remove);
      return gone.size();
    }
  }
}
