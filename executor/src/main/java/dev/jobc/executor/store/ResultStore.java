package dev.jobc.executor.store;

import dev.jobc.executor.RunId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Results of tasks that may be used again; kept with the outcome of their attempt. */
public interface ResultStore {

  /**
   * A result.
   *
   * @param run that gave it
   * @param outputs JSON in UTF-8, null for none
   */
  record Result(RunId run, byte @Nullable [] outputs) {}

  /** The result of a key, unless its time is over. */
  Optional<Result> find(ResultKey key);

  /** Removes what is over; how much that was. */
  int removeOver();
}
