package dev.jobc.executor;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tasks that failed for good, of plans that say {@code deadLetter: save}. */
public interface DeadLetters {

  /**
   * Which ones are meant. What is null, or empty, does not matter; all the rest must fit.
   *
   * @param namespace of the workflow
   * @param workflow its name
   * @param task the task's name
   * @param failedBefore failed earlier than this
   */
  record Filter(
      Set<Long> ids,
      @Nullable String namespace,
      @Nullable String workflow,
      @Nullable String task,
      @Nullable Instant failedBefore) {
    /** Every one. */
    public static final Filter ALL = new Filter(Set.of(), null, null, null, null);

    public Filter {
      ids = Set.copyOf(ids);
    }

    /** One. */
    public static Filter of(long id) {
      return new Filter(Set.of(id), null, null, null, null);
    }
  }

  /**
   * A run that was taken up.
   *
   * @param run the new one
   * @param letters those that are gone because it does their tasks again
   */
  record Retried(RunId run, Set<Long> letters) {
    public Retried {
      letters = Set.copyOf(letters);
    }
  }

  /**
   * Those that fit, newest first.
   *
   * @param before only those with smaller ids; null for the first page
   */
  List<DeadLetter> find(Filter filter, @Nullable Long before, int limit);

  /** How many fit. */
  long count(Filter filter);

  /**
   * Takes up a run that has ended, in a new run, such that it does the tasks of these letters
   * again; and with that, as {@link Engine#resume}, all that failed or has not run. Letters of what
   * it does again are gone: if it fails again there are new ones.
   *
   * @param letters some of this run
   * @throws EngineException when there is no such letter of this run, it goes on, a step of another
   *     run has called it, or nothing of it is left to do again
   */
  Retried retry(RunId run, Set<Long> letters);

  /** Removes those that fit; returns how many that were. */
  long discard(Filter filter);
}
