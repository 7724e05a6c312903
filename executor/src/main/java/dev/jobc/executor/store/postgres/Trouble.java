package dev.jobc.executor.store.postgres;

import dev.jobc.executor.EngineException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why something that is tried again and again has not succeeded yet. One thread writes. */
final class Trouble {
  private volatile @Nullable String reason;

  void met(EngineException failure) {
    reason = failure.getMessage();
  }

  void over() {
    if (reason != null) {
      reason = null;
    }
  }

  Optional<String> now() {
    return Optional.ofNullable(reason);
  }
}
