package dev.jobc.executor.engine;

import dev.jobc.executor.DeadLetter;
import dev.jobc.executor.DeadLetters;
import dev.jobc.executor.RunId;
import dev.jobc.executor.store.LetterStore;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tasks that failed for good, for the operator. */
final class LetterDesk implements DeadLetters {
  private final LetterStore store;
  private final Consumer<RunId> check;
  private final Runnable newWork;

  /**
   * @param check throws when there is no such run, or its plan can't be run any more
   * @param newWork called when work has come to the job table
   */
  LetterDesk(LetterStore store, Consumer<RunId> check, Runnable newWork) {
    this.store = store;
    this.check = check;
    this.newWork = newWork;
  }

  @Override
  public List<DeadLetter> find(Filter filter, @Nullable Long before, int limit) {
    return store.find(filter, before, limit);
  }

  @Override
  public long count(Filter filter) {
    return store.count(filter);
  }

  @Override
  public Retried retry(RunId run, Set<Long> letters) {
    check.accept(run);
    Retried retried = store.retry(run, letters, RunLimits::of);
    newWork.run();
    return retried;
  }

  @Override
  public long discard(Filter filter) {
    return store.discard(filter);
  }
}
