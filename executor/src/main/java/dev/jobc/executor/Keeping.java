package dev.jobc.executor;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long things are kept. A run with dead letters is kept as long as they are.
 *
 * @param runs after their end; null for ever
 * @param letters dead letters, after their task failed; null for ever
 * @param mostLetters only that many dead letters, the newest; null for all
 */
public record Keeping(
    @Nullable Duration runs, @Nullable Duration letters, @Nullable Long mostLetters) {
  /** Whether anything is ever removed. */
  public boolean isLimited() {
    return runs != null || letters != null || mostLetters != null;
  }
}
